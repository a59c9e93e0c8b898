"""Every construct that the second engine takes gives the same rows in both engines; every other is named."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from report.reperform.second.engine import Engine
from report.reperform.transpile import grammar, rules, translate
from report.reperform.transpile.kinds import sql_type
from report.reperform.transpile.unexpressed import NotExpressed
from report.reperform.whole_tables import compare_tables
from warehouse.model import Model, parse_select, upstream_tables

ROWS = pa.table(
    {
        "id": pa.array([1, 2, 3, 4, 5], pa.int64()),
        "whole": pa.array([7, -7, None, 3, 7], pa.int64()),
        "part": pa.array([2, 2, 1, 0, None], pa.int64()),
        "rate": pa.array(
            [Decimal(x) if x else None for x in ("1.5", "-2.5", "", "0.499999", "2.5")],
            pa.decimal128(18, 6),
        ),
        "text": pa.array(["a", "B", None, "é_x", "a b"]),
        "day": pa.array(
            [dt.date(2022, 3, 31), dt.date(2021, 12, 1), None, dt.date(2020, 2, 29), None]
        ),
        "flag": pa.array([True, False, None, True, False]),
    }
)
OTHER = pa.table({"id": pa.array([1, 1, 3, 9]), "text": pa.array(["a", "b", None, "a"])})
TABLES = {"t": ROWS, "u": OTHER}

EXPRESSIONS = [
    "t.whole / t.part",
    "t.whole // t.part",
    "t.whole % t.part",
    "t.rate / t.part",
    "100 * t.whole / NULLIF(t.part, 0)",
    "t.rate * 1000000 + t.whole - 1.5",
    "1.5 * t.whole",
    "-t.rate",
    "ABS(t.rate)",
    "FLOOR(t.rate)",
    "CEIL(t.rate)",
    "GREATEST(t.whole, t.part)",
    "LEAST(t.whole, t.part)",
    "CAST(t.rate AS BIGINT)",
    "CAST(t.rate AS DECIMAL(18, 0))",
    "CAST(t.whole AS DECIMAL(18, 2))",
    "CAST(t.whole AS DOUBLE)",
    "CAST(t.rate AS VARCHAR)",
    "CAST(t.day AS VARCHAR)",
    "CAST(t.flag AS VARCHAR)",
    "CAST(t.whole AS VARCHAR)",
    "CAST('2022-01-01' AS DATE)",
    "TRY_CAST(t.text AS BIGINT)",
    "CAST(NULL AS BIGINT)",
    "COALESCE(t.rate, 0)",
    "NULLIF(t.whole, 7)",
    "CASE WHEN t.whole > 0 THEN t.rate ELSE 0 END",
    "CASE t.part WHEN 2 THEN 'two' ELSE 'other' END",
    "IF(t.flag, 1, 2)",
    "t.flag AND NOT t.whole >= 3 OR t.part < 1",
    "t.whole <= 3 OR t.part <> 2 OR TRUE",
    "t.whole IS DISTINCT FROM t.part",
    "t.whole IS NOT DISTINCT FROM t.part",
    "t.text IS NULL",
    "t.whole BETWEEN 1 AND 7",
    "t.whole IN (7, 3)",
    "t.day > '2021-12-31'",
    "t.text LIKE 'a%'",
    "t.text ILIKE 'b'",
    "STARTS_WITH(t.text, 'a')",
    "CONTAINS(t.text, '_')",
    "REGEXP_MATCHES(t.text, '^[aB]')",
    "t.text || ' ' || t.whole",
    "CONCAT(t.text, t.day)",
    "LOWER(t.text)",
    "UPPER(t.text)",
    "TRIM(t.text)",
    "LENGTH(t.text)",
    "SUBSTRING(t.text, 1, 2)",
    "LEFT(t.text, 1)",
    "STRFTIME(t.day, '%Y-%m %d %B %b %j %A')",
    "YEAR(t.day) * 10000 + QUARTER(t.day) * 1000 + MONTH(t.day) * 100 + DAY(t.day)",
    "EXTRACT(YEAR FROM t.day)",
    "MAKE_DATE(YEAR(t.day), 12, 31)",
    "DATE_DIFF('day', MAKE_DATE(2020, 1, 1), t.day)",
    "t.day - MAKE_DATE(2020, 1, 1)",
    "EXISTS (SELECT 1 FROM u WHERE u.id = t.id AND u.text < 'b')",
    "EXISTS (SELECT 1 FROM t AS o WHERE o.id <> t.id AND o.whole <= t.whole)",
    "RANK() OVER (ORDER BY t.rate DESC)",
    "RANK() OVER (ORDER BY t.whole DESC) - 5",
    "DENSE_RANK() OVER (PARTITION BY t.flag ORDER BY t.whole)",
    "ROW_NUMBER() OVER (ORDER BY t.id)",
    "LAG(t.whole) OVER (ORDER BY t.id)",
    "LEAD(t.whole, 2) OVER (ORDER BY t.day, t.id)",
    "FIRST_VALUE(t.text) OVER (ORDER BY t.day, t.id)",
    "LAST_VALUE(t.id) OVER (ORDER BY t.id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)",
    "SUM(t.whole) OVER (ORDER BY t.day, t.id)",
    "AVG(t.rate) OVER (PARTITION BY t.flag)",
]
AGGREGATES = [
    "COUNT(*)",
    "COUNT(DISTINCT t.flag)",
    "COUNT(*) FILTER (WHERE t.flag)",
    "COUNT_IF(t.flag)",
    "SUM(t.whole)",
    "SUM(t.rate)",
    "SUM(t.whole) // 2",
    "CAST(SUM(t.whole) AS BIGINT)",
    "AVG(t.whole)",
    "1 + AVG(t.rate) * 2",
    "AVG(t.rate) FILTER (WHERE t.id > 1)",
    "MIN(t.text)",
    "MAX(t.day)",
    "BOOL_OR(t.flag)",
    "BOOL_AND(t.flag)",
    "ARG_MAX(t.text, t.id)",
    "ARG_MIN(t.text, t.id) FILTER (WHERE t.whole > 0)",
    "STRING_AGG(t.text, '; ' ORDER BY t.flag DESC, t.text)",
]
QUERIES = [
    *(f"SELECT t.id, {shown} AS x FROM t" for shown in EXPRESSIONS),
    *(f"SELECT {shown} AS x FROM t" for shown in AGGREGATES),
    *(f"SELECT t.flag, {shown} AS x FROM t GROUP BY t.flag" for shown in AGGREGATES),
    "SELECT flag, COUNT(*) AS n FROM t GROUP BY ALL HAVING COUNT(*) > 1 ORDER BY ALL",
    "SELECT flag, part, COUNT(*) AS n FROM t GROUP BY GROUPING SETS ((flag), (part), ())",
    "SELECT flag, part, COUNT(*) AS n FROM t GROUP BY ROLLUP (flag, part)",
    "SELECT flag, part, COUNT(*) AS n FROM t GROUP BY CUBE (flag, part)",
    "SELECT DISTINCT flag FROM t",
    "SELECT DISTINCT ON (flag) flag, id FROM t ORDER BY flag, id DESC",
    "SELECT id, rate FROM t ORDER BY rate DESC, id LIMIT 2 OFFSET 1",
    "SELECT id FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY flag ORDER BY id) = 1",
    "SELECT * FROM t",
    "SELECT v.a, v.b FROM (VALUES (1, 'x'), (2, NULL)) AS v(a, b)",
    "SELECT id, text FROM t UNION ALL SELECT id, text FROM u",
    "SELECT text FROM t UNION SELECT text FROM u",
    "SELECT id FROM t EXCEPT SELECT id FROM u",
    "SELECT id FROM t INTERSECT SELECT id FROM u",
    "SELECT t.id, u.text FROM t LEFT JOIN u ON u.id = t.id AND u.text = 'a'",
    "SELECT t.id, u.id AS other FROM t FULL JOIN u USING (id)",
    "SELECT t.id, u.text FROM t CROSS JOIN u WHERE t.id IN (SELECT id FROM u)",
    "SELECT t.id FROM t SEMI JOIN u ON u.id = t.id",
    "WITH a AS (SELECT id + 1 AS id, id AS was FROM t) SELECT a.id, a.was + 1 AS y FROM a",
    "SELECT id, (SELECT MAX(u.id) FROM u) AS most FROM t WHERE (id, part) = (1, 2) OR part IS NULL",
    "SELECT id, EXISTS (SELECT 1 FROM u WHERE u.id = t.id) AS a, "
    "EXISTS (SELECT 1 FROM u WHERE u.text = t.text) AS b FROM t WHERE id < 5 ORDER BY id",
    "SELECT 'x' AS t, AVG(1.25) AS mean FROM t WHERE FALSE",
]


def model(sql):
    upstream = upstream_tables(parse_select(sql, "m"), "m")
    return Model("m", "core", Path("m"), "m", sql, "", upstream)


def both(sql):
    """Return the rows of a query in DuckDB and in the second engine."""
    with duckdb.connect() as connection:
        for name, table in TABLES.items():
            connection.register(name, table)
        first = connection.execute(sql).to_arrow_table()
    engine = Engine()
    for name, table in TABLES.items():
        engine.add(name, table)
    return first, engine.run(model(sql))


@pytest.mark.parametrize("sql", QUERIES)
def test_same_rows_in_both_engines(sql):
    first, (second, _) = both(sql)
    assert compare_tables(first, second, ()).why == ""


def test_every_construct_that_is_taken_has_a_case():
    found = {type(node) for sql in QUERIES for node in parse_select(sql, "m").walk()}
    assert {kind.__name__ for kind in set(grammar.KNOWN) - found} == set()


def test_every_rule_is_used_by_a_case_and_named_in_the_documentation():
    used = {name for sql in QUERIES for name in both(sql)[1][1]}
    named = {rule.name for rule in (*rules.SHAPE_RULES, *rules.TYPE_RULES)}
    assert named == used
    text = (Path(__file__).parents[3] / "docs" / "reperformance.md").read_text(encoding="utf-8")
    assert [name for name in named if f"`{name}`" not in text] == []


@pytest.mark.parametrize(
    ("sql", "construct"),
    [
        ("SELECT MEDIAN(whole) AS x FROM t", "function median()"),
        ("SELECT id\nFROM t\nWHERE RANDOM() > 0.5", "function rand()"),
        ("SELECT my_own(id) AS x FROM t", "function my_own()"),
        ("SELECT day + INTERVAL 1 YEAR AS x FROM t", "INTERVAL"),
        ("SELECT text = whole AS x FROM t", "a comparison of number and text"),
        ("SELECT id FROM t WHERE id IN ('1', '2')", "a comparison of number and text"),
        ("SELECT COALESCE(text, id) AS x FROM t", "COALESCE of number and text"),
        ("SELECT CASE WHEN flag THEN id ELSE text END AS x FROM t", "CASE with results of"),
        (
            "SELECT CAST(whole / part AS BIGINT) AS x FROM t",
            "CAST of floating-point number to whole",
        ),
        ("SELECT text || whole / part AS x FROM t", "floating-point number written as text"),
        ("SELECT SUM(whole / part) AS x FROM t", "SUM of floating-point number"),
        ("SELECT rate // 2 AS x FROM t", "whole division or remainder of decimal"),
        ("SELECT text LIKE 'a\\_' AS x FROM t", "LIKE with a backslash"),
        ("SELECT STRFTIME(day, '%c') AS x FROM t", "strftime with a format"),
        ("SELECT id FROM t UNION ALL BY NAME SELECT id FROM u", "UNION BY NAME"),
        ("SELECT id FROM t UNION ALL SELECT text FROM u", "UNION of number and text"),
        ("SELECT t.id FROM t POSITIONAL JOIN u", "POSITIONAL JOIN"),
        ("SELECT * EXCLUDE (id) FROM t", "* with except"),
        ("SELECT id FROM t USING SAMPLE 1", "TABLESAMPLE"),
        ("SELECT _row FROM t", "the first engine's own column _row"),
        ("SELECT EXISTS (SELECT 1 FROM u) AS x, COUNT(*) AS n FROM t", "EXISTS in the result"),
        ("WITH RECURSIVE a AS (SELECT 1 AS n) SELECT n FROM a", "WITH RECURSIVE"),
    ],
)
def test_what_is_not_expressed_is_named(sql, construct):
    columns = {
        name: {field.name: sql_type(field.type) for field in table.schema}
        for name, table in TABLES.items()
    }
    with pytest.raises(NotExpressed) as raised:
        translate(sql, columns, "m.sql")
    assert any(construct in found.construct for found in raised.value.found)
    assert {found.model for found in raised.value.found} == {"m.sql"}


def test_the_line_of_a_construct_is_told():
    with pytest.raises(NotExpressed) as raised:
        translate("SELECT id\nFROM t\nWHERE MEDIAN(id) > 0", {"t": {"id": "BIGINT"}}, "m.sql")
    assert [found.line for found in raised.value.found] == [3]


def test_what_the_engine_refuses_is_not_expressed():
    engine = Engine()
    engine.add("t", ROWS)
    with pytest.raises(NotExpressed, match="DataFusion refuses"):
        engine.run(model("SELECT CAST(text AS BIGINT) AS x FROM t"))
