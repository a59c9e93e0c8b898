"""A name leads to what DuckDB finds under it: temporary before others, in views of other schemas and databases too."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from rowlineage import Lineage, RejectedSQL, UnsupportedSQL, views
from rowlineage.capture import capture
from rowlineage.kept_rewrites import KeptRewrites


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT i AS _row, 10 * i AS v FROM range(1, 5) r(i)")
        yield connection


def evidence(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[object, set[tuple[str, int]]]:
    trace = Lineage(con).trace(sql, {})
    assert trace.replay()["state"] == "verified"
    rows = trace.rows()
    tables = [name.replace('"', "") for name in rows["table"].to_pylist()]
    return next(iter(trace.values.values())), set(
        zip(tables, rows["row_id"].to_pylist(), strict=True)
    )


def test_a_temporary_table_comes_first_in_a_view_of_another_schema(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("CREATE SCHEMA s2; CREATE TABLE s2.u AS SELECT 1 AS _row, 5 AS v")
    con.execute("CREATE VIEW s2.n AS SELECT * FROM u")
    con.execute("CREATE TEMP TABLE u AS SELECT 7 AS _row, 20 AS v")
    (value,) = con.execute("SELECT sum(v) FROM s2.n").fetchone() or ()
    assert evidence(con, "SELECT sum(v) AS s FROM s2.n") == (value, {("u", 7)})


def test_a_view_of_another_database_reads_the_tables_there(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("ATTACH ':memory:' AS o; CREATE TABLE o.t AS SELECT 1 AS _row, 140 AS v")
    con.execute("USE o; CREATE VIEW n AS SELECT * FROM main.t; USE memory")
    try:
        value, rows = evidence(con, "SELECT sum(v) AS s FROM o.main.n")
    except UnsupportedSQL:
        return
    assert (value, {number for _, number in rows}) == (140, {1})


@pytest.mark.parametrize("name", ["late", "main.late", "memory.late", "memory.main.late"])
def test_a_view_is_one_however_it_is_called(con: duckdb.DuckDBPyConnection, name: str) -> None:
    con.execute("CREATE VIEW late AS SELECT min(_row) AS _row, sum(v) AS v FROM t")
    assert evidence(con, f"SELECT v FROM {name}") == (100, {("t", n) for n in (1, 2, 3, 4)})
    con.execute("CREATE VIEW drawn AS SELECT *, random() AS r FROM t")
    with pytest.raises(UnsupportedSQL, match="random"):
        Lineage(con).trace(f"SELECT max(r) AS r FROM {name.replace('late', 'drawn')}", {})


@pytest.mark.parametrize("call", ["age(d)", "main.age(d)", "system.main.age(d)", "d.age()"])
def test_what_depends_on_the_day_is_refused_with_its_schema_too(
    con: duckdb.DuckDBPyConnection, call: str
) -> None:
    with pytest.raises(UnsupportedSQL, match="age"):
        Lineage(con).trace(
            f"SELECT max({call}::VARCHAR) AS a FROM (SELECT TIMESTAMP '2020-01-01' AS d, v FROM t)",
            {},
        )


def test_a_macro_out_of_sight_is_not_the_function_of_its_name(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute(
        "CREATE SCHEMA s2; CREATE MACRO s2.abs(x) AS x + (SELECT min(w.v) FROM main.t AS w)"
    )
    with pytest.raises(UnsupportedSQL, match="the macro abs of a schema"):
        Lineage(con).trace("SELECT max(abs(v)) AS m FROM t WHERE v > 20", {})


def test_a_macro_made_later_is_seen(con: duckdb.DuckDBPyConnection) -> None:
    lineage, sql = Lineage(con), "SELECT max(abs(v)) AS m FROM t WHERE v > 30"
    assert lineage.trace(sql, {}).rows()["row_id"].to_pylist() == [4]
    con.execute("CREATE TABLE w AS SELECT i AS _row, 5 * i AS v FROM range(0, 2) r(i)")
    con.execute("CREATE MACRO abs(x) AS x + (SELECT min(w.v) FROM w)")
    assert {"t", "w"} == {
        n.replace('"', "") for n in lineage.trace(sql, {}).rows()["table"].to_pylist()
    }


def test_a_view_that_takes_the_place_of_a_table_with_a_dot_in_its_name(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute('CREATE TABLE "a.b" AS SELECT * FROM t')
    lineage, sql = Lineage(con), 'SELECT sum(v) AS s FROM "a.b"'
    assert lineage.trace(sql, {}).rows().num_rows == 4
    con.execute('DROP TABLE "a.b"; CREATE VIEW "a.b" AS SELECT * FROM t WHERE v > 20')
    assert set(lineage.trace(sql, {}).rows()["table"].to_pylist()) == {"t"}


@pytest.mark.parametrize("change", ["ALTER TABLE t RENAME COLUMN v TO w", "DROP TABLE t"])
def test_what_duckdb_no_longer_runs_is_rejected(
    con: duckdb.DuckDBPyConnection, change: str
) -> None:
    kept = KeptRewrites()
    with capture(con, "SELECT sum(v) AS s FROM t", rewrites=kept):
        pass
    con.execute(change)
    with pytest.raises(RejectedSQL), capture(con, "SELECT sum(v) AS s FROM t", rewrites=kept):
        pass


def test_a_pivot_takes_its_columns_anew(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE q AS SELECT 1 AS _row, 'a_b' AS x, 'c' AS y, 5 AS v")
    lineage, sql = Lineage(con), "PIVOT q ON x, y USING sum(v)"
    assert lineage.trace(sql, {}).replay()["state"] == "verified"
    con.execute("UPDATE q SET x = 'a', y = 'b_c'")
    assert lineage.trace(sql, {}).replay()["state"] == "verified"


@pytest.mark.parametrize("condition", ["", " WHERE DATE '2020-01-01' < current_date"])
def test_views_that_read_each_other_very_many_times_are_refused(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, condition: str
) -> None:
    monkeypatch.setattr(views, "MOST_WRITTEN", 6)
    con.execute(f"CREATE VIEW v0 AS SELECT v FROM t{condition}")
    for level in (1, 2):
        below = f"v{level - 1}"
        con.execute(f"CREATE VIEW v{level} AS SELECT a.v FROM {below} a JOIN {below} b USING (v)")
    value, rows = evidence(con, "SELECT sum(v) AS s FROM v1")
    assert (value, rows) == (100, {("t", n) for n in (1, 2, 3, 4)})
    with pytest.raises(UnsupportedSQL, match="more than 6 when each is written out"):
        Lineage(con).trace("SELECT sum(v) AS s FROM v2", {})
