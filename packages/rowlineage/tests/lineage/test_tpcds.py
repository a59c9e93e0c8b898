"""The 99 TPC-DS queries: none is refused, the rewritten query gives the author's result, and output rows replay."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from lineage import tpcds
from lineage.oracle import run
from rowlineage import AmbiguousKey, Lineage
from rowlineage.capture import capture

NUMBERS = range(1, 100)
IN_DEFAULT_SUITE = (6, 16, 35, 69, 72)  # EXISTS (SELECT *), DISTINCT (x), inequalities of dates
# At this scale these give no row.
EMPTY = frozenset(
    {3, 4, 8, 10, 11, 19, 23, 24, 25, 30, 31, 37, 39, 41, 44, 49, 54}
    | {58, 64, 65, 73, 74, 82, 83, 85, 91, 93}
)
# The rows of these say the same several times over.
WITH_COPIES = (2, 59)
# Sums by month, forty of them: all at once the evidence takes a minute, so these are asked for one of them.
WIDE, OF_KEY = (66,), 6


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with tpcds.connect(0.01) as connection:
        yield connection


def check(con: duckdb.DuckDBPyConnection, number: int) -> None:
    sql = tpcds.queries(con)[number]
    plain = con.execute(f"DESCRIBE {sql}").fetchall()
    with capture(con, sql) as captured:
        assert con.execute(f"DESCRIBE {captured.table}").fetchall()[1:] == plain
        assert captured.gives_the_same_as(sql)
    rows = run(con, sql)
    assert bool(rows) == (number not in EMPTY)
    for row in rows[:1]:
        if number in WITH_COPIES:
            with pytest.raises(AmbiguousKey):
                Lineage(con).trace(sql, row)
            return
        key, column = row, None
        if number in WIDE:
            key, column = dict(list(row.items())[:OF_KEY]), list(row)[-1]
        trace = Lineage(con).trace(sql, key, column)
        assert trace.replay()["state"] == "verified", row
        assert trace.values == row
        assert all(e["rows"] >= 0 for e in trace.excluded())


@pytest.mark.parametrize("number", IN_DEFAULT_SUITE)
def test_some_queries(con: duckdb.DuckDBPyConnection, number: int) -> None:
    check(con, number)


@pytest.mark.long
@pytest.mark.parametrize("number", NUMBERS)
def test_every_query(con: duckdb.DuckDBPyConnection, number: int) -> None:
    check(con, number)
