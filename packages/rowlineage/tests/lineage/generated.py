"""Hypothesis strategies: small tables of whole numbers with NULLs and duplicates, and queries over them."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
from hypothesis import strategies as st

COLUMNS = ("a", "b", "c")
TABLES = ("p", "q")
Row = tuple[int | None, int | None, int | None]
value = st.one_of(st.none(), st.integers(0, 4))
rows: st.SearchStrategy[list[Row]] = st.lists(
    st.tuples(value, value, value), min_size=1, max_size=6
)


@dataclass(frozen=True)
class Relation:
    """A generated query.

    Attributes:
        sql: The SELECT.
        columns: Its columns, all whole numbers.
        monotone: Whether further rows can only add to its result.
    """

    sql: str
    columns: tuple[str, ...]
    monotone: bool = True


def load(con: duckdb.DuckDBPyConnection, tables: dict[str, list[Row]]) -> None:
    """Create the tables anew, with `_row` from 1."""
    for name, content in tables.items():
        con.execute(
            f"CREATE OR REPLACE TABLE {name} (_row BIGINT, a INTEGER, b INTEGER, c INTEGER)"
        )
        for number, row in enumerate(content, 1):
            con.execute(f"INSERT INTO {name} VALUES (?, ?, ?, ?)", [number, *row])


def _list(columns: tuple[str, ...], alias: str = "x") -> str:
    return ", ".join(f"{alias}.{c}" for c in columns)


@st.composite
def condition(draw: st.DrawFn, columns: tuple[str, ...], alias: str = "x") -> str:
    """Return a condition on one relation."""
    column = f"{alias}.{draw(st.sampled_from(columns))}"
    number = draw(st.integers(0, 6))
    form = draw(
        st.sampled_from(["{c} > {n}", "{c} <= {n}", "{c} IS NULL", "{c} IS NOT NULL", "{c} <> {n}"])
    )
    return form.format(c=column, n=number)


@st.composite
def base(draw: st.DrawFn) -> Relation:
    return Relation(f"SELECT a, b, c FROM {draw(st.sampled_from(TABLES))}", COLUMNS)


@st.composite
def filtered(draw: st.DrawFn, inner: Relation) -> Relation:
    tests = draw(st.lists(condition(inner.columns), min_size=1, max_size=2))
    glue = draw(st.sampled_from([" AND ", " OR "]))
    sql = f"SELECT {_list(inner.columns)} FROM ({inner.sql}) x WHERE {glue.join(tests)}"
    return Relation(sql, inner.columns, inner.monotone)


@st.composite
def computed(draw: st.DrawFn, inner: Relation) -> Relation:
    first, second = draw(st.sampled_from(inner.columns)), draw(st.sampled_from(inner.columns))
    form = draw(
        st.sampled_from(
            ["x.{f} + x.{s}", "coalesce(x.{f}, x.{s})", "CASE WHEN x.{f} > 1 THEN x.{s} ELSE 0 END"]
        )
    )
    kept = inner.columns[:2]
    sql = f"SELECT {_list(kept)}, {form.format(f=first, s=second)} AS v FROM ({inner.sql}) x"
    return Relation(sql, (*kept, "v"), inner.monotone)


@st.composite
def joined(draw: st.DrawFn, left: Relation, right: Relation) -> Relation:
    kind = draw(
        st.sampled_from(["JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN"])
    )
    on = ""
    if kind != "CROSS JOIN":
        operator = draw(st.sampled_from(["=", "=", "=", "<"])) if kind != "FULL JOIN" else "="
        on = f" ON x.{draw(st.sampled_from(left.columns))} {operator} y.{draw(st.sampled_from(right.columns))}"
    picked = [f"x.{c} AS l{n}" for n, c in enumerate(left.columns[:2])]
    picked += [f"y.{c} AS r{n}" for n, c in enumerate(right.columns[:2])]
    names = tuple(p.split(" AS ")[1] for p in picked)
    sql = f"SELECT {', '.join(picked)} FROM ({left.sql}) x {kind} ({right.sql}) y{on}"
    monotone = left.monotone and right.monotone and kind in ("JOIN", "CROSS JOIN")
    return Relation(sql, names, monotone)


@st.composite
def grouped(draw: st.DrawFn, inner: Relation) -> Relation:
    keys = draw(st.lists(st.sampled_from(inner.columns), max_size=2, unique=True))
    arguments = draw(st.lists(st.sampled_from(inner.columns), min_size=1, max_size=2))
    forms = [
        "sum(x.{c})",
        "min(x.{c})",
        "max(x.{c})",
        "count(x.{c})",
        "count(*)",
        "count(DISTINCT x.{c})",
    ]
    forms += [
        "sum(x.{c}) FILTER (WHERE x.{c} > 1)",
        "sum(CASE WHEN x.{c} > 2 THEN x.{c} ELSE 0 END)",
    ]
    calls = [draw(st.sampled_from(forms)).format(c=c) for c in arguments]
    named = [f"x.{k} AS k{n}" for n, k in enumerate(keys)]
    named += [f"CAST({call} AS BIGINT) AS g{n}" for n, call in enumerate(calls)]
    names = tuple(n.split(" AS ")[-1] for n in named)
    group = f" GROUP BY {_list(tuple(keys))}" if keys else ""
    having = (
        f" HAVING {calls[0]} >= {draw(st.integers(0, 3))}" if keys and draw(st.booleans()) else ""
    )
    return Relation(f"SELECT {', '.join(named)} FROM ({inner.sql}) x{group}{having}", names, False)


@st.composite
def windowed(draw: st.DrawFn, inner: Relation) -> Relation:
    part = draw(st.sampled_from(inner.columns))
    order = ", ".join(f"x.{c}" for c in inner.columns)
    column = draw(st.sampled_from(inner.columns))
    forms = [
        f"sum(x.{column}) OVER (PARTITION BY x.{part})",
        f"sum(x.{column}) OVER (PARTITION BY x.{part} ORDER BY x.{column})",
        f"count(*) OVER (ORDER BY {order} ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",
        f"row_number() OVER (PARTITION BY x.{part} ORDER BY {order})",
        f"rank() OVER (ORDER BY x.{column})",
        f"dense_rank() OVER (ORDER BY x.{column} DESC)",
        f"lag(x.{column}) OVER (ORDER BY {order})",
        f"max(x.{column}) OVER (ORDER BY {order} ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING)",
        f"first_value(x.{column}) OVER (PARTITION BY x.{part} ORDER BY {order})",
    ]
    kept = inner.columns[:2]
    form = draw(st.sampled_from(forms))
    sql = f"SELECT {_list(kept)}, CAST({form} AS BIGINT) AS w FROM ({inner.sql}) x"
    if draw(st.integers(0, 3)) == 0:
        sql += f" QUALIFY rank() OVER (PARTITION BY x.{part} ORDER BY {order}) <= 2"
    return Relation(sql, (*kept, "w"), False)


@st.composite
def combined(draw: st.DrawFn, left: Relation, right: Relation) -> Relation:
    operator = draw(st.sampled_from(["UNION", "UNION ALL", "INTERSECT", "EXCEPT"]))
    width = min(len(left.columns), len(right.columns), 2)
    first = ", ".join(f"CAST(x.{c} AS BIGINT) AS u{n}" for n, c in enumerate(left.columns[:width]))
    second = ", ".join(
        f"CAST(y.{c} AS BIGINT) AS u{n}" for n, c in enumerate(right.columns[:width])
    )
    sql = f"SELECT {first} FROM ({left.sql}) x {operator} SELECT {second} FROM ({right.sql}) y"
    monotone = left.monotone and right.monotone and operator != "EXCEPT"
    return Relation(sql, tuple(f"u{n}" for n in range(width)), monotone)


@st.composite
def matched(draw: st.DrawFn, left: Relation, right: Relation) -> Relation:
    mine, other = draw(st.sampled_from(left.columns)), draw(st.sampled_from(right.columns))
    form = draw(
        st.sampled_from(
            [
                "EXISTS (SELECT 1 FROM ({r}) y WHERE y.{o} = x.{m})",
                "x.{m} IN (SELECT y.{o} FROM ({r}) y)",
                "NOT EXISTS (SELECT 1 FROM ({r}) y WHERE y.{o} = x.{m})",
                "x.{m} NOT IN (SELECT y.{o} FROM ({r}) y)",
                "x.{m} >= (SELECT min(y.{o}) FROM ({r}) y)",
                "x.{m} <= (SELECT sum(y.{o}) FROM ({r}) y WHERE y.{o} = x.{m})",
                "(x.{m} IN (SELECT y.{o} FROM ({r}) y)) IS NOT TRUE",
            ]
        )
    )
    test = form.format(r=right.sql, o=other, m=mine)
    monotone = left.monotone and right.monotone and form.startswith(("EXISTS", "x.{m} IN"))
    return Relation(
        f"SELECT {_list(left.columns)} FROM ({left.sql}) x WHERE {test}", left.columns, monotone
    )


@st.composite
def shown(draw: st.DrawFn, left: Relation, right: Relation) -> Relation:
    mine, other = draw(st.sampled_from(left.columns)), draw(st.sampled_from(right.columns))
    form = draw(
        st.sampled_from(
            [
                "(SELECT max(y.{o}) FROM ({r}) y WHERE y.{o} <= x.{m})",
                "(SELECT sum(y.{o}) FROM ({r}) y)",
                "CAST(x.{m} IN (SELECT y.{o} FROM ({r}) y) AS INTEGER)",
                "CAST(NOT EXISTS (SELECT 1 FROM ({r}) y WHERE y.{o} = x.{m}) AS INTEGER)",
            ]
        )
    )
    kept = left.columns[:2]
    expression = form.format(r=right.sql, o=other, m=mine)
    sql = f"SELECT {_list(kept)}, CAST({expression} AS BIGINT) AS s FROM ({left.sql}) x"
    return Relation(sql, (*kept, "s"), False)


@st.composite
def trimmed(draw: st.DrawFn, inner: Relation) -> Relation:
    order = _list(inner.columns)
    limit = f"LIMIT {draw(st.integers(1, 3))}"
    offset = f" OFFSET {draw(st.integers(1, 2))}" if draw(st.integers(0, 3)) == 0 else ""
    columns = ", ".join(f"x.{c} AS {c}" for c in inner.columns)
    distinct = draw(st.sampled_from(["", "DISTINCT "]))
    tail = draw(st.sampled_from(["", f" ORDER BY {order} {limit}{offset}"])) if not offset else ""
    return Relation(
        f"SELECT {distinct}{columns} FROM ({inner.sql}) x{tail}",
        inner.columns,
        inner.monotone and not tail,
    )


ONE = (filtered, computed, grouped, windowed, trimmed)
TWO = (joined, combined, matched, shown)


@st.composite
def query(draw: st.DrawFn, depth: int = 3) -> Relation:
    """Return a query of at most the given depth."""
    if depth == 0:
        return draw(base())
    step = draw(st.sampled_from((*ONE, *TWO)))
    left = draw(query(depth - 1))
    if step in ONE:
        return draw(step(left))
    return draw(step(left, draw(query(draw(st.integers(0, depth - 1))))))
