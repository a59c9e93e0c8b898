"""Volatile or not, overload by overload: by what the engine itself lists, and by made-up functions."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from rowlineage import Lineage, UnsupportedSQL
from rowlineage.catalog import ConnectionCatalog
from rowlineage.overloads import Overload, Volatile
from rowlineage.run_text import CLOCKS

ZONED = "TIMESTAMP WITH TIME ZONE"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE seen AS SELECT i AS _row, i AS id, TIMESTAMPTZ '2020-01-31 22:00:00+00' + to_days(i) AS z, "
            "TIMESTAMP '2020-01-31 22:00:00' + to_days(i) AS t, DATE '2020-01-31' + i AS d FROM range(3) r(n), "
            "(SELECT n::INTEGER AS i) ORDER BY i"
        )
        yield connection


@pytest.mark.parametrize(
    ("count", "is_volatile"),
    [(1, False), (2, True), (3, False), (4, True), (5, True), (0, True)],
)
def test_the_overload_that_takes_so_many_arguments_decides(count: int, is_volatile: bool) -> None:
    own = [
        Overload("f", "scalar", "CONSISTENT", ("INTEGER",)),
        Overload("f", "scalar", "VOLATILE", ("INTEGER", "INTEGER")),
        Overload("f", "scalar", "CONSISTENT_WITHIN_QUERY", (ZONED, "DATE", "DATE"), "DATE"),
        Overload("f", "scalar", "VOLATILE", ("INTEGER",) * 4, takes_more=True),
        Overload("g", "scalar", "CONSISTENT", ()),
    ]
    assert (("f", count) in Volatile(own)) is is_volatile
    assert ("g", count) not in Volatile(own)
    assert Volatile(own).names == {"f"}


def test_what_reads_a_time_zone_without_being_given_a_moment_is_a_clock() -> None:
    assert ("now", 0) in Volatile([Overload("now", "scalar", "CONSISTENT_WITHIN_QUERY", (), ZONED)])
    assert ("f", 1) in Volatile([Overload("f", "scalar", "VOLATILE", (ZONED,), ZONED)])


def test_every_overload_of_the_engine(con: duckdb.DuckDBPyConnection) -> None:
    catalog = ConnectionCatalog(con)
    for one in catalog.functions:
        is_called_so = (one.name, len(one.parameters)) in catalog.volatile
        is_unstable = one.stability in ("VOLATILE", "CONSISTENT_WITHIN_QUERY")
        if one.stability == "VOLATILE" or (is_unstable and one.name in CLOCKS):
            assert is_called_so, one
        zoned = any("TIME ZONE" in t or "TIMESTAMPTZ" in t for t in (*one.parameters, one.returns))
        if one.stability == "CONSISTENT" or (one.parameters and zoned):
            assert not is_called_so, one


@pytest.mark.parametrize(
    "columns",
    [
        "year(z) AS x, month(d) AS y, date_trunc('month', z) AS w",
        "date_part('day', t) AS x, z - z AS y, age(z, z) AS w",
        "strftime(z, '%d') AS x, timezone('UTC', z) AS y, z.dayname() AS w",
        "make_timestamptz(2020, 1, id + 1, 0, 0, 0.0) AS x, z + INTERVAL 1 MONTH AS y",
    ],
)
def test_moments_with_a_time_zone_are_traced(con: duckdb.DuckDBPyConnection, columns: str) -> None:
    con.execute("SET TimeZone = 'Pacific/Auckland'")
    trace = Lineage(con).trace(f"SELECT id, {columns} FROM seen", {"id": 1}, "x")
    assert (trace.replay()["state"], trace.rows()["row_id"].to_pylist()) == ("verified", [1])


@pytest.mark.parametrize(
    "call", ["random()", "uuid()", "age(z)", "z.age()", "age(t)", "nextval('s')"]
)
def test_what_changes_from_run_to_run_is_refused_in_a_view(
    con: duckdb.DuckDBPyConnection, call: str
) -> None:
    con.execute(f"CREATE SEQUENCE s; CREATE VIEW v AS SELECT id, {call} AS x FROM seen")
    with pytest.raises(UnsupportedSQL, match="the volatile function"):
        Lineage(con).trace("SELECT id, x FROM v", {"id": 1})


def test_statistics_exclude_null_until_there_is_one(con: duckdb.DuckDBPyConnection) -> None:
    catalog = ConnectionCatalog(con)
    assert catalog.never_null("seen", ["id", "d"]) == {"id", "d"}
    con.execute("UPDATE seen SET d = NULL WHERE id = 1")
    assert catalog.never_null("seen", ["id", "d"]) == {"id"}
