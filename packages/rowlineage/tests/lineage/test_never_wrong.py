"""What regenerated SQL got wrong in silence is right, or refused by name; and whatever comes next is caught.

Each query is traced for every row and cell of its result and held against what DuckDB gives for the text.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from lineage.oracle import run
from lineage.thirds import third_always
from rowlineage import (
    DifferentAnswer,
    Lineage,
    LineageError,
    RejectedSQL,
    TimeLimitReached,
    UnsupportedSQL,
    author,
    replay,
)
from rowlineage import lineage as lineage_module

TABLES = {
    "n1(name, n)": "('a', 1), ('b', 2)",
    "n2(name, n)": "('b', 3), ('c', 4)",
    "n3(name, n)": "('b', 5), ('c', 6), ('a', 7)",
    "words(k, s)": "(1, 'month'), (2, 'mon'), (3, 'Mon')",
    "days(k, s, d, e)": "(1, 'month', DATE '2021-05-17', DATE '2020-01-02'), (2, 'year', DATE '2021-05-17', NULL)",
    "v(k, g, x)": "(1, 1, 10), (2, 1, 20), (3, 1, NULL), (4, 2, NULL), (5, 2, 7)",
    "p(k, v)": "(1, 10), (2, 20), (3, NULL)",
    "docs(k, j)": """(1, '{"l": [1, 2], "s": "x"}'::JSON), (2, '{"l": []}'::JSON)""",
}
SIDES = ("", "LEFT", "RIGHT", "FULL")
JOINS = [
    f"SELECT name, count(*) AS m, min(y.n) AS y FROM n1 x {one} JOIN n2 y USING (name) "
    f"{two} JOIN n3 z USING (name) GROUP BY name"
    for one in SIDES
    for two in (*SIDES, "SEMI", "ANTI")
]
NATURAL = [
    f"SELECT name, count(*) AS m FROM (SELECT name FROM n1) x NATURAL {one} JOIN (SELECT name FROM n2) y "
    f"NATURAL {two} JOIN (SELECT name FROM n3) z GROUP BY name"
    for one in SIDES
    for two in SIDES
]
OVER = "OVER (PARTITION BY g ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
JOINED = [*JOINS, *NATURAL]
QUERIES = [
    *(
        f"SELECT count(*) AS m FROM words WHERE s {sign} 'mon'"
        for sign in ("~", "!~", "SIMILAR TO", "^@")
    ),
    *(
        f"SELECT k, {name}(x {nulls} NULLS) {OVER} AS y FROM v"
        for name in ("first", "last", "first_value", "last_value", "lag", "lead")
        for nulls in ("IGNORE", "RESPECT")
    ),
    "SELECT k, date_trunc(s, d) AS y, date_diff(s, e, d) AS z, date_part(s, d) AS q FROM days",
    "SELECT k, jaro_winkler_similarity(s, 'mnoth', 0.99) AS y FROM words",
    "SELECT k, s FROM (SELECT k, v FROM p) s",
    "SELECT k, md5(s::VARCHAR) AS m FROM (SELECT k, v FROM p) s",
    "SELECT max(s) AS m FROM (SELECT k, v FROM p) s",
    "SELECT k, p AS m FROM p",
    "WITH c AS (SELECT k, v FROM p WHERE k < 3) SELECT count(c) AS m, max(c) AS q FROM c",
    *(
        f"SELECT k, row_number() OVER (ORDER BY v{how}) AS r FROM p"
        for how in ("", " NULLS LAST", " DESC NULLS FIRST")
    ),
    "SELECT k, list(v ORDER BY v NULLS LAST) AS r FROM p GROUP BY k",
    "SELECT k, json_array_length(j->'l') AS n, j->>'s' AS s FROM docs",
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY v) AS m FROM p",
    "SELECT string_agg(DISTINCT s, ',' ORDER BY s) AS m FROM words",
    "; SELECT k, v FROM p ; -- and no more",
    "SELECT k, sum(x) OVER (PARTITION BY g ORDER BY k) AS y FROM v WHERE x > 7",
    "SELECT g AS k, rank() OVER (ORDER BY count(*)) AS y FROM v GROUP BY g HAVING count(*) > 2",
    "SELECT k, row_number() OVER (ORDER BY k) AS y FROM v ORDER BY k DESC LIMIT 2",
    "SELECT k, (SELECT max(s) FROM (SELECT sum(q.v) OVER (ORDER BY q.k ROWS 1 PRECEDING) AS s "
    "FROM p q WHERE q.k <= a.k) t) AS y FROM p a",
    "SELECT k, v FROM ((SELECT k, v FROM p) ORDER BY k DESC LIMIT 2)",
]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        for head, rows in TABLES.items():
            name, columns = head.rstrip(")").split("(")
            connection.execute(
                f"CREATE TABLE {name} AS SELECT (row_number() OVER ())::BIGINT AS _row, * "
                f"FROM (VALUES {rows}) t({columns})"
            )
        yield connection


@pytest.mark.parametrize("nulls", ["nulls_last", "nulls_first"])
@pytest.mark.parametrize("sql", [*third_always(JOINED, 0), *QUERIES])
def test_right(con: duckdb.DuckDBPyConnection, sql: str, nulls: str) -> None:
    con.execute(f"SET default_null_order = '{nulls}'")
    lineage, rows = Lineage(con), run(con, sql)
    keys = [name for name in ("k", "name") if rows and name in rows[0]]
    assert rows or "ANTI" in sql
    for row in rows:
        for column in [None, *row]:
            trace = lineage.trace(sql, {name: row[name] for name in keys}, column)
            assert trace.values == row
            assert trace.replay()["state"] == "verified"


REFUSED = {
    "USING or NATURAL": "SELECT name FROM n1 x FULL JOIN (n2 y FULL JOIN n3 z USING (name)) USING (name)",
    "ASOF RIGHT JOIN": "SELECT x.k FROM p x ASOF RIGHT JOIN v y ON x.k >= y.k",
    "what cannot be parsed": "SELECT k, [1.0] <=> [2.0] AS d FROM p",
    "set operations": " UNION ALL ".join(["SELECT k, v FROM p"] * 1000),
    "nested": f"SELECT k, {'(' * 800}v{')' * 800} AS w FROM p",
}


@pytest.mark.parametrize("words", REFUSED)
def test_refused_by_name(con: duckdb.DuckDBPyConnection, words: str) -> None:
    with pytest.raises(UnsupportedSQL, match=words) as caught:
        Lineage(con).trace(REFUSED[words], {"k": 1})
    assert caught.value.line == 1


LONG = {
    "UNION ALL": " UNION ALL ".join(
        ["SELECT k, v FROM p WHERE k = 1", *["SELECT k, v FROM p WHERE k = 2"] * 99]
    ),
    "OR": f"SELECT k, v FROM p WHERE {' OR '.join(f'k = {n}' for n in range(1000))}",
    "||": f"SELECT k, {' || '.join(['v'] * 200)} AS v FROM p",
}


@pytest.mark.parametrize("chain", LONG)
def test_long_chains(con: duckdb.DuckDBPyConnection, chain: str) -> None:
    trace = Lineage(con).trace(LONG[chain], {"k": 1}, "v")
    assert trace.rows()["row_id"].to_pylist() == [1]
    assert trace.replay()["state"] == "verified"


MANY_ANSWERS = (
    "SELECT 1 AS k, list(a.k || b.s)::VARCHAR AS v FROM p a "
    "JOIN (FROM words UNION ALL FROM words UNION ALL FROM words) b ON a.k % 2 = b.k % 2"
)


def lineage_is_wrong(monkeypatch: pytest.MonkeyPatch, value: object) -> None:
    real = lineage_module._keyed_row

    def wrong(*given: object) -> dict[str, object]:
        return {**real(*given), "v": value}  # type: ignore[arg-type]

    monkeypatch.setattr(lineage_module, "_keyed_row", wrong)


def test_another_value_is_never_evidence(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong in rewriting: here the text with lineage adds one."""
    lineage_is_wrong(monkeypatch, 11)
    with pytest.raises(DifferentAnswer, match=r"the author's text gives v = 10, .* v = 11"):
        Lineage(con).trace("SELECT k, v FROM p", {"k": 1}, "v")


