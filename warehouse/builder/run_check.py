"""Running one check: a query for the offending raw rows, each turned into a problem with file and line."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from warehouse.bounds import bounded
from warehouse.builder.digests import digest_of
from warehouse.builder.fingerprint import fingerprint
from warehouse.builder.record import Record
from warehouse.builder.store import Step, Store
from warehouse.connection import connect, refuse_more_than_one_select
from warehouse.errors import DefinitionError
from warehouse.model import Model
from warehouse.problems import Problem, Severity
from warehouse.row_ids import file_of, line_of

_COLUMNS = {"_row", "column", "value"}


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
    offenders = _offenders(store, check, inputs)
    problems = tuple(_problem(check, row, places) for row in offenders)
    content = digest_of([p.as_dict() for p in problems])
    details = {"on": check.on, "title": check.title, "severity": check.severity, "inputs": contents}
    with store.writing(check.name) as work:
        return store.keep(
            work, Record(check.name, "check", key, content, problems=problems, details=details)
        )


def _offenders(store: Store, check: Model, inputs: Mapping[str, Step]) -> list[dict[str, object]]:
    tables = {name: step.table for name, step in inputs.items()}
    with connect(store.root, tables) as connection:
        try:
            with bounded(connection, check.where):
                refuse_more_than_one_select(connection, check)
                cursor = connection.execute(
                    f"SELECT * FROM ({check.sql.rstrip().rstrip(';')}\n) ORDER BY ALL"
                )
                names = [str(column[0]) for column in cursor.description or ()]
                rows = cursor.fetchall()
        except duckdb.Error as error:
            raise DefinitionError(
                f"DuckDB refuses the check: {str(error).strip()}", where=check.where
            ) from error
        if set(names) != _COLUMNS:
            raise DefinitionError(
                f"columns {', '.join(names)}",
                where=check.where,
                expected=", ".join(sorted(_COLUMNS)),
            )
        return [dict(zip(names, row, strict=True)) for row in rows]


def _problem(
    check: Model, row: Mapping[str, object], places: Mapping[int, Mapping[str, str]]
) -> Problem:
    number = int(str(row["_row"])) if row["_row"] is not None else 0
    nowhere = {"source": "", "table": check.on, "vintage": "", "file": check.where, "sheet": ""}
    place = places.get(file_of(number), nowhere)
    severity: Severity = "warning" if check.severity == "warning" else "error"
    return Problem(
        **place,
        line=line_of(number) if place is not nowhere else 0,
        column=str(row["column"] or ""),
        value="" if row["value"] is None else str(row["value"]),
        rule=check.rule,
        remedy=check.remedy,
        severity=severity,
        rule_id=check.name,
    )
