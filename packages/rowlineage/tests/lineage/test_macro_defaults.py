"""Macros called without all their arguments: whatever the default is, and without harm to the user's transaction."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from rowlineage import Lineage, UnsupportedSQL
from rowlineage.macro_signatures import defaults

DEFAULTS = [
    ("BIGINT", "2"),
    ("HUGEINT", "-7"),
    ("DECIMAL(9, 4)", "1.25"),
    ("DOUBLE", "1e-1"),
    ("BOOLEAN", "true"),
    ("DATE", "NULL"),
    ("VARCHAR", "'it''s, (a) := b'"),
    ("VARCHAR", "'two\nlines'"),
    ("DATE", "DATE '2020-02-29'"),
    ("TIMESTAMP", "TIMESTAMP '2020-01-01 10:00:00'"),
    ("INTERVAL", "INTERVAL 3 DAY"),
    ("VARCHAR[]", "['a, b', 'c']"),
    ("STRUCT(a INTEGER, b BIGINT[])", "{'a': 1, 'b': [2, 3]}"),
    ("MAP(VARCHAR, INTEGER)", "MAP {'x': 1}"),
    ("HUGEINT", "12345678901234567890123"),
    ("UUID", "'00000000-0000-0000-0000-000000000001'::UUID"),
    ("INTEGER[][]", "[[1], []]"),
]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE p AS SELECT i AS _row, i AS k FROM range(1, 4) r(i)")
        yield connection


@pytest.mark.parametrize(("kind", "default"), DEFAULTS)
def test_every_kind_of_default(con: duckdb.DuckDBPyConnection, kind: str, default: str) -> None:
    con.execute(
        f"CREATE MACRO shown(x, d {kind} := {default}, e VARCHAR := 'end') AS concat(x, d::VARCHAR, typeof(d), e)"
    )
    con.execute(
        f"CREATE MACRO counted(z {kind} := {default}) AS TABLE SELECT count(*) AS n, any_value(z) AS z FROM p"
    )
    trace = Lineage(con).trace("SELECT k, shown(k) AS v, shown(k, e := '') FROM p", {"k": 2})
    assert (trace.replay()["state"], trace.rows()["row_id"].to_pylist()) == ("verified", [2])
    assert trace.values["v"] == con.execute("SELECT shown(2::BIGINT)").fetchall()[0][0]
    trace = Lineage(con).trace("SELECT n, z FROM counted()", {"n": 3}, "n")
    assert (trace.replay()["state"], trace.rows().num_rows) == ("verified", 3)


def test_names_with_signs_and_forms(con: duckdb.DuckDBPyConnection) -> None:
    con.execute('CREATE MACRO "Odd (name"("a b", "c, d" INTEGER := 3) AS "a b" * "c, d"')
    con.execute("CREATE MACRO f(x) AS x, (x, y, z INTEGER := 5) AS x * y * z")
    con.execute("CREATE TEMP MACRO passing(x, y INTEGER := 3) AS x + y")
    sql = "SELECT k, f(k) AS b, f(k, 2) AS c, passing(k) AS d FROM p"
    trace = Lineage(con).trace(sql, {"k": 2})
    assert trace.values == {"k": 2, "b": 2, "c": 20, "d": 5}
    assert defaults(con, "f", ("x", "other", "z"), is_table=False) is None
    with pytest.raises(UnsupportedSQL, match=r"the macro Odd \(name"):
        Lineage(con).trace('SELECT k, "Odd (name"(k) AS a FROM p', {"k": 2})


def test_the_fields_of_an_argument(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE MACRO inside(x, y STRUCT(a INTEGER) := {'a': 4}) AS x.a.b + y.a")
    con.execute("CREATE MACRO best(q) AS (SELECT max(q.k) FROM p AS q)")
    sql = "SELECT k, inside({'a': {'b': k}}) AS v, best(k) AS w FROM p"
    trace = Lineage(con).trace(sql, {"k": 2}, "v")
    assert (trace.values["v"], trace.rows()["row_id"].to_pylist()) == (6, [2])


def test_a_declared_type_is_that_of_the_argument(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE MACRO whole(x HUGEINT, y INTEGER := 3) AS typeof(x) || typeof(y)")
    trace = Lineage(con).trace("SELECT k, whole(k) AS v FROM p", {"k": 2}, "v")
    assert trace.values["v"] == "HUGEINTINTEGER"


def test_an_open_transaction_stays_open(con: duckdb.DuckDBPyConnection) -> None:
    """DuckDB 2 ends one with an error, and the defaults are told in an error."""
    con.execute("CREATE MACRO twice(x, f INTEGER := 2) AS x * f")
    con.execute("BEGIN; INSERT INTO p VALUES (9, 9)")
    with pytest.raises(UnsupportedSQL, match="the macro twice"):
        Lineage(con).trace("SELECT k, twice(k) AS v FROM p", {"k": 9}, "v")
    trace = Lineage(con).trace("SELECT k, twice(k, 2) AS v FROM p", {"k": 9}, "v")
    assert (trace.values["v"], trace.replay()["state"]) == (18, "verified")
    con.execute("COMMIT")
    assert con.execute("SELECT count(*) FROM p").fetchone() == (4,)


@pytest.mark.parametrize("default", ["1e-1", "3::BIGINT", "NULL::DATE", "1/3", "'[1]'::JSON", "2"])
def test_a_default_without_a_declared_type_is_refused(
    con: duckdb.DuckDBPyConnection, default: str
) -> None:
    """The engine tells the value and not its type: 0.1 of a DOUBLE adds up otherwise than that of a DECIMAL."""
    con.execute(f"CREATE MACRO kept(x, least := {default}) AS x IS DISTINCT FROM least")
    with pytest.raises(UnsupportedSQL, match="the macro kept"):
        Lineage(con).trace("SELECT sum(k) AS s FROM p WHERE kept(k)", {}, "s")


def test_a_default_that_looks_like_the_words_of_an_error_is_refused(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("CREATE MACRO odd(x, y VARCHAR := E'\\n\\nLINE 1: a') AS length(x || y)")
    with pytest.raises(UnsupportedSQL, match="the macro odd"):
        Lineage(con).trace("SELECT max(odd(k::VARCHAR)) AS m FROM p", {})
