"""Generated tables and queries: equal results, replay, non-interference, and no refusal but the listed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineage.generated import TABLES, Relation, Row, load, query, rows, value
from lineage.oracle import run
from rowlineage import AmbiguousKey, Lineage, Trace, UnsupportedSQL
from rowlineage.capture import capture

LISTED = re.compile(r"NOT EXISTS over a subquery|two output columns of the name")
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
Content = dict[str, list[Row]]
tables: st.SearchStrategy[Content] = st.fixed_dictionaries(dict.fromkeys(TABLES, rows))


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


def refused(con: duckdb.DuckDBPyConnection, sql: str) -> str | None:
    """Return what is refused in a query; if nothing is, the captured result is that of the query itself."""
    try:
        with capture(con, sql) as captured:
            assert captured.gives_the_same_as(sql)
    except UnsupportedSQL as refusal:
        return refusal.construct
    return None


def named(generated: Relation) -> str:
    """Return the query with the names that a table of its result has: two columns of one name are told apart."""
    return f"SELECT * FROM ({generated.sql})"


def check(
    con: duckdb.DuckDBPyConnection, content: Content, generated: Relation, data: st.DataObject
) -> None:
    load(con, content)
    result = run(con, named(generated))
    construct = refused(con, generated.sql)
    assert construct is None or LISTED.search(construct), construct
    if construct is not None or not result:
        return
    row = data.draw(st.sampled_from(result))
    column = data.draw(st.sampled_from([None, *row]))
    try:
        trace = Lineage(con).trace(generated.sql, row, column)
    except AmbiguousKey:
        return
    assert trace.replay()["state"] == "verified"
    if generated.monotone:
        undisturbed(con, generated, trace, row, data)


def undisturbed(
    con: duckdb.DuckDBPyConnection,
    generated: Relation,
    trace: Trace,
    row: dict[str, Any],
    data: st.DataObject,
) -> None:
    """Change the rows outside the evidence at random; the row must still be in the result."""
    evidence = set(
        zip(trace.rows()["table"].to_pylist(), trace.rows()["row_id"].to_pylist(), strict=True)
    )
    for table in TABLES:
        for (row_id,) in con.execute(f"SELECT _row FROM {table} ORDER BY ALL").fetchall():
            if (table, row_id) not in evidence:
                con.execute(
                    f"UPDATE {table} SET a = ?, b = ? WHERE _row = {row_id}",
                    [data.draw(value), data.draw(value)],
                )
    assert row in run(con, named(generated))


@settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=QUIET, database=None
)
@given(tables, query(), st.data())
def test_some_queries(
    con: duckdb.DuckDBPyConnection, content: Content, generated: Relation, data: st.DataObject
) -> None:
    check(con, content, generated, data)


@pytest.mark.long
@settings(max_examples=5_000, deadline=None, suppress_health_check=QUIET)
@given(tables, query(), st.data())
def test_many_queries(
    con: duckdb.DuckDBPyConnection, content: Content, generated: Relation, data: st.DataObject
) -> None:
    check(con, content, generated, data)
