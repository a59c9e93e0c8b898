"""Rewriting itself: what the lineage columns mean, how they are typed, and what is said of what cannot be rewritten."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from lineage import manifests
from lineage.oracle import influencing, run, without_each_row
from lineage.tables import TABLES, fill
from rowlineage import InternalFault, Lineage, UnsupportedSQL, rewrite
from rowlineage.annotation import Kind
from rowlineage.capture import capture
from rowlineage.catalog import ConnectionCatalog
from rowlineage.relation import Annotated, Rewrite
from rowlineage.rewrite import rewritten

TYPES = {
    Kind.ONE: "BIGINT",
    Kind.LIST: "BIGINT[]",
    Kind.RANGE: "STRUCT(lo BIGINT, hi BIGINT)",
    Kind.RANGES: "STRUCT(lo BIGINT, hi BIGINT)[]",
    Kind.ALL: "BOOLEAN",
}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection)
        yield connection


def test_every_construct_has_the_manifest_that_is_kept() -> None:
    """On which columns of which tables each column rests, and for what; a change has to be meant."""
    kept = manifests.KEPT.read_text(encoding="utf-8").splitlines()
    assert manifests.written().splitlines() == kept, f"if it is meant: {manifests.__doc__}"


@pytest.mark.parametrize("name", manifests.SHOWN)
def test_what_is_shown_replays_and_holds_what_matters(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    sql, key = manifests.SHOWN[name]
    without = without_each_row(con, sql, [table for table in TABLES if table in sql])
    for row in run(con, sql):
        told = {column: row[column] for column in key.split()}
        trace = Lineage(con).trace(sql, told)
        assert (trace.values, trace.replay()["state"]) == (row, "verified")
        rows = trace.rows()
        found = set(zip(rows["table"].to_pylist(), rows["row_id"].to_pylist(), strict=True))
        assert found >= influencing(without, told, None, row)


def test_in_shows_the_rows_that_it_finds_and_those_without_an_answer(
    con: duckdb.DuckDBPyConnection,
) -> None:
    sql = "SELECT id, id IN (SELECT sale_id FROM refund) AS v FROM sale"
    rows = Lineage(con).trace(sql, {"id": 4}, "v").rows()
    assert sorted(rows["row_id"].to_pylist()) == [104, 203, 204]
    window = "SELECT sum(t.amount) OVER () FROM sale t WHERE t.region_id = s.region_id LIMIT 1"
    listed = f"SELECT s.id, ({window}) AS v FROM sale s"
    rows = Lineage(con).trace(listed, {"id": 4}, "v").rows()
    assert sorted(rows["row_id"].to_pylist()) == [104, 104, 106]


def test_where_no_row_counts_those_that_make_zero_are_shown(con: duckdb.DuckDBPyConnection) -> None:
    """Without them the sum would be NULL; rows that give NULL make no difference."""
    case = "CASE WHEN kind = 'z' THEN amount WHEN kind = 'a' THEN NULL ELSE 0 END"
    trace = Lineage(con).trace(f"SELECT sum({case}) AS s FROM sale", {}, "s")
    assert trace.values == {"s": 0}
    assert sorted(trace.rows()["row_id"].to_pylist()) == [103, 105, 106, 107, 108, 109]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id, sum(amount) OVER (ORDER BY id ROWS 2 PRECEDING) AS s FROM sale",
        "SELECT kind, max(s) AS m FROM (SELECT kind, sum(amount) OVER (PARTITION BY kind ORDER BY id) AS s FROM sale) "
        "GROUP BY kind",
        "SELECT kind, count(*) AS n FROM sale GROUP BY kind HAVING count(*) > (SELECT count(*) FROM region) - 4",
        "SELECT id FROM sale UNION SELECT (SELECT max(id) FROM refund)",
        "SELECT s.id, (SELECT lag(f.amount) OVER (ORDER BY f.id) FROM refund f WHERE f.sale_id = s.id LIMIT 1) AS v "
        "FROM sale s",
    ],
)
@pytest.mark.parametrize("narrow", [True, False])
def test_the_type_of_a_lineage_column_is_that_of_its_kind(
    con: duckdb.DuckDBPyConnection, sql: str, *, narrow: bool
) -> None:
    with capture(con, sql, narrow=narrow) as captured:
        assert captured.gives_the_same_as(sql)
        manifest = captured.manifest
        read = [(captured.evidence, manifest.annotations)]
        read += [(captured.stages[name], found) for name, found in manifest.stages.items()]
        for select, annotations in read:
            types = {name: kind for name, kind, *_ in con.execute(f"DESCRIBE {select}").fetchall()}
            for a in annotations:
                assert a.value is None or types[a.value.name] == TYPES[a.pointer.kind]


def test_whole_groups_hold_what_narrow_ones_hold(con: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT kind, sum(amount) AS s, count(*) FILTER (WHERE day > 3) AS n FROM sale GROUP BY kind ORDER BY kind"
    lists: dict[bool, list[list[set[int]]]] = {}
    for narrow in (True, False):
        with capture(con, sql, narrow=narrow) as captured:
            rows = con.execute(captured.evidence).fetchall()
            lists[narrow] = [[set(found) for found in row[1:] if found] for row in rows]
    assert lists[False] == [[{101, 102, 104}], [{103, 105, 107}], [{108, 109}], [{106}]]
    used = [
        [found for found in row if found != whole[0]]
        for row, whole in zip(lists[True], lists[False], strict=True)
    ]
    assert {103, 107} in used[1]
    assert {109} in used[2]
    for row, whole in zip(lists[True], lists[False], strict=True):
        assert set().union(*row) <= whole[0]


def test_tables_are_told_by_the_usual_column_unless_another_is_named(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = rewrite.rewrite(ConnectionCatalog(con), "SELECT id FROM sale")
    assert [o.row_id for o in found.query.occurrences.values()] == ["_row"]
    assert found.main == "#lineage_result"


def test_a_fault_of_ours_names_the_model(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(rewrite, "rewritten", fails)
    with pytest.raises(InternalFault, match="stat_sales"):
        rewrite.rewrite(ConnectionCatalog(con), "SELECT id FROM sale", model="stat_sales")


def test_a_table_that_nothing_follows_is_refused_where_it_stands(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a rule of rewriting forgets, a table that is read and not shown is never passed over."""
    forgets = lambda _, tree: Annotated(tree, ["id"], [])  # noqa: E731 - a stand-in
    monkeypatch.setattr(rewrite, "_dispatch", forgets)
    with pytest.raises(UnsupportedSQL, match="the place where table sale is used") as caught:
        rewrite.rewrite(ConnectionCatalog(con), "SELECT id\nFROM sale", model="stat_sales")
    assert (caught.value.model, caught.value.line) == ("stat_sales", 2)


def test_what_is_no_query_is_refused_with_its_model(con: duckdb.DuckDBPyConnection) -> None:
    catalog = ConnectionCatalog(con)
    query = rewrite.resolve(catalog, "SELECT id\nFROM sale", "_row", "stat_sales")
    query.tree = rewrite.dialect.parse("VALUES (1)")[0]  # type: ignore[assignment]
    with pytest.raises(UnsupportedSQL, match="VALUES as a query") as caught:
        rewritten(query, catalog, prefix="x")
    assert caught.value.model == "stat_sales"


def test_names_are_fresh() -> None:
    state = Rewrite(None, frozenset(), True, "x", lambda _: None)  # type: ignore[arg-type,return-value]
    assert [state.fresh("l"), state.fresh("l"), state.fresh("q")] == ["#l1", "#l2", "#q3"]