def test_two_answers_of_the_engine_are_told(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In which order the rows of a join come, its plan decides, and a list without ORDER BY shows it."""
    lineage_is_wrong(monkeypatch, "another")
    with pytest.raises(DifferentAnswer, match=r"DuckDB gives several answers") as caught:
        Lineage(con).trace(MANY_ANSWERS, {"k": 1}, "v")
    assert "another" not in caught.value.fact


@pytest.mark.parametrize("is_on", [True, False])
def test_the_second_look_leaves_the_optimiser_as_it_was(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, is_on: bool
) -> None:
    plan = "EXPLAIN SELECT k FROM p WHERE 1 = 2"
    if not is_on:
        con.execute("PRAGMA disable_optimizer")
    before = con.execute(plan).fetchall()
    assert ("FILTER" not in str(before).upper()) is is_on
    lineage_is_wrong(monkeypatch, 12)
    with pytest.raises(DifferentAnswer, match=r"the author's text gives v = 10"):
        Lineage(con).trace("SELECT k, v FROM p", {"k": 1}, "v")
    assert con.execute(plan).fetchall() == before


@pytest.mark.parametrize(
    "kind", [duckdb.Error, duckdb.OutOfMemoryException, duckdb.InterruptException]
)
def test_an_error_of_the_second_look_hides_no_difference(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, kind: type[duckdb.Error]
) -> None:
    real, looks = author._rows, iter([True])

    def once(*given: object, **named: object) -> object:
        if next(looks, False):
            return real(*given, **named)  # type: ignore[arg-type]
        raise kind("no second look")

    monkeypatch.setattr(author, "_rows", once)
    lineage_is_wrong(monkeypatch, 12)
    with pytest.raises(DifferentAnswer, match=r"gives v = 10, the text with lineage v = 12"):
        Lineage(con).trace("SELECT k, v FROM p", {"k": 1}, "v")


def test_the_certificate_is_of_the_text_and_not_of_its_tree(con: duckdb.DuckDBPyConnection) -> None:
    """A text that is misread gives no `verified`: the replay runs the author's words."""
    trace = Lineage(con).trace("SELECT count(*) AS m FROM words WHERE s ~ 'mon'", {}, "m")
    cut = replay.restricted(trace._query, "evidence")
    assert "WHERE s ~ 'mon'" in cut
    assert "regexp" not in cut.lower()


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("SELECT k,\n\n w FROM p", 3),
        ("SELECT k FROM nowhere", 1),
        ("SELECT k,\n s::INTEGER AS x FROM words", 2),
    ],
)
def test_what_the_engine_rejects(con: duckdb.DuckDBPyConnection, sql: str, line: int) -> None:
    with pytest.raises(RejectedSQL, match="DuckDB does not run it") as caught:
        Lineage(con).trace(sql, {"k": 1}, model="stat_p")
    assert caught.value.where == f"stat_p, line {line}"


def test_a_query_that_does_not_end(con: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT sum(a.i * b.i % 7) AS m FROM range(3000000) a(i), range(3000000) b(i), p"
    with pytest.raises(TimeLimitReached, match=r"more than 0\.3 seconds"):
        Lineage(con, seconds=0.3).trace(sql, {}, "m")
    assert con.execute("SELECT count(*) FROM p").fetchall() == [(3,)]


def test_every_error_is_one_of_lineage(con: duckdb.DuckDBPyConnection) -> None:
    for sql in (
        "SELECT",
        "",
        ";",
        "SELECT 1; SELECT 2",
        "DROP TABLE p",
        "SELECT k FROM p ORDER BY",
        "\0",
        "SELECT '",
    ):
        with pytest.raises(LineageError):
            Lineage(con).trace(sql, {"k": 1})
    assert con.execute("SELECT count(*) FROM p").fetchall() == [(3,)]
