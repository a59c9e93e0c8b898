"""Column lineage by influence: whatever changes an output column when it is changed is among its columns."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineage import tpcds, tpch
from lineage.column_cases import CASES
from lineage.constructs import CONSTRUCTS
from lineage.generated import TABLES, Relation, Row, load, query, rows
from lineage.influence import influence
from lineage.tables import fill
from lineage.thirds import third_always
from rowlineage import UnsupportedSQL
from rowlineage.columns import column_lineage

QUERIES = {**CASES, **{f"construct: {c.name}": c.sql for c in CONSTRUCTS}}
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
contents = st.fixed_dictionaries(dict.fromkeys(TABLES, rows))
OF_TPC_H, ROWS_OF_TPC_H = (3, 4, 13, 15, 16, 21, 22), 2_000
OF_TPC_DS = (2, 5, 12, 36, 47, 51, 67, 70, 86, 97)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection)
        yield connection


def missed(con: duckdb.DuckDBPyConnection, sql: str, most_rows: int = 100_000) -> set[object]:
    """Return what has influence without being in the column lineage; there must be something that has."""
    links = column_lineage(con, sql)
    assert all(link.role for link in links)
    known = {(link.column, link.table.lower(), link.upstream.lower()) for link in links}
    found = influence(con, sql, most_rows).found
    return {(o, *column) for o, columns in found.items() for column in columns} - known


def check_generated(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    with contextlib.suppress(UnsupportedSQL):  # a SELECT with two columns of one name
        assert missed(con, sql) == set()


@pytest.mark.parametrize(
    "sql", third_always([pytest.param(sql, id=name) for name, sql in QUERIES.items()], 0)
)
def test_no_column_with_influence_is_missed(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert missed(con, sql) == set()


@pytest.mark.parametrize(
    ("step", "least"), [(4, 25), pytest.param(1, 100, marks=pytest.mark.long)], ids=["some", "all"]
)
def test_the_queries_have_many_columns_under_influence(
    con: duckdb.DuckDBPyConnection, step: int, least: int
) -> None:
    queries = list(CASES.values())[::step]
    found = [columns for sql in queries for columns in influence(con, sql).found.values()]
    assert len([columns for columns in found if columns]) > least
    described = [con.execute(f"DESCRIBE {c.sql}").fetchall() for c in CONSTRUCTS]
    assert sum(map(len, described)) > 200


ROLES = {
    "deduplicated by rank": {("kind", "filter"), ("day", "order"), ("id", "order")},
    "QUALIFY by an alias": {("region_id", "group"), ("day", "order")},
    "LATERAL": {("id", "join"), ("region_id", "filter")},
    "LEFT JOIN multiplies": {("sale_id", "join"), ("id", "join")},
    "unnest repeats": {("weights", "join")},
    "series repeats": {("day", "join")},
    "LIMIT in a chain": {("day", "order"), ("kind", "group")},
    "DISTINCT ON": {("kind", "group"), ("day", "order")},
    "EXCEPT": {("sale_id", "absence"), ("region_id", "group")},
    "list by order": {("amount", "order"), ("id", "order")},
    "filtered window": {("kind", "filter"), ("region_id", "group")},
    "NOT IN": {("sale_id", "absence"), ("kind", "absence"), ("id", "filter")},
}


@pytest.mark.parametrize(("name", "roles"), ROLES.items())
def test_what_acts_from_afar_has_its_role(
    con: duckdb.DuckDBPyConnection, name: str, roles: set[tuple[str, str]]
) -> None:
    links = {(link.upstream, link.role) for link in column_lineage(con, CASES[name])}
    assert roles <= links


@settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=QUIET, database=None
)
@given(contents, query())
def test_none_is_missed_in_some_generated_queries(
    content: dict[str, list[Row]], generated: Relation
) -> None:
    with duckdb.connect(config={"threads": 1}) as con:
        load(con, content)
        check_generated(con, generated.sql)


@pytest.mark.long
@pytest.mark.rounds
@settings(max_examples=2_000, deadline=None, suppress_health_check=QUIET)
@given(contents, query())
def test_none_is_missed_in_many_generated_queries(
    content: dict[str, list[Row]], generated: Relation
) -> None:
    with duckdb.connect(config={"threads": 1}) as con:
        load(con, content)
        check_generated(con, generated.sql)


@pytest.mark.long
@pytest.mark.parametrize("number", OF_TPC_H)
def test_none_is_missed_in_tpc_h(number: int) -> None:
    with tpch.connect(0.001) as con:
        assert missed(con, tpch.queries(con)[number], ROWS_OF_TPC_H) == set()


@pytest.mark.long
@pytest.mark.rounds
@pytest.mark.parametrize("number", OF_TPC_DS)
def test_none_is_missed_in_tpc_ds(number: int) -> None:
    with tpcds.connect(0.01) as con:
        assert missed(con, tpcds.queries(con)[number], ROWS_OF_TPC_H) == set()
