"""Running one check: a query for the offending raw rows, each turned into a problem with file and line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import duckdb

from warehouse.bounds import bounded
from warehouse.builder.digests import digest_of
from warehouse.builder.fingerprint import fingerprint
from warehouse.builder.record import Record
from warehouse.builder.store import Step, Store
from warehouse.connection import (
    connect,
    literal,
    refuse_more_than_one_select,
    refuse_other_tables,
)
from warehouse.errors import DefinitionError
from warehouse.model import Model
from warehouse.problems import Problem, Severity
from warehouse.row_ids import file_of, line_of
from warehouse.sources.faults import shown
from warehouse.sources.limits import LISTED_FAULTS

_COLUMNS = {"_row", "column", "value"}
_FOUND = "found"
_TEXT_OF_JSON = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?')


class Offender(NamedTuple):
    """What a check found: the number of a raw row, the column that breaks the rule, and what stands there."""

    row: int | None
    column: str | None
    value: object


_NOWHERE = Offender(None, None, None)


def run_check(
    store: Store, check: Model, inputs: Mapping[str, Step], places: Mapping[int, Mapping[str, str]]
) -> Step:
    """Return the step of a check: its problems, none when every row keeps the rule.

    Args:
        store: Where steps are kept.
        check: The check's model.
        inputs: Upstream table name -> its step.
        places: File number -> place (source, table, vintage, file, sheet) of every raw table of the edition.

    Raises:
        DefinitionError: If DuckDB refuses the SQL or the result has not the columns of a check.
    """
    contents = {name: step.record.content_sha256 for name, step in inputs.items()}
    key = digest_of(
        {"engine": fingerprint(), "name": check.name, "sql": check.sql, "inputs": contents}
    )
    found = store.find(check.name, key)
    if found is not None:
        return found
    offenders, more = _offenders(store, check, inputs)
    problems = tuple(_problem(check, row, places) for row in offenders)
    if more:
        problems += (_problem(_broken_more(check, more), _NOWHERE, places),)
    content = digest_of([p.as_dict() for p in problems])
    details = {"on": check.on, "title": check.title, "severity": check.severity, "inputs": contents}
    with store.writing(check.name) as work:
        return store.keep(
            work, Record(check.name, "check", key, content, problems=problems, details=details)
        )


def _offenders(
    store: Store, check: Model, inputs: Mapping[str, Step]
) -> tuple[list[Offender], int]:
    """Return the offenders up to the number that is listed, and how many there are besides."""
    tables = {name: step.table for name, step in inputs.items()}
    with connect(store.root, tables) as connection:
        try:
            with bounded(connection, check.where):
                refuse_more_than_one_select(connection, check)
                refuse_other_tables(connection, check)
                connection.execute(
                    f"CREATE TEMP TABLE {_FOUND} AS FROM ({check.sql.rstrip().rstrip(';')}\n)"
                )
                _refuse_other_columns(connection, check)
                words = _words(connection, check)
                count = connection.execute(f"SELECT count(*) FROM {_FOUND}").fetchall()[0][0]
                rows = connection.execute(
                    f'SELECT _row, "column", value FROM {_FOUND} ORDER BY ALL LIMIT {LISTED_FAULTS}'
                ).fetchall()
        except duckdb.Error as error:
            raise DefinitionError(
                f"DuckDB refuses the check: {str(error).strip()}", where=check.where
            ) from error
    offenders = [Offender(*row) for row in rows]
    words |= {name for step in inputs.values() for name, _ in step.record.columns}
    _refuse_other_words(check, {o.column for o in offenders if o.column} - words)
    return offenders, count - len(rows)


def _refuse_other_columns(connection: duckdb.DuckDBPyConnection, check: Model) -> None:
    described = connection.execute(f"DESCRIBE {_FOUND}").fetchall()
    kinds = {name: kind for name, kind, *_ in described}
    if kinds.keys() != _COLUMNS:
        raise DefinitionError(
            f"columns {', '.join(kinds)}",
            where=check.where,
            expected=", ".join(sorted(_COLUMNS)),
        )
    # A column of nothing but NULL has the type INTEGER.
    if not kinds["_row"].endswith(("INT", "INTEGER")):
        raise DefinitionError(
            f"_row is of the type {kinds['_row']}",
            where=check.where,
            expected="the number of the row that breaks the rule, as a raw table has it, or NULL",
            remedy="SELECT the _row of the raw table that the check is on",
        )
    if not _is_text(kinds["column"]) and _holds_any(connection, "column"):
        raise DefinitionError(
            f"`column` is of the type {kinds['column']}",
            where=check.where,
            expected="the name of the column that breaks the rule, as a text, or NULL",
            remedy="write the name as a text, and what was found as `value`",
        )


def _is_text(kind: str) -> bool:
    return kind.startswith(("VARCHAR", "ENUM(")) and not kind.endswith("]")


def _holds_any(connection: duckdb.DuckDBPyConnection, column: str) -> bool:
    return bool(connection.execute(f'SELECT count("{column}") FROM {_FOUND}').fetchall()[0][0])


def _words(connection: duckdb.DuckDBPyConnection, check: Model) -> set[str]:
    """Return every text and name that is written in a check, as DuckDB reads them, however they are quoted."""
    text = literal(check.sql.rstrip().rstrip(";"))
    ((tree,),) = connection.execute(f"SELECT json_serialize_sql({text})").fetchall()
    # Read text by text: the tree of a long chain is nested deeper than Python reads.
    return {json.loads(text) for text, is_key in _TEXT_OF_JSON.findall(tree) if not is_key}


def _refuse_other_words(check: Model, others: set[str]) -> None:
    """Refuse a `column` that no author wrote: it is told of withheld files too, and so must be no cell of one."""
    if others:
        raise DefinitionError(
            "`column` holds what is neither written in the SQL nor the name of a column that it reads",
            where=check.where,
            expected="the name of the column that breaks the rule, e.g. 'tonnes' AS \"column\"",
            remedy="write the name as a text, and what was found as `value`; "
            "name what UNPIVOT is to take apart with AS",
        )


def _broken_more(check: Model, more: int) -> Model:
    """Return a check in whose words the offenders that are not listed are counted."""
    return replace(check, rule=f"{check.rule} (broken {more:,} more times than is listed)")


def _problem(check: Model, offender: Offender, places: Mapping[int, Mapping[str, str]]) -> Problem:
    number = offender.row or 0
    nowhere = {"source": "", "table": check.on, "vintage": "", "file": check.where, "sheet": ""}
    place = places.get(file_of(number), nowhere)
    severity: Severity = "warning" if check.severity == "warning" else "error"
    return Problem(
        **place,
        line=line_of(number) if place is not nowhere else 0,
        column=offender.column or "",
        value="" if offender.value is None else shown(str(offender.value)),
        rule=check.rule,
        remedy=check.remedy,
        severity=severity,
        rule_id=check.name,
    )
