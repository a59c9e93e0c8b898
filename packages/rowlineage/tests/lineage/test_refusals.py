"""What is refused, and that the refusal names the construct, the model and the line."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest

from lineage.tables import fill
from rowlineage import AmbiguousKey, Lineage, LineageError, NoSuchRow, UnsupportedSQL
from rowlineage.execution import check_accepted

REFUSED = {
    "WITH RECURSIVE": "WITH RECURSIVE r AS (SELECT id FROM sale UNION ALL SELECT id + 1 FROM r WHERE id < 3) "
    "SELECT id FROM r",
    "SAMPLE": "SELECT id FROM sale USING SAMPLE 3",
    "TABLESAMPLE": "SELECT id FROM sale TABLESAMPLE 10%",
    "NOT EXISTS over": "SELECT id FROM sale WHERE NOT EXISTS (SELECT count(*) FROM refund)",
    "random": "SELECT id, random() AS x FROM sale",
    "uuid": "SELECT id, uuid() AS x FROM sale",
    "version": "SELECT id, version() AS x FROM sale",
    "age of one argument": "SELECT id, age(TIMESTAMP '2020-01-01') AS x FROM sale",
    "ago": "SELECT id, ago(INTERVAL 1 DAY) AS x FROM sale",
    "getvariable": "SELECT id, getvariable('x') AS x FROM sale",
    "read_csv": "SELECT * FROM read_csv('sale.csv')",
    "a file": "SELECT * FROM 'sale.csv'",
    "without an integer column _row": "SELECT x FROM bare",
    "rowid": "SELECT rowid AS r, id FROM sale",
    "computed offset": "SELECT id, lag(amount, day) OVER (ORDER BY id) AS x FROM sale",
    "DISTINCT ordered by": "SELECT DISTINCT id, amount FROM sale ORDER BY id + amount LIMIT 2",
    "anything but a single SELECT": "DELETE FROM sale",
    "ORDER BY among the arguments": "SELECT id, row_number(ORDER BY amount) OVER (PARTITION BY kind) AS n FROM sale",
    "POSITIONAL JOIN after": "SELECT s.id FROM sale s JOIN refund f ON f.id = s.id POSITIONAL JOIN region r",
    "POSITIONAL JOIN of anything but": "SELECT s.id FROM sale s POSITIONAL JOIN range(3)",
    "arguments left out that declare no type": "SELECT id, shared(amount) AS x FROM sale",
    "several forms fit": "SELECT id, halved(amount) FILTER (WHERE id > 0) AS x FROM sale",
    "the macro biggest over id without its table": "SELECT id, biggest(id) AS x FROM sale",
    "LIMIT with ties": "SELECT id FROM sale ORDER BY id LIMIT 10% OFFSET 1",
    "LIMIT that is not": "SELECT id FROM sale ORDER BY id LIMIT (SELECT 2)",
    "a parameter without a value ($1)": "SELECT id FROM sale WHERE amount > ?",
    "a parameter without a value ($least)": "SELECT id FROM sale WHERE amount > $least",
    "(INSERT)": "INSERT INTO sale SELECT * FROM sale RETURNING id",
    "(CREATE)": "CREATE TABLE more (id INTEGER)",
    "the view late beside": "WITH sale AS (SELECT 1 AS id) SELECT l.id FROM late l, sale",
    "a subquery in GROUP BY": "SELECT day > (SELECT avg(day) FROM sale) AS late, sum(amount) AS id FROM sale GROUP BY 1",
    "an aggregate of the outer query": "SELECT kind AS id FROM sale s GROUP BY kind "
    "HAVING EXISTS (SELECT 1 FROM refund f WHERE f.id = max(s.id))",
}


@pytest.fixture(scope="module")
def lineage() -> Iterator[Lineage]:
    with duckdb.connect() as con:
        fill(con)
        con.execute("CREATE MACRO halved(x, part INTEGER := 2) AS x / part")
        con.execute("CREATE MACRO shared(x, part := 3) AS x / part")
        con.execute("CREATE MACRO biggest(n) AS (SELECT max(amount) FROM refund WHERE id = n)")
        con.execute("CREATE VIEW late AS SELECT id, amount FROM sale WHERE day > 2")
        con.execute("CREATE VIEW odd AS SELECT id,\n random() AS x FROM sale")
        con.execute("CREATE TABLE bare (x INTEGER)")
        yield Lineage(con)


@pytest.mark.parametrize(("construct", "sql"), REFUSED.items(), ids=list(REFUSED))
def test_refused_by_name(lineage: Lineage, construct: str, sql: str) -> None:
    with pytest.raises(UnsupportedSQL) as caught:
        lineage.trace(sql, {"id": 1}, model="stat_sales")
    assert construct.lower() in caught.value.construct.lower()
    assert caught.value.model == "stat_sales"
    assert caught.value.remedy


def test_the_line_is_that_of_the_construct(lineage: Lineage) -> None:
    sql = "SELECT id,\n       amount,\n       random() * amount AS x\nFROM sale"
    with pytest.raises(UnsupportedSQL) as caught:
        lineage.trace(sql, {"id": 1}, "x")
    assert caught.value.line == 3
    assert isinstance(caught.value, LineageError)


@pytest.mark.parametrize(
    ("line", "sql"),
    [
        (2, "SELECT id FROM sale\nWHERE amount > $least"),
        (3, "SELECT s.id\nFROM sale s JOIN refund f ON f.id = s.id\nPOSITIONAL JOIN region r"),
        (2, "SELECT id, 1 AS x,\n biggest(id) AS y FROM sale"),
        (3, "SELECT l.id\nFROM region r,\n odd l"),
        (1, "SUMMARIZE sale"),
    ],
)
def test_the_line_is_that_of_the_statement_or_set_operation(
    lineage: Lineage, line: int, sql: str
) -> None:
    with pytest.raises(UnsupportedSQL) as caught:
        lineage.trace(sql, {"id": 1})
    assert caught.value.line == line


def test_the_line_is_that_of_what_cannot_be_parsed(lineage: Lineage) -> None:
    with pytest.raises(UnsupportedSQL, match="cannot be parsed") as caught:
        lineage.trace("SELECT id\nFROM sale\nWHERE (", {"id": 1})
    assert (caught.value.line, "\x1b" in str(caught.value)) == (3, False)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM sale RETURNING id",
        "UPDATE sale SET amount = 0 RETURNING id",
        "INSERT INTO sale (id) VALUES (77) RETURNING id",
    ],
)
def test_what_changes_data_in_a_query_is_never_run(lineage: Lineage, change: str) -> None:
    """DuckDB 2 takes it in WITH, and calls it a SELECT."""
    before = lineage.con.execute("FROM sale ORDER BY ALL").fetchall()
    sql = f"WITH d AS ({change})\nSELECT id FROM d"
    with pytest.raises(UnsupportedSQL, match="a statement that changes data in WITH") as caught:
        lineage.trace(sql, {"id": 1})
    assert caught.value.line == 1
    with pytest.raises(LineageError):
        check_accepted(lineage.con, sql, "")
    assert lineage.con.execute("FROM sale ORDER BY ALL").fetchall() == before


def test_a_comment_after_the_semicolon_is_no_statement(lineage: Lineage) -> None:
    trace = lineage.trace("SELECT id, amount FROM sale; -- all of them", {"id": 1}, "amount")
    assert trace.rows()["row_id"].to_pylist() == [101]


def test_a_table_may_be_named_like_a_file(lineage: Lineage) -> None:
    lineage.con.execute(
        'CREATE SCHEMA IF NOT EXISTS more; CREATE TABLE more."sale.csv" AS FROM sale'
    )
    lineage.con.execute('CREATE TABLE "sale 2.csv" AS FROM sale')
    for table in ('more."sale.csv"', '"sale 2.csv"'):
        trace = lineage.trace(f"SELECT id, amount FROM {table}", {"id": 2}, "amount")
        assert trace.rows()["row_id"].to_pylist() == [102]


def test_tables_of_one_name_in_two_schemas(lineage: Lineage) -> None:
    lineage.con.execute("CREATE SCHEMA other; CREATE TABLE other.sale AS SELECT * FROM sale")
    sql = "SELECT main.sale.id, other.sale.amount FROM main.sale JOIN other.sale ON main.sale.id = other.sale.id + 1"
    rows = lineage.trace(sql, {"id": 3}, "amount").rows().to_pylist()
    assert {(r["table"], r["row_id"]) for r in rows} == {("main.sale", 103), ("other.sale", 102)}


def test_the_field_of_a_struct_is_no_column_of_a_table(lineage: Lineage) -> None:
    lineage.con.execute("CREATE TABLE pair AS SELECT _row, id, {'id': id + 7} AS region FROM sale")
    sql = "SELECT pair.region.id AS x, region.id FROM pair JOIN region ON region.id = pair.id"
    trace = lineage.trace(sql, {"x": 8}, "x")
    assert trace.values == {"x": 8, "id": 1}


@pytest.mark.parametrize("value", ["many", 10**30])
def test_a_key_that_is_none_of_the_type(lineage: Lineage, value: object) -> None:
    with pytest.raises(NoSuchRow):
        lineage.trace("SELECT amount FROM sale", {"amount": value})


def test_a_key_from_a_data_frame(lineage: Lineage) -> None:
    sql = "SELECT id, amount / 2 AS half FROM sale"
    trace = lineage.trace(sql, {"id": np.int64(2), "half": np.float64(1.0)}, "half")
    assert (trace.values, trace.replay()["state"]) == ({"id": 2, "half": 1.0}, "verified")


def test_a_temporary_table_of_the_user_stays(lineage: Lineage) -> None:
    lineage.con.execute("CREATE TEMP TABLE lineage_1 AS FROM sale")
    sql = "SELECT id, sum(amount) OVER (ORDER BY id) AS x FROM lineage_1"
    assert lineage.trace(sql, {"id": 2}, "x").rows()["row_id"].to_pylist() == [101, 102]
    assert lineage.con.execute("SELECT count(*) FROM lineage_1").fetchone() == (9,)


def test_a_table_without_row_id_is_named_with_its_line(lineage: Lineage) -> None:
    with pytest.raises(UnsupportedSQL) as caught:
        lineage.trace("SELECT s.id\nFROM sale s\nJOIN bare b ON b.x = s.id", {"id": 1})
    assert (caught.value.line, "bare" in caught.value.construct) == (3, True)


def test_key_of_several_rows(lineage: Lineage) -> None:
    with pytest.raises(AmbiguousKey):
        lineage.trace("SELECT kind, amount FROM sale", {"kind": "a"})


def test_key_of_no_row(lineage: Lineage) -> None:
    with pytest.raises(NoSuchRow):
        lineage.trace("SELECT kind, amount FROM sale", {"kind": "nothing"})


def test_unknown_column(lineage: Lineage) -> None:
    with pytest.raises(NoSuchRow, match="no column price"):
        lineage.trace("SELECT id FROM sale", {"id": 1}, "price")


def test_null_is_a_key(lineage: Lineage) -> None:
    trace = lineage.trace(
        "SELECT kind, sum(amount) AS x FROM sale GROUP BY kind", {"kind": None}, "x"
    )
    assert trace.rows()["row_id"].to_pylist() == [106]


def test_a_failed_trace_leaves_nothing_behind(lineage: Lineage) -> None:
    before = lineage.con.execute("SHOW ALL TABLES").fetchall()
    with pytest.raises(NoSuchRow):
        lineage.trace("SELECT id, sum(amount) OVER (ORDER BY id) AS x FROM sale", {"id": 99})
    assert lineage.con.execute("SHOW ALL TABLES").fetchall() == before
