"""A correlated subquery over several tables has one companion for all of them; the evidence is that of one for each."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from lineage.oracle import run
from lineage.tables import fill
from rowlineage import Lineage, rewrite_rows
from rowlineage.catalog import ConnectionCatalog
from rowlineage.rewrite import rewrite

PAIRS = "FROM refund f JOIN sale t ON t.id = f.sale_id"
SUM = f"(SELECT sum(f.amount) {PAIRS} WHERE t.kind = s.kind)"
SHARED = {
    "scalar": f"SELECT s.id, (SELECT sum(f.amount + t.day) {PAIRS} WHERE t.kind = s.kind) AS v FROM sale s",
    "in a condition": f"SELECT s.id FROM sale s WHERE s.day <= (SELECT max(t.day) {PAIRS} WHERE t.kind = s.kind)",
    "exists": f"SELECT s.id FROM sale s WHERE EXISTS (SELECT 1 {PAIRS} WHERE t.kind = s.kind)",
    "in": f"SELECT s.id FROM sale s WHERE s.kind IN (SELECT f.kind {PAIRS} WHERE t.region_id = s.region_id)",
    "two": f"SELECT s.id, (SELECT count(*) {PAIRS} WHERE t.kind = s.kind) AS a, (SELECT max(f.id) {PAIRS} "
    "WHERE f.kind = s.kind) AS b FROM sale s",
    "ordered and cut": f"SELECT s.id, {SUM} AS v FROM sale s "
    "ORDER BY v NULLS FIRST, s.id DESC LIMIT 3",
    "distinct": f"SELECT DISTINCT s.kind, {SUM} AS v FROM sale s",
    "distinct on": f"SELECT DISTINCT ON (s.kind) s.kind, s.id, {SUM} AS v "
    "FROM sale s ORDER BY s.kind, s.id",
    "nested": f"SELECT q.kind, sum(q.v) AS v FROM (SELECT s.kind, {SUM} "
    "AS v FROM sale s) AS q GROUP BY q.kind",
    "joined": f"SELECT r.id, q.id AS sale, q.v FROM region r LEFT JOIN (SELECT s.id, s.region_id, {SUM} AS v "
    "FROM sale s) AS q ON q.region_id = r.id",
    "united": f"SELECT s.id, {SUM} AS v FROM sale s UNION SELECT r.id, 0 FROM region r",
    "below windows": f"SELECT s.id, sum({SUM}) OVER (ORDER BY s.id) AS v FROM sale s",
    "above groups": f"SELECT s.kind, {SUM} AS v FROM sale s GROUP BY s.kind",
    "correlated itself": f"SELECT r.id, (SELECT {SUM} FROM sale s "
    "WHERE s.id = r.id) AS v FROM region r",
    "shared expression": f"WITH q AS (SELECT s.id, {SUM} AS v FROM sale s) "
    "SELECT a.id, b.v FROM q a JOIN q b ON a.id = b.id",
}
APART = {
    "one table": "SELECT s.id, (SELECT sum(f.amount) FROM refund f WHERE f.sale_id = s.id) AS v FROM sale s",
    "within groups": f"SELECT s.kind, max({SUM}) AS v FROM sale s GROUP BY s.kind",
}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection)
        yield connection


def evidence(con: duckdb.DuckDBPyConnection, sql: str) -> list[object]:
    found: list[object] = []
    lineage = Lineage(con)
    for row in run(con, sql):
        trace = lineage.trace(sql, row)
        assert trace.replay()["state"] == "verified"
        found.append((row, sorted(map(repr, trace.rows().to_pylist()))))
    return found


@pytest.mark.parametrize("name", [*SHARED, *APART])
def test_one_companion_for_all_tables_of_a_subquery(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    sql = {**SHARED, **APART}[name]
    made = rewrite(ConnectionCatalog(con), sql)
    texts = [made.sql, *(made.render(stage.query) for stage in made.stages)]
    assert any("STRUCT_EXTRACT" in text for text in texts) == (name in SHARED)
    together = evidence(con, sql)
    assert together
    monkeypatch.setattr(rewrite_rows, "shared", lambda *_: {})
    assert evidence(con, sql) == together
