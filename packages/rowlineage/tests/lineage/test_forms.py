"""What analysts write, crossed with the places where it may stand: the author's text over the evidence alone decides.

For each cell all rows that are not traced are deleted, together and one at a time: the cell must stay.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import pytest

from lineage.forms import CONSTRUCTS, FORMS, TABLES, crossed, fill
from lineage.oracle import Rows, run
from rowlineage import AmbiguousKey, Lineage
from rowlineage.replay import equal

TAKEN = {
    "PIVOT with an expression",
    "PIVOT without groups",
    "PIVOT on two",
    "PIVOT without USING",
    "PIVOT with a query",
}
"""What has other columns when rows are deleted; the engine takes no such query in a view."""
EMPTY = {("HAVING without groups", "in IN")}
"""What has no rows to trace."""
CROSSED = [
    (construct, form)
    for construct, form in itertools.product(CONSTRUCTS, FORMS)
    if (construct, form) not in EMPTY and not (construct in TAKEN and form == "in a view")
]


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection)
        yield connection


@pytest.mark.parametrize(("construct", "form"), CROSSED[:: 2 * len(FORMS) + 1])
def test_cells(con: duckdb.DuckDBPyConnection, construct: str, form: str) -> None:
    sql = crossed(con, CONSTRUCTS[construct], form)
    check(con, sql, rows=2, columns=("v", None), is_fixed=construct not in TAKEN)


@pytest.mark.long
@pytest.mark.parametrize(("construct", "form"), CROSSED)
def test_every_cell(con: duckdb.DuckDBPyConnection, construct: str, form: str) -> None:
    sql = crossed(con, CONSTRUCTS[construct], form)
    check(con, sql, rows=100, columns=("k", "v", None), is_fixed=construct not in TAKEN)


def check(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    rows: int,
    columns: Sequence[str | None],
    *,
    is_fixed: bool,
) -> None:
    lineage, result = Lineage(con), run(con, sql)
    assert result, "a query without rows tells nothing"
    told = 0
    for row in result[:rows]:
        for column in columns:
            try:
                trace = lineage.trace(sql, row, column)
            except AmbiguousKey:
                assert result.count(row) > 1
                continue
            told += 1
            assert trace.values == row
            assert trace.replay()["state"] == "verified", (row, column)
            trace.excluded(), trace.absences(), trace.contributions(), trace.identities()
            # What holds by absence is named instead.
            if is_fixed and not trace.absences():
                evidence = trace.rows().to_pylist()
                assert stays(con, sql, evidence, row, column), (row, column, evidence)
    assert told or all(result.count(row) > 1 for row in result[:rows])


def stays(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    evidence: Sequence[Mapping[str, Any]],
    row: Mapping[str, Any],
    column: str | None,
) -> bool:
    """Say whether a cell stays without the rows that are not traced: without any of them, and without each."""
    names = {(r["table"].removeprefix("main."), r["row_id"]) for r in evidence}
    found = [
        (table, row_id)
        for table in TABLES
        for (row_id,) in con.execute(f"SELECT _row FROM {table}").fetchall()
        if (table, row_id) not in names
    ]
    for untraced in [found, *([one] for one in found)]:
        left = without(con, sql, untraced)
        wanted = [column] if column else list(row)
        if not any(all(equal(r[name], row[name]) for name in wanted) for r in left):
            return False
    return True


def without(con: duckdb.DuckDBPyConnection, sql: str, rows: Sequence[tuple[str, int]]) -> Rows:
    """Return the result of a query without some rows."""
    con.execute("BEGIN")
    try:
        for table, row_id in rows:
            con.execute(f"DELETE FROM {table} WHERE _row = {row_id}")
        return run(con, sql)
    finally:
        con.execute("ROLLBACK")
