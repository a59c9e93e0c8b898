"""Floats tell rows exactly, and are compared tolerantly only as values: in Python and in SQL alike."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowlineage import DifferentAnswer, Lineage, author
from rowlineage.auditing.audit import Audit
from rowlineage.catalog import literal, quoted
from rowlineage.equality import equal_sql
from rowlineage.graph import Evidence
from rowlineage.replay import equal

NEAR = 1.0000000001
KEYS = {
    "grouped": ("SELECT x, sum(v)::BIGINT AS s FROM t GROUP BY x", 4),
    "as they are": ("SELECT x, v AS s FROM t", 4),
    "ranked": ("SELECT x, rank() OVER (ORDER BY x) AS s FROM t", 4),
    "neighbours": ("SELECT x, lag(v) OVER (ORDER BY x) AS s FROM t", 4),
    "beside another": ("SELECT x, x AS y, sum(v) OVER () AS s FROM t", 4),
}


@pytest.fixture(params=["DOUBLE", "FLOAT"])
def con(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    step = NEAR if request.param == "DOUBLE" else 1.0000001
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            f"CREATE TABLE t AS SELECT v._row, v.x::{request.param} AS x, v.v FROM (VALUES (1, 1.0::DOUBLE, 5), "
            f"(2, {step!r}::DOUBLE, 7), (3, -{step!r}::DOUBLE, 11), (4, 'inf'::DOUBLE, 13)) v(_row, x, v)"
        )
        yield connection


@pytest.mark.parametrize("form", KEYS)
def test_keys_that_are_close_are_two(con: duckdb.DuckDBPyConnection, form: str) -> None:
    sql, count = KEYS[form]
    cursor = con.execute(sql)
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    assert len(rows) == count
    for row in rows:
        for column in [None, *names]:
            trace = Lineage(con).trace(sql, {"x": row[0]}, column)
            assert tuple(trace.values.values()) == row
            assert trace.replay()["state"] == "verified"


class OneModel:
    """A model over `t` that keeps no evidence."""

    key = ("x",)

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def order(self) -> list[str]:
        return ["m"]

    def evidence(self, table: str) -> Evidence | None:
        return None

    def model(self, name: str) -> OneModel:
        return self


@pytest.mark.parametrize("form", KEYS)
def test_an_audit_tells_them_apart(con: duckdb.DuckDBPyConnection, form: str) -> None:
    sql, count = KEYS[form]
    con.execute(f"CREATE TABLE m AS SELECT row_number() OVER () AS _row, * FROM ({sql})")
    audit = Audit(con, OneModel(sql))
    found = audit.run(["m"])[0]
    audit.close()
    assert (found.rows, found.findings) == (count, ())


def test_an_audit_does_not_take_a_neighbour_for_the_row(con: duckdb.DuckDBPyConnection) -> None:
    sql = KEYS["grouped"][0]
    con.execute(f"CREATE TABLE m AS SELECT row_number() OVER (ORDER BY x) AS _row, * FROM ({sql})")
    con.execute("UPDATE m SET s = 7 WHERE x = 1")
    audit = Audit(con, OneModel(sql))
    found = audit.run(["m"])[0]
    audit.close()
    assert [(f.column, f.expected, f.actual) for f in found.findings] == [("s", 7, 5)]


def test_a_key_worked_out_in_another_order_is_found(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no row has the key exactly, one near by is the row: here the author's sum comes out a bit apart."""
    trace = Lineage(con).trace(f"SELECT {0.1 + 0.2!r}::DOUBLE AS x, max(v) AS s FROM t", {}, "s")
    query = trace._query
    query.run.__dict__["prepared"] = "SELECT 0.3::DOUBLE AS x, max(v) AS s FROM t"
    own = author.authors_row(con, query, {"x": 0.1 + 0.2}, {"x": 0.1 + 0.2, "s": 13}, ["x", "s"])
    assert own == {"x": 0.3, "s": 13}
    query.run.__dict__["prepared"] = (
        "SELECT q.x, w AS s FROM (VALUES (0.3::DOUBLE, 1), (0.29999999999999993::DOUBLE, 2)) q(x, w), t"
    )
    with pytest.raises(DifferentAnswer, match="several rows"):
        author.authors_row(con, query, {"x": 0.1 + 0.2}, {"x": 0.1 + 0.2, "s": 1}, ["x", "s"])


