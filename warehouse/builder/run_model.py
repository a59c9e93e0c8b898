"""Running one model on the tables it reads: values in the order they are shown, each row numbered, keys unique.

What may be run, and on what, is decided by the caller; here a model is only executed and its result kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from warehouse.builder.content import columns_of, content_sha256, digest_of
from warehouse.builder.fingerprint import fingerprint
from warehouse.builder.store import TABLE, Record, Step, Store
from warehouse.connection import connect, literal, quoted
from warehouse.errors import DefinitionError
from warehouse.model import Model, parse_select

_RESULT = "result"


def model_key(model: Model, inputs: Mapping[str, Step]) -> str:
    """Return the digest of everything that a model's table depends on."""
    contents = {name: step.record.content_sha256 for name, step in inputs.items()}
    return digest_of(
        {"engine": fingerprint(), "name": model.name, "sql": model.sql, "inputs": contents}
    )


def run_model(store: Store, model: Model, inputs: Mapping[str, Step]) -> Step:
    """Return the step of a model, from the store or by running it.

    Args:
        store: Where steps are kept.
        model: The model; its head's key must identify the rows of the result.
        inputs: Upstream table name -> its step.

    Raises:
        DefinitionError: If DuckDB refuses the SQL, the key is not unique or the head does not fit the result.
    """
    key = model_key(model, inputs)
    found = store.find(model.name, key)
    if found is not None:
        return found
    tables = {name: step.table for name, step in inputs.items()}
    with store.writing(model.name, key) as work, connect(store.root, tables) as connection:
        _execute(connection, model)
        columns = columns_of(connection, _RESULT)
        _check_head(model, [name for name, _ in columns])
        _check_key(connection, model)
        _write(connection, work / TABLE)
        count = connection.execute(f"SELECT count(*) FROM {_RESULT}").fetchall()[0][0]
        record = Record(
            name=model.name,
            kind="model",
            key=key,
            content_sha256=content_sha256(connection, _RESULT),
            rows=count,
            columns=tuple(columns),
            details={"inputs": {n: s.record.content_sha256 for n, s in inputs.items()}},
        )
        return store.keep(work, record)


def _execute(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    try:
        connection.execute(f"CREATE TEMP TABLE {_RESULT} AS {_ordered(model)}")
    except duckdb.Error as error:
        raise DefinitionError(
            f"DuckDB refuses the model: {str(error).strip()}",
            where=model.where,
            remedy="correct the SQL; upstream columns are listed by `annual-report tables EDITION --all`",
        ) from error


def _check_head(model: Model, columns: list[str]) -> None:
    declared = [*model.key, *(model.columns or {})]
    for name in declared:
        if name not in columns:
            raise DefinitionError(
                f"column {name!r} of the head is not in the result",
                where=model.where,
                expected=", ".join(columns),
            )
    untitled = [name for name in columns if model.columns is not None and name not in model.columns]
    if untitled:
        raise DefinitionError(
            f"column {untitled[0]!r} has no title",
            where=model.where,
            remedy="describe it under `columns:`",
        )


def _check_key(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    if not model.key:
        return
    names = ", ".join(quoted(name) for name in model.key)
    twice = connection.execute(
        f"SELECT {names}, count(*) FROM {_RESULT} GROUP BY {names} HAVING count(*) > 1 ORDER BY ALL LIMIT 1"
    ).fetchall()
    if twice:
        shown = ", ".join(f"{k}={v}" for k, v in zip(model.key, twice[0], strict=False))
        raise DefinitionError(
            f"{twice[0][-1]} rows for {shown}",
            where=model.where,
            expected=f"one row for each {', '.join(model.key)}",
        )


def _write(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Write the result in the order in which it was made, numbered; no window, whose order of ties could differ."""
    connection.execute(
        f"COPY (SELECT rowid + 1 AS _row, * FROM {_RESULT} ORDER BY rowid) "
        f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _ordered(model: Model) -> str:
    """Return the author's text with the key added to its ORDER BY, so that the order of rows is total."""
    query = parse_select(model.sql, model.where)
    text = model.sql.rstrip().rstrip(";")
    if query.args.get("limit") or query.args.get("offset"):
        return text
    key = ", ".join(quoted(name) for name in model.key) or "ALL"
    if query.args.get("order") is None:
        return f"{text}\nORDER BY {key}"
    return f"{text}\n, {key}" if model.key else text
