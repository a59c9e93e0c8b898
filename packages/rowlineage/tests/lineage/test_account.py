"""Accounts that close: every row of every table is traced, elsewhere, excluded or ignored, once, for a reason."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineage import tpcds, tpch
from lineage.column_cases import CASES
from lineage.constructs import CONSTRUCTS
from lineage.generated import TABLES, Relation, Row, load, query, rows
from lineage.tables import fill
from lineage.thirds import third_always
from rowlineage import Lineage, UnsupportedSQL
from rowlineage.account import Accounts, TableAccount
from rowlineage.catalog import ConnectionCatalog
from rowlineage.query import resolve
from rowlineage.rewrite import rewrite

QUERIES = {**CASES, **{f"construct: {c.name}": c.sql for c in CONSTRUCTS}}
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
contents = st.fixed_dictionaries(dict.fromkeys(TABLES, rows))
OF_TPC_DS = (6, 16, 35, 69, 72)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection)
        yield connection


def accounts(con: duckdb.DuckDBPyConnection, sql: str) -> list[TableAccount]:
    """Return the accounts of a whole result."""
    query = resolve(ConnectionCatalog(con), sql, "_row")
    made = Accounts(con, query)
    return [made.of(occurrence) for occurrence in query.occurrences]


def check(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    for account in accounts(con, sql):
        assert account.closes, (account, sql)
        lost = [row for loss in account.losses for row in loss.rows.tolist()]
        assert len(lost) == len(set(lost)), (account, sql)
        for loss in account.losses:
            assert loss.words, (loss, sql)
            assert (loss.kind == "ignored") == bool(loss.why), (loss, sql)


@pytest.mark.parametrize(
    "sql", third_always([pytest.param(sql, id=name) for name, sql in QUERIES.items()], 1)
)
def test_every_construct_closes(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    check(con, sql)


def told(con: duckdb.DuckDBPyConnection, sql: str, table: str = "sale") -> dict[str, set[int]]:
    """Return the losses of a table in words: 'ignored by ...: why' or the condition."""
    found = {}
    for account in accounts(con, sql):
        for loss in account.losses if account.table == table else ():
            ignored = f"ignored by {loss.words}: {loss.why}"
            found[ignored if loss.kind == "ignored" else loss.words] = set(loss.rows.tolist())
    return found


LABELLED: dict[str, dict[str, set[int]]] = {
    "SELECT avg(amount) AS x FROM sale": {"ignored by avg(amount): NULL": {105, 108}},
    "SELECT  Avg( amount )  AS x FROM sale s": {"ignored by Avg( amount ): NULL": {105, 108}},
    "SELECT count(*) AS n, sum(amount) AS x FROM sale": {},
    "SELECT sum(day) FILTER (WHERE kind = 'a') AS x FROM sale": {
        "ignored by sum(day) FILTER (WHERE kind = 'a'): the filter is false": {
            103, 105, 106, 107, 108, 109,
        }
    },
    "SELECT sum(amount) FILTER (WHERE kind = 'b') AS x FROM sale": {
        "ignored by sum(amount) FILTER (WHERE kind = 'b'): the filter is false": {
            101, 102, 104, 106, 108, 109,
        },
        "ignored by sum(amount) FILTER (WHERE kind = 'b'): NULL": {105},
    },
    "SELECT count(DISTINCT kind) AS n FROM sale WHERE day < 9": {
        "day < 9": {109},
        "ignored by count(DISTINCT kind): NULL": {106},
    },
    "SELECT min(amount) AS a, max(region_id) AS b FROM sale WHERE id IN (5, 7, 8)": {
        "id IN (5, 7, 8)": {101, 102, 103, 104, 106, 109},
    },
    "SELECT sum(amount) AS a, count(kind) AS b FROM sale WHERE id IN (5, 6, 8)": {
        "id IN (5, 6, 8)": {101, 102, 103, 104, 107, 109},
    },
    "SELECT sum(amount) AS a, max(amount) AS b FROM sale WHERE id > 7": {
        "id > 7": {101, 102, 103, 104, 105, 106, 107},
        "ignored by sum(amount), max(amount): NULL": {108},
    },
    "SELECT kind, sum(amount) AS x FROM sale GROUP BY kind HAVING count(*) > 1": {
        "COUNT(*) > 1": {106},
    },
    "SELECT kind, sum(amount) AS x FROM sale GROUP BY kind HAVING kind < 'c'": {
        "kind < 'c'": {106, 108, 109},
        "ignored by sum(amount): NULL": {105},
    },
    "SELECT k, x FROM (SELECT kind AS k, sum(amount) AS x, sum(day) AS y FROM sale GROUP BY kind) q WHERE x > 11": {
        "x > 11": {101, 102, 104},
        "ignored by sum(amount): NULL": {105, 108},
    },
    "SELECT sum(CASE WHEN kind = 'a' THEN day ELSE 0 END) AS x FROM sale": {
        "ignored by sum(CASE WHEN kind = 'a' THEN day ELSE 0 END): it adds 0": {
            103, 105, 106, 107, 108, 109,
        }
    },
    "SELECT count_if(amount > 4) AS n FROM sale": {
        "ignored by count_if(amount > 4): the condition is false": {101, 102, 103},
        "ignored by count_if(amount > 4): NULL": {105, 108},
    },
    "WITH t AS (SELECT kind, sum(amount) AS x FROM sale WHERE day < 6 GROUP BY kind) "
    "SELECT a.kind, b.x FROM t a JOIN t b ON a.x < b.x": {
        "day < 6": {108, 109},
        "ignored by sum(amount): NULL": {105},
    },
    "SELECT r.id, (SELECT sum(s.amount) FROM sale s WHERE s.region_id = r.id) AS x FROM region r": {
        "s.region_id = r.id": {107},
        "ignored by sum(s.amount): NULL": {105, 108},
    },
    "SELECT id FROM sale WHERE day > 1 ORDER BY day, id LIMIT 2": {
        "day > 1": {101},
        "LIMIT 2": {104, 105, 106, 107, 108, 109},
    },
}  # fmt: skip


@pytest.mark.parametrize(("sql", "losses"), LABELLED.items())
def test_where_rows_go_by_hand(
    con: duckdb.DuckDBPyConnection, sql: str, losses: dict[str, set[int]]
) -> None:
    assert told(con, sql) == losses


def test_a_partner_that_is_kept_out_keeps_its_rows_out(con: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT count(*) AS n FROM sale s, region r WHERE s.region_id = r.id AND r.parent = 1"
    assert told(con, sql) == {"s.region_id = r.id AND r.parent = 1": {101, 102, 103, 107, 109}}
    assert told(con, sql, "region") == {"r.parent = 1": {1, 4}}


def test_the_account_of_a_cell_counts_other_rows_apart(con: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT kind, sum(amount) AS x, count(*) AS n FROM sale WHERE day < 9 GROUP BY kind"
    trace = Lineage(con).trace(sql, {"kind": "a"}, "x")
    (account,) = trace.account()
    assert (account.rows, account.traced, account.elsewhere) == (9, 3, 4)
    assert (account.excluded, account.ignored, account.closes) == (1, 1, True)
    assert trace.ignored() == [
        {"table": "sale", "aggregate": "sum(amount)", "why": "NULL", "rows": 1}
    ]
    assert Lineage(con).trace(sql, {"kind": "a"}).ignored() == []


def test_names_that_have_to_be_quoted() -> None:
    with duckdb.connect() as con:
        con.execute('CREATE TABLE "My T" ("Id" BIGINT, "Key X" VARCHAR, "Val" INTEGER)')
        con.execute(
            """INSERT INTO "My T" VALUES (1, 'a', 1), (2, 'a', NULL), (3, 'b', 5), (4, NULL, 7)"""
        )
        sql = 'SELECT "Key X", SUM("Val") AS "The Sum" FROM "My T" WHERE "Id" < 4 GROUP BY ALL'
        trace = Lineage(con, row_id="Id").trace(sql, {"Key X": "a"}, "The Sum")
        (account,) = trace.account()
        assert (account.traced, account.elsewhere, account.excluded, account.ignored) == (
            1,
            1,
            1,
            1,
        )
        assert [i["aggregate"] for i in trace.ignored()] == ['SUM("Val")']


ONE_TABLE = [
    "SELECT avg({c}) AS x FROM sale",
    "SELECT max({c}) AS x FROM sale WHERE id > 3",
    "SELECT kind, sum({c}) AS x FROM sale GROUP BY kind",
    "SELECT kind, sum({c}) AS x FROM sale WHERE day > 1 GROUP BY kind",
    "SELECT region_id, count({c}) AS n FROM sale GROUP BY ALL HAVING count(*) > 1",
    "SELECT sum({c}) FILTER (WHERE id > 4) AS x, avg({c}) AS y FROM sale WHERE kind IS NOT NULL",
    "SELECT day, list({c}) AS x FROM sale GROUP BY day",
]


@pytest.mark.parametrize("column", ["amount", "region_id", "day"])
@pytest.mark.parametrize("text", ONE_TABLE)
def test_the_counts_of_a_query_over_one_table_add_up(
    con: duckdb.DuckDBPyConnection, text: str, column: str
) -> None:
    sql = text.format(c=column)
    result = con.execute(sql).to_arrow_table().to_pylist()
    key = {name: value for name, value in result[0].items() if name in ("kind", "region_id", "day")}
    trace = Lineage(con).trace(sql, key)
    (account,) = trace.account()
    left_out = sum(e["rows"] for e in trace.excluded()) + sum(i["rows"] for i in trace.ignored())
    assert trace.rows().num_rows == account.traced
    assert account.traced + account.elsewhere + left_out == account.rows == 9


def check_generated(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    try:
        rewrite(ConnectionCatalog(con), sql)
    except UnsupportedSQL:
        return  # what cannot be traced has no account
    check(con, sql)


@settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=QUIET, database=None
)
@given(contents, query())
def test_some_generated_queries_close(content: dict[str, list[Row]], generated: Relation) -> None:
    with duckdb.connect(config={"threads": 1}) as con:
        load(con, content)
        check_generated(con, generated.sql)


@pytest.mark.long
@pytest.mark.rounds
@settings(max_examples=1_000, deadline=None, suppress_health_check=QUIET)
@given(contents, query())
def test_many_generated_queries_close(content: dict[str, list[Row]], generated: Relation) -> None:
    with duckdb.connect(config={"threads": 1}) as con:
        load(con, content)
        check_generated(con, generated.sql)


def test_some_queries_of_tpc_h_close() -> None:
    with tpch.connect(0.01) as con:
        for sql in list(tpch.queries(con).values())[::3]:
            check(con, sql)


@pytest.mark.long
def test_every_query_of_tpc_h_closes() -> None:
    with tpch.connect(0.01) as con:
        for sql in tpch.queries(con).values():
            check(con, sql)


@pytest.mark.long
def test_some_queries_of_tpc_ds_close() -> None:
    with tpcds.connect(0.01) as con:
        for number in OF_TPC_DS:
            check(con, tpcds.queries(con)[number])


@pytest.mark.long
@pytest.mark.rounds
def test_every_query_of_tpc_ds_closes() -> None:
    with tpcds.connect(0.01) as con:
        for sql in tpcds.queries(con).values():
            check(con, sql)
