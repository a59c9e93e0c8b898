"""The 22 TPC-H queries: the rewritten query gives the author's result, and output rows replay from their evidence."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from lineage import tpch
from lineage.oracle import run
from rowlineage import Lineage
from rowlineage.capture import capture

NUMBERS = range(1, 23)
ROWS_IN_DEFAULT_SUITE = 2


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with tpch.connect(0.01) as connection:
        yield connection


@pytest.mark.parametrize("number", NUMBERS)
def test_captured_result_is_the_plain_one(con: duckdb.DuckDBPyConnection, number: int) -> None:
    sql = tpch.queries(con)[number]
    plain = con.execute(f"DESCRIBE {sql}").fetchall()
    with capture(con, sql) as captured:
        assert con.execute(f"DESCRIBE {captured.table}").fetchall()[1:] == plain
        assert captured.gives_the_same_as(sql)


def replays(con: duckdb.DuckDBPyConnection, sql: str, limit: int | None) -> None:
    lineage = Lineage(con)
    for row in run(con, sql)[:limit]:
        trace = lineage.trace(sql, row)
        assert trace.replay()["state"] == "verified", row
        assert trace.values == row


@pytest.mark.parametrize("number", NUMBERS)
def test_first_rows_replay(con: duckdb.DuckDBPyConnection, number: int) -> None:
    replays(con, tpch.queries(con)[number], ROWS_IN_DEFAULT_SUITE)


@pytest.mark.long
@pytest.mark.parametrize("number", NUMBERS)
def test_every_row_replays(con: duckdb.DuckDBPyConnection, number: int) -> None:
    replays(con, tpch.queries(con)[number], None)


def test_aggregates_of_the_pricing_summary_re_add(con: duckdb.DuckDBPyConnection) -> None:
    sql = tpch.queries(con)[1]
    row = min(run(con, sql), key=lambda r: int(r["count_order"]))
    key = {"l_returnflag": row["l_returnflag"], "l_linestatus": row["l_linestatus"]}
    for column in ("sum_qty", "sum_disc_price", "avg_price", "count_order"):
        parts = Lineage(con).trace(sql, key, column).contributions()
        assert parts is not None
        assert parts.agrees, (key, column, parts.total)
        assert parts.parts.num_rows == row["count_order"]
