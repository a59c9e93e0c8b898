"""Tracing through models that read models: only the columns needed, down to the raw rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa
import pytest

from lineage.tables import fill
from rowlineage.capture import capture
from rowlineage.graph import Evidence, GraphWalk, cell

MODELS = {
    "core_sale": "SELECT id, region_id, kind, amount FROM sale WHERE amount IS NOT NULL",
    "core_total": "SELECT sum(amount) AS total FROM core_sale",
    "stat_region": "SELECT region_id, sum(amount) AS x, sum(amount) FILTER (WHERE kind = 'a') AS a FROM core_sale "
    "GROUP BY region_id",
    "table_share": "SELECT r.name, s.x, s.a, s.x / t.total AS share, rank() OVER (ORDER BY s.x DESC) AS place "
    "FROM stat_region s JOIN region r ON r.id = s.region_id CROSS JOIN core_total t ORDER BY r.name",
}


class Stored:
    """The models' evidence, kept as tables of the same connection."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.kept: dict[str, Evidence] = {}
        for name, sql in MODELS.items():
            with capture(con, sql, model=name) as captured:
                con.execute(f"CREATE TABLE {name} AS {captured.table}")
                con.execute(f"CREATE TABLE {name}__evidence AS {captured.evidence}")
                stages = {}
                for stage, stage_sql in captured.stages.items():
                    con.execute(f"CREATE TABLE {name}__{stage} AS {stage_sql}")
                    stages[stage] = f"{name}__{stage}"
                self.kept[name] = Evidence(f"{name}__evidence", stages, captured.manifest)

    def order(self) -> Sequence[str]:
        return list(MODELS)

    def evidence(self, table: str) -> Evidence | None:
        return self.kept.get(table)


@pytest.fixture(scope="module")
def walk() -> Iterator[GraphWalk]:
    with duckdb.connect() as con:
        fill(con)
        yield GraphWalk(con, Stored(con))


def raw(walk: GraphWalk, name: str, column: str | None) -> dict[str, list[tuple[int, str]]]:
    (row,) = walk.con.execute(f"SELECT _row FROM table_share WHERE name = '{name}'").fetchall()[0]
    path = walk.trace("table_share", [row], cell(column, ["name", "x", "a", "share", "place"]))
    found: dict[str, list[tuple[int, str]]] = {}
    for part in path.raw.to_pylist():
        found.setdefault(part["table"], []).append((part["row_id"], part["role"]))
    return found


def test_sum_rests_on_its_own_rows(walk: GraphWalk) -> None:
    values = [(r, "value") for r in (101, 102, 103, 109)]
    assert raw(walk, "North", "x") == {
        "region": [(1, "witness")],
        "sale": [*values, *WITNESSES_OF_TOTAL],
    }


WITNESSES_OF_TOTAL: list[tuple[int, str]] = []


def test_filtered_sum_keeps_only_its_rows(walk: GraphWalk) -> None:
    assert raw(walk, "North", "a")["sale"] == [(101, "value"), (102, "value")]


def test_share_rests_on_all_rows(walk: GraphWalk) -> None:
    assert [row for row, _ in raw(walk, "South", "share")["sale"]] == [
        101,
        102,
        103,
        104,
        106,
        107,
        109,
    ]


def test_rank_rests_on_those_before(walk: GraphWalk) -> None:
    north, south = raw(walk, "North", "place"), raw(walk, "South", "place")
    assert [row for row, _ in north["sale"]] == [101, 102, 103, 109]
    assert {row for row, _ in south["sale"]} == {101, 102, 103, 104, 106, 109}


def test_hops_tell_the_models_and_the_columns_needed(walk: GraphWalk) -> None:
    (row,) = walk.con.execute("SELECT _row FROM table_share WHERE name = 'North'").fetchall()[0]
    path = walk.trace("table_share", [row], cell("a", []))
    assert [hop.table for hop in path.hops] == [
        "table_share",
        "stat_region",
        "core_total",
        "core_sale",
    ]
    needs = {hop.table: set(hop.need) for hop in path.hops}
    assert "x" not in needs["stat_region"]
    assert {"a", "region_id"} <= needs["stat_region"]


def test_traces_leave_nothing_behind(walk: GraphWalk) -> None:
    before = walk.con.execute("SHOW ALL TABLES").fetchall()
    walk.trace("table_share", [1, 2], cell(None, ["share"]))
    assert walk.con.execute("SHOW ALL TABLES").fetchall() == before


def test_no_rows_no_evidence(walk: GraphWalk) -> None:
    path = walk.trace("table_share", [], cell("x", []))
    assert isinstance(path.raw, pa.Table)
    assert path.raw.num_rows == 0