VALUES: dict[str, st.SearchStrategy[Any]] = {}
FLOAT = st.sampled_from(
    [0.0, -0.0, 1.0, NEAR, 1.1, -1.0, 1e300, -1e300, 5e-324, math.inf, -math.inf, math.nan]
)
FIELD = 'b "c'
PLAIN = {
    "DOUBLE": FLOAT,
    "INTEGER": st.integers(-2, 2),
    "VARCHAR": st.sampled_from(["", "a", "b"]),
    "DECIMAL(4,2)": st.sampled_from(["1.00", "1.01"]),
}


def nested(kind: tuple[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    name, value = kind
    item = st.none() | value
    text = st.sampled_from(["a", 'b "c', "d,e"])
    return st.sampled_from(
        [
            (f"{name}[]", st.lists(item, max_size=3)),
            (f"{name}[2]", st.lists(item, min_size=2, max_size=2)),
            (
                f'STRUCT(a {name}, "b ""c" VARCHAR)',
                st.tuples(item, text).map(lambda p: {"a": p[0], FIELD: p[1]}),
            ),
            (f"MAP(VARCHAR, {name})", st.dictionaries(text, item, max_size=2)),
        ]
    )


KIND = st.recursive(
    st.sampled_from(sorted(PLAIN.items(), key=lambda p: p[0])),
    lambda k: k.flatmap(nested),
    max_leaves=3,
)


def sql_of(value: object, kind: str) -> str:
    """Return a value as SQL, written without the code under test."""
    if value is None:
        return f"NULL::{kind}"
    if isinstance(value, dict) and kind.startswith("MAP("):
        inner = kind[len("MAP(VARCHAR, ") : -1]
        keys = ", ".join(map(literal, value))
        return f"map([{keys}]::VARCHAR[], [{', '.join(sql_of(v, inner) for v in value.values())}]::{inner}[])"
    if isinstance(value, dict):
        inner = kind[len("STRUCT(a ") : -len(', "b ""c" VARCHAR)')]
        first, second = sql_of(value["a"], inner), literal(value[FIELD])
        return f"struct_pack(a := {first}, {quoted(FIELD)} := {second})::{kind}"
    if isinstance(value, list):
        inner = kind[: kind.rindex("[")]
        return f"[{', '.join(sql_of(v, inner) for v in value)}]::{kind}"
    return f"{literal(repr(value) if isinstance(value, float) else str(value))}::{kind}"


@settings(max_examples=400, deadline=None)
@given(KIND.flatmap(lambda k: st.tuples(st.just(k[0]), st.none() | k[1], st.none() | k[1])))
def test_sql_and_python_agree_on_what_is_the_same(case: tuple[str, object, object]) -> None:
    kind, *values = case
    for left, right in (values, values[::-1], values[:1] * 2):
        pair = [sql_of(value, kind) for value in (left, right)]
        said = CONNECTION.execute(
            f"SELECT {equal_sql('l', 'r', kind)}, l, r FROM (SELECT {pair[0]} AS l, {pair[1]} AS r)"
        ).fetchall()[0]
        assert said[0] is equal(said[1], said[2]), pair


CONNECTION = duckdb.connect()
UNION = "UNION(n DOUBLE, f DOUBLE, t VARCHAR)"


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("union_value(n := 1.0::DOUBLE)", f"union_value(n := {NEAR!r}::DOUBLE)", True),
        ("union_value(n := 1.0::DOUBLE)", "union_value(n := 1.1::DOUBLE)", False),
        ("union_value(t := 'a')", "union_value(t := 'b')", False),
        ("union_value(t := 'a')", "union_value(t := 'a')", True),
        ("union_value(n := 1.0::DOUBLE)", "NULL", False),
        ("NULL", "NULL", True),
    ],
)
def test_members_of_a_union(left: str, right: str, same: bool) -> None:
    sides = f"SELECT {left}::{UNION} AS l, {right}::{UNION} AS r"
    assert CONNECTION.execute(f"SELECT {equal_sql('l', 'r', UNION)} FROM ({sides})").fetchall() == [
        (same,)
    ]


def test_the_keys_of_a_map_tell() -> None:
    kind = "MAP(DOUBLE, DOUBLE)"
    sides = (
        f"SELECT MAP {{1.0::DOUBLE: 2.0::DOUBLE}} AS l, MAP {{{NEAR!r}::DOUBLE: 2.0::DOUBLE}} AS r"
    )
    assert CONNECTION.execute(f"SELECT {equal_sql('l', 'r', kind)} FROM ({sides})").fetchall() == [
        (False,)
    ]
    assert not equal(*CONNECTION.execute(f"SELECT l, r FROM ({sides})").fetchall()[0])
