"""An aggregate without GROUP BY makes a row out of nothing: where that row did not pass, its evidence says why."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from rowlineage import Lineage

S = "(SELECT CAST(sum(a) AS BIGINT) AS g FROM p)"
VANISHED = {
    "filtered in between": f"SELECT count(*) AS n FROM (SELECT g FROM {S} x WHERE g IS NULL) y",
    "filtered in an expression": f"WITH s AS {S}, t AS (SELECT g FROM s WHERE g IS NULL) SELECT count(*) AS n FROM t",
    "read twice": f"WITH t AS (SELECT g FROM {S} x WHERE g IS NULL) SELECT count(*) AS n FROM t t1, t t2",
    "joined": f"SELECT count(*) AS n FROM (SELECT g FROM {S} x JOIN q ON x.g IS NOT DISTINCT FROM q.a) y",
    "grouped": f"SELECT count(*) AS n FROM (SELECT g FROM {S} x WHERE g IS NULL GROUP BY g) y",
    "distinct": f"SELECT count(*) AS n FROM (SELECT DISTINCT g FROM {S} x WHERE g IS NULL) y",
    "stacked": f"SELECT count(*) n FROM (SELECT g FROM {S} x WHERE g IS NULL UNION ALL SELECT a FROM q WHERE a > 0) y",
    "twice removed": f"SELECT max(m) AS n FROM (SELECT count(*) AS m FROM (SELECT g FROM {S} x WHERE g IS NULL) y) z",
    "in a scalar subquery": f"SELECT (SELECT count(*) FROM (SELECT g FROM {S} x WHERE g IS NULL) y) AS n",
}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("CREATE TABLE p AS SELECT 7 AS _row, 0 AS a")
        connection.execute("CREATE TABLE q AS SELECT 1 AS _row, CAST(NULL AS INTEGER) AS a")
        yield connection


@pytest.mark.parametrize("sql", VANISHED.values(), ids=list(VANISHED))
def test_what_did_not_pass_is_shown(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    trace = Lineage(con).trace(sql, {"n": 0})
    assert ("p", 7) in [(row["table"], row["row_id"]) for row in trace.rows().to_pylist()]
    assert trace.replay()["state"] == "verified"


def test_what_passed_is_no_reason_to_show_more(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO p VALUES (8, NULL)")
    sql = f"SELECT count(*) AS n FROM (SELECT g FROM {S} x WHERE g = 0) y"
    assert Lineage(con).trace(sql, {"n": 1}).rows()["row_id"].to_pylist() == [7]
