"""Running one model on the tables it reads: values in the order they are shown, each row numbered, keys unique.

What may be run, and on what, is decided by the caller; here a model is only executed and its result kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from rowlineage.capture import Captured, capture
from rowlineage.catalog import ConnectionCatalog
from rowlineage.errors import RejectedSQL
from rowlineage.evidence_files import write_evidence
from rowlineage.kept_rewrites import KeptRewrites
from rowlineage.lint import refuse
from warehouse.bounds import bounded
from warehouse.builder.content import columns_of, content_sha256
from warehouse.builder.digests import digest_of
from warehouse.builder.fingerprint import fingerprint
from warehouse.builder.record import TABLE, Record
from warehouse.builder.store import Step, Store
from warehouse.builder.written import open_written
from warehouse.connection import (
    connect,
    copy,
    quoted,
    refuse_more_than_one_select,
    refuse_other_tables,
)
from warehouse.errors import DefinitionError
from warehouse.model import Model, parse_select

_REWRITES = KeptRewrites()
_RESULT = "result"
_WRITTEN = "written"
_INEXACT = ("DOUBLE", "FLOAT", "DECIMAL")


def model_key(model: Model, inputs: Mapping[str, Step]) -> str:
    """Return the digest of everything that a model's table depends on."""
    contents = {name: step.record.content_sha256 for name, step in inputs.items()}
    return digest_of(
        {"engine": fingerprint(), "name": model.name, "sql": model.sql, "inputs": contents}
    )


def run_model(store: Store, model: Model, inputs: Mapping[str, Step]) -> Step:
    """Return the step of a model, from the store or by running it.

    The table and the evidence of its rows come from one execution. The author's text as it stands is run once more
    beside it and must give the same content, since both share the parser.

    Args:
        store: Where steps are kept.
        model: The model; its head's key must identify the rows of the result.
        inputs: Upstream table name -> its step.

    Raises:
        DefinitionError: If DuckDB refuses the SQL, the key is not unique or the head does not fit the result.
        UnsupportedSQL: If the lineage of a construct is not understood.
    """
    key = model_key(model, inputs)
    found = _found(store, model, key)
    if found is not None:
        return found
    tables = {name: step.table for name, step in inputs.items()}
    # The order in which threads finish would show in the evidence's positions: one thread, the same bytes.
    threads = None if model.lineage == "lazy" else 1
    with (
        store.writing(model.name) as work,
        connect(store.root, tables, threads=threads) as connection,
    ):
        try:
            with bounded(connection, model.where):
                _run(connection, model, work)
                record = _record(connection, model, key, inputs)
        except (duckdb.Error, RejectedSQL) as error:
            words = error.__cause__ if isinstance(error, RejectedSQL) else error
            raise DefinitionError(
                f"DuckDB refuses the model: {str(words).strip()}",
                where=model.where,
                remedy="correct the SQL; upstream columns are listed by `annual-report tables EDITION --all`",
            ) from error
        return store.keep(work, record)


def _found(store: Store, model: Model, key: str) -> Step | None:
    """Return the step from the store; that of a report table only if its bytes hold the content that it names.

    What is published is named by its content, so here a record is not taken at its word.
    """
    found = store.find(model.name, key)
    if found is None or model.layer != "report" or _holds(store, found):
        return found
    store.reject(found)
    return None


def _holds(store: Store, step: Step) -> bool:
    """Say whether the table of a step has the content that its record names."""
    try:
        with connect(store.root, {_RESULT: step.table}) as connection:
            return content_sha256(connection, _RESULT) == step.record.content_sha256
    except duckdb.Error:
        return False


def _run(connection: duckdb.DuckDBPyConnection, model: Model, work: Path) -> None:
    """Leave the result as `result` on the connection, and its table and evidence in the working folder."""
    refuse_more_than_one_select(connection, model)
    refuse_other_tables(connection, model)
    if model.lineage == "lazy":
        numbered = f"SELECT row_number() OVER () AS _row, * FROM ({_ordered(model)})"
        connection.execute(f"CREATE TEMP TABLE {_RESULT} AS {numbered}")
        copy(connection, f"FROM {_RESULT} ORDER BY _row", work / TABLE)
    else:
        catalog = ConnectionCatalog(connection, is_closed=True)
        capturing = capture(
            connection,
            _ordered(model),
            model=model.where,
            catalog=catalog,
            rewrites=_REWRITES,
            seconds=None,
        )
        with capturing as captured:
            refuse(catalog, captured.query, model.where)
            connection.execute(f"CREATE TEMP TABLE {_RESULT} AS {captured.table}")
            _check_text(captured, model)
            copy(connection, captured.table, work / TABLE)
            write_evidence(connection, captured, work)
    columns = columns_of(connection, _RESULT)
    _check_head(model, [name for name, _ in columns])
    _check_precision(model, columns)
    _check_key(connection, model)
    open_written(connection, _RESULT, work / TABLE, view=_WRITTEN, where=model.where)


def _record(
    connection: duckdb.DuckDBPyConnection, model: Model, key: str, inputs: Mapping[str, Step]
) -> Record:
    return Record(
        name=model.name,
        kind="model",
        key=key,
        content_sha256=content_sha256(connection, _WRITTEN),
        rows=connection.execute(f"SELECT count(*) FROM {_RESULT}").fetchall()[0][0],
        columns=tuple(columns_of(connection, _WRITTEN)),
        details={"inputs": {name: step.record.content_sha256 for name, step in inputs.items()}},
    )


def _check_text(captured: Captured, model: Model) -> None:
    if not captured.gives_the_same_as(model.sql):
        raise DefinitionError(
            "the traced query and the text as written give different rows",
            where=model.where,
            expected="the same rows on every run",
            remedy="give every LIMIT, row_number and arg_max a total order; else report a fault of the engine",
        )


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


def _check_precision(model: Model, columns: list[tuple[str, str]]) -> None:
    """Refuse a report table with a ratio or a decimal of no stated precision: it could not be published."""
    for name, kind in columns:
        column = (model.columns or {}).get(name)
        if (
            model.layer == "report"
            and kind.startswith(_INEXACT)
            and (column is None or column.decimals is None)
        ):
            raise DefinitionError(
                f"column {name!r} ({kind}) has no stated precision",
                where=model.where,
                remedy="give it `decimals: N` in the head of the model",
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
