"""Rewritten queries are kept as long as they mean the same; whatever changes that makes them anew."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from rowlineage import AmbiguousKey, Lineage, UnsupportedSQL
from rowlineage.capture import capture
from rowlineage.catalog import ConnectionCatalog
from rowlineage.kept_rewrites import KeptRewrites

SUM = "SELECT g, sum(v) AS total FROM p GROUP BY g"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE p AS SELECT * FROM (VALUES (1, 'a', 10), (2, 'a', 20), (3, 'b', 5)) t(_row, g, v)"
        )
        yield connection


def rows(lineage: Lineage, sql: str, **key: object) -> list[int]:
    trace = lineage.trace(sql, key)
    assert trace.replay()["state"] == "verified"
    return sorted(trace.rows()["row_id"].to_pylist())


def test_the_same_text_on_the_same_tables_is_rewritten_once(
    con: duckdb.DuckDBPyConnection,
) -> None:
    catalog, kept = ConnectionCatalog(con), KeptRewrites()
    first = kept.of(catalog, SUM, "_row", "m")
    con.execute("INSERT INTO p VALUES (4, 'b', 7)")
    assert kept.of(catalog, SUM, "_row", "m") is first
    others = [
        kept.of(catalog, SUM, "_row", "other"),
        kept.of(catalog, SUM, "v", "m"),
        kept.of(catalog, SUM, "_row", "m", narrow=False),
        kept.of(catalog, SUM, "_row", "m", prefix="x"),
        kept.of(catalog, SUM + " ", "_row", "m"),
    ]
    assert all(other is not first for other in others)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE p ADD COLUMN w INTEGER",
        "ALTER TABLE p ALTER v TYPE BIGINT",
        "UPDATE p SET v = NULL WHERE _row = 1",
        "ALTER TABLE p RENAME TO q; CREATE VIEW p AS SELECT * FROM q WHERE v > 5",
        "CREATE TEMP VIEW p AS SELECT _row, g, v + 1 AS v FROM memory.main.p",
    ],
)
def test_what_changes_its_meaning_makes_it_anew(
    con: duckdb.DuckDBPyConnection, change: str
) -> None:
    kept = KeptRewrites()
    first = kept.of(ConnectionCatalog(con), SUM, "_row", "m")
    con.execute(change)
    assert kept.of(ConnectionCatalog(con), SUM, "_row", "m") is not first


@pytest.mark.parametrize(
    ("sql", "column", "matters"),
    [
        ("SELECT g, sum(v) AS s FROM p GROUP BY g", "v", True),
        ("SELECT g, sum(v) AS s FROM p GROUP BY g", "g", False),
        ("SELECT g, sum(w) AS s FROM (SELECT g, v + 1 AS w FROM p) AS x GROUP BY g", "v", True),
        ("SELECT g, sum(w) AS s FROM (SELECT g, 1 AS w, v FROM p) AS x GROUP BY g", "v", False),
        ("SELECT g, count(*) AS n FROM p GROUP BY g", "v", False),
        ("SELECT sum(v) OVER (PARTITION BY g) AS s FROM p", "v", True),
        ("SELECT a.g, sum(b.v) AS s FROM p a LEFT JOIN p b USING (_row) GROUP BY a.g", "v", False),
    ],
)
def test_only_nulls_that_the_rewriting_relies_on_not_to_be_there_make_it_anew(
    con: duckdb.DuckDBPyConnection, sql: str, column: str, *, matters: bool
) -> None:
    kept = KeptRewrites()
    first = kept.of(ConnectionCatalog(con), sql, "_row", "m")
    con.execute(f"UPDATE p SET {column} = NULL WHERE _row = 1")
    again = kept.of(ConnectionCatalog(con), sql, "_row", "m")
    assert (again is not first) == matters
    assert again.sql == KeptRewrites().of(ConnectionCatalog(con), sql, "_row", "m").sql


def test_evidence_follows_what_changed(con: duckdb.DuckDBPyConnection) -> None:
    lineage = Lineage(con)
    assert rows(lineage, SUM, g="a") == [1, 2]
    con.execute("UPDATE p SET v = NULL WHERE _row = 1")
    assert rows(lineage, SUM, g="a") == [2]
    con.execute("ALTER TABLE p RENAME TO q; CREATE VIEW p AS SELECT * FROM q WHERE _row <> 2")
    assert rows(lineage, SUM, g="a") == [1]


def test_a_key_is_looked_at_every_time(con: duckdb.DuckDBPyConnection) -> None:
    lineage = Lineage(con, row_id="none", keys={"p": ["v"]})
    lineage.trace(SUM, {"g": "b"})
    con.execute("INSERT INTO p VALUES (4, 'b', 5)")
    with pytest.raises(AmbiguousKey):
        lineage.trace(SUM, {"g": "b"})


def test_what_was_not_asked_for_longest_goes_first(con: duckdb.DuckDBPyConnection) -> None:
    catalog, kept = ConnectionCatalog(con), KeptRewrites(most=2)
    a, b = (kept.of(catalog, f"SELECT v + {n} AS v FROM p", "_row", "") for n in (1, 2))
    assert kept.of(catalog, "SELECT v + 1 AS v FROM p", "_row", "") is a
    kept.of(catalog, "SELECT v + 3 AS v FROM p", "_row", "")
    assert kept.of(catalog, "SELECT v + 1 AS v FROM p", "_row", "") is a
    assert kept.of(catalog, "SELECT v + 2 AS v FROM p", "_row", "") is not b


def test_a_refusal_is_not_kept(con: duckdb.DuckDBPyConnection) -> None:
    catalog, kept = ConnectionCatalog(con), KeptRewrites()
    for _ in range(2):
        with pytest.raises(UnsupportedSQL):
            kept.of(catalog, "SELECT random() AS r FROM p", "_row", "")


def test_captures_share_them(con: duckdb.DuckDBPyConnection) -> None:
    kept = KeptRewrites()
    for value in (10, 11):
        con.execute(f"UPDATE p SET v = {value} WHERE _row = 1")
        with capture(con, SUM, rewrites=kept) as captured:
            assert captured.gives_the_same_as(SUM)
            found = con.execute(f"SELECT max(total) FROM ({captured.table})").fetchall()
        assert found == [(value + 20,)]
