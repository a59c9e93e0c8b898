"""What a trace says besides its rows: exclusions, conditions on absence, contributions, column lineage, lint, roles."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from lineage.tables import fill
from rowlineage import Lineage, UnsupportedSQL
from rowlineage.columns import column_lineage
from rowlineage.lint import lint
from rowlineage.query import upstream_tables

REGIONS = """
SELECT r.name, sum(s.amount) AS x
FROM region r JOIN sale s ON s.region_id = r.id
WHERE s.day < 9 AND NOT EXISTS (SELECT 1 FROM refund f WHERE f.sale_id = s.id)
GROUP BY r.name
HAVING count(*) > 1
"""


@pytest.fixture(scope="module")
def lineage() -> Iterator[Lineage]:
    with duckdb.connect(config={"threads": 1}) as con:
        fill(con)
        yield Lineage(con)


def test_excluded_rows_by_predicate_and_join(lineage: Lineage) -> None:
    excluded = {
        (e["table"], e["predicate"]): e["rows"]
        for e in lineage.trace(REGIONS, {"name": "North"}).excluded()
    }
    assert excluded == {
        ("sale", "s.day < 9"): 1,
        ("sale", "NOT EXISTS(SELECT 1 FROM refund AS f WHERE f.sale_id = s.id)"): 3,
        ("region", "s.region_id = r.id"): 1,
        ("sale", "s.region_id = r.id"): 1,
        ("region, sale", "COUNT(*) > 1"): 1,
    }


def test_excluded_rows_can_be_sampled(lineage: Lineage) -> None:
    trace = lineage.trace("SELECT sum(amount) AS x FROM sale WHERE amount > 2", {}, "x")
    (exclusion,) = trace.exclusions()
    assert (exclusion.table, exclusion.predicate) == ("sale", "amount > 2")
    assert [row["_row"] for row in exclusion.sample(lineage.con, 3)] == [101, 102, 105]


def test_a_null_condition_excludes(lineage: Lineage) -> None:
    trace = lineage.trace("SELECT count(*) AS n FROM sale WHERE kind <> 'a'", {}, "n")
    assert trace.excluded() == [{"table": "sale", "predicate": "kind <> 'a'", "rows": 4}]


def test_an_outer_join_keeps_out_no_row_of_the_side_that_it_keeps(lineage: Lineage) -> None:
    sides = {"INNER": ["sale", "refund"], "LEFT": ["refund"], "RIGHT": ["sale"], "FULL": []}
    for join, tables in sides.items():
        sql = f"SELECT count(*) AS n FROM sale s {join} JOIN refund f ON f.sale_id = s.id"
        assert {e["table"] for e in lineage.trace(sql, {}, "n").excluded()} == set(tables)


@pytest.mark.parametrize("condition", ["s.id > r.id + 6", "r.id + 6 < s.id"])
def test_rows_kept_out_by_an_inequality(lineage: Lineage, condition: str) -> None:
    sql = f"SELECT count(*) AS n FROM region r JOIN sale s ON {condition}"
    exclusions = lineage.trace(sql, {}, "n").exclusions()
    assert {e.table: e.count(lineage.con)["rows"] for e in exclusions} == {"region": 2, "sale": 7}
    assert not any("EXISTS" in e.sql for e in exclusions)  # which would compare all pairs


def test_rows_kept_out_by_a_condition_over_three_tables(lineage: Lineage) -> None:
    sql = (
        "SELECT count(*) AS n FROM region r, sale s, refund f WHERE s.region_id = r.id AND f.sale_id = s.id "
        "AND f.amount > 1000 * s.amount * r.id"
    )
    excluded = lineage.trace(sql, {}, "n").excluded()
    last = {e["table"]: e["rows"] for e in excluded if ">" in e["predicate"]}
    assert last == {"region": 1, "sale": 2, "refund": 3}


def test_rows_without_partner_where_a_join_is_over_three_tables(lineage: Lineage) -> None:
    sql = (
        "SELECT count(*) AS n FROM region r CROSS JOIN tag g "
        "LEFT JOIN sale s ON s.region_id = r.id AND s.kind = g.name"
    )
    (excluded,) = lineage.trace(sql, {}, "n").excluded()
    assert (excluded["table"], excluded["rows"]) == ("sale", 2)


def test_conditions_on_absence(lineage: Lineage) -> None:
    found = [(a.construct, a.tables) for a in lineage.trace(REGIONS, {"name": "North"}).absences()]
    assert found == [("NOT EXISTS", ("refund",))]
    top = "SELECT id, amount FROM sale WHERE id NOT IN (SELECT id FROM refund) ORDER BY id LIMIT 2"
    found = [(a.construct, a.tables) for a in lineage.trace(top, {"id": 6}).absences()]
    assert sorted(found) == [("LIMIT", ("sale", "refund")), ("NOT IN", ("refund",))]


def test_absence_by_rank_and_except(lineage: Lineage) -> None:
    ranked = (
        "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS rn FROM sale) WHERE rn <= 2"
    )
    assert [a.construct for a in lineage.trace(ranked, {"id": 1}).absences()] == [
        "top of a ranking"
    ]
    without = "SELECT id FROM sale EXCEPT SELECT id FROM region"
    assert [(a.construct, a.tables) for a in lineage.trace(without, {"id": 9}).absences()] == [
        ("EXCEPT", ("region",))
    ]


def test_contributions_re_add(lineage: Lineage) -> None:
    parts = lineage.trace(REGIONS, {"name": "North"}, "x").contributions()
    assert parts is not None
    assert (parts.aggregate, parts.total, parts.agrees) == ("SUM(s.amount)", 5, True)
    assert parts.parts.to_pylist() == [
        {"value": 1, "r": 1, "s": 101},
        {"value": 4, "r": 1, "s": 103},
    ]


def test_contributions_of_a_group_by_struct(lineage: Lineage) -> None:
    sql = "SELECT {'kind': kind} AS k, sum(amount) AS x FROM sale GROUP BY k"
    parts = lineage.trace(sql, {"k": {"kind": "a"}}, "x").contributions()
    assert parts is not None
    assert (parts.total, parts.agrees) == (11, True)


def test_no_contributions_where_windows_rank_totals(lineage: Lineage) -> None:
    sql = (
        "SELECT kind, sum(amount) AS x, rank() OVER (ORDER BY sum(amount)) AS r "
        "FROM sale GROUP BY ROLLUP (kind)"
    )
    assert lineage.trace(sql, {"r": 1}, "x").contributions() is None


def test_no_contributions_of_a_ratio(lineage: Lineage) -> None:
    sql = "SELECT sum(amount) / count(*) AS x FROM sale"
    assert lineage.trace(sql, {}, "x").contributions() is None


def test_roles(lineage: Lineage) -> None:
    rows = lineage.trace(REGIONS, {"name": "North"}, "x").rows().to_pylist()
    roles = {(row["table"], row["row_id"]): row["role"] for row in rows}
    assert roles == {("region", 1): "witness", ("sale", 101): "value", ("sale", 103): "value"}
    rank = lineage.trace(
        "SELECT id, rank() OVER (ORDER BY day) AS r FROM sale", {"id": 2}, "r"
    ).rows()
    assert set(rank["role"].to_pylist()) == {"order"}


def test_occurrences_are_told_apart(lineage: Lineage) -> None:
    sql = "SELECT a.id, b.amount FROM sale a JOIN sale b ON b.id = a.id + 1"
    rows = lineage.trace(sql, {"id": 3}, "amount").rows()
    found = list(
        zip(
            rows["occurrence"].to_pylist(),
            rows["row_id"].to_pylist(),
            rows["role"].to_pylist(),
            strict=True,
        )
    )
    assert found == [(1, 103, "witness"), (2, 104, "value")]


def test_column_lineage_has_roles(lineage: Lineage) -> None:
    links = {
        (c.table, c.upstream, c.role)
        for c in column_lineage(lineage.con, REGIONS)
        if c.column == "x"
    }
    assert (
        links
        == {
            ("sale", "amount", "projection"),
            ("sale", "day", "filter"),
            ("sale", "region_id", "join"),
            ("region", "id", "join"),
            ("region", "name", "group"),
            ("sale", "id", "join"),
            ("refund", "sale_id", "absence"),
        }
        | {("sale", "*", "projection")} & links
        | {("region", "*", "projection")} & links
    )


def test_column_lineage_of_an_order(lineage: Lineage) -> None:
    links = column_lineage(lineage.con, "SELECT id FROM sale ORDER BY day LIMIT 1")
    assert [(c.upstream, c.role) for c in links] == [("day", "order"), ("id", "projection")]


def test_upstream_tables() -> None:
    sql = "WITH a AS (SELECT id FROM sale) SELECT a.id FROM a JOIN main.region r USING (id) JOIN sale USING (id)"
    assert upstream_tables(sql) == ["sale", "main.region"]


FINDINGS = {
    "SELECT sum(amount::DOUBLE) AS x FROM sale": ["double aggregate"],
    "SELECT avg(amount / 2) OVER () AS x FROM sale": ["double aggregate"],
    "SELECT sum(amount) AS x, avg(amount::DECIMAL(10, 2)) AS y, max(amount / 2) AS z FROM sale": [],
    "SELECT first(id) AS x FROM sale": ["pick among ties"],
    "SELECT string_agg(kind, ',' ORDER BY id) AS x FROM sale": [],
    "SELECT arg_max(id, day) AS x FROM sale": ["pick among ties"],
    "SELECT arg_max(day, id) AS x FROM sale": [],
    "SELECT id, row_number() OVER (ORDER BY day) AS x FROM sale": ["pick among ties"],
    "SELECT id, row_number() OVER (ORDER BY day, id) AS x FROM sale": [],
    "SELECT id, sum(amount) OVER (ORDER BY day) AS x FROM sale": [],
    "SELECT id, sum(amount) OVER (ORDER BY day ROWS UNBOUNDED PRECEDING) AS x FROM sale": [
        "pick among ties"
    ],
    "SELECT id FROM sale ORDER BY day LIMIT 2": ["pick among ties"],
    "SELECT id FROM sale ORDER BY day, id LIMIT 2": [],
    "SELECT DISTINCT ON (kind) kind, id FROM sale ORDER BY kind": ["pick among ties"],
    "SELECT kind, sum(amount) AS x FROM sale GROUP BY kind ORDER BY x LIMIT 1": [],
}


@pytest.mark.parametrize(("sql", "rules"), FINDINGS.items())
def test_lint(lineage: Lineage, sql: str, rules: list[str]) -> None:
    assert [finding.rule for finding in lint(lineage.con, sql)] == rules


def test_lint_as_an_error(lineage: Lineage) -> None:
    with pytest.raises(UnsupportedSQL, match="double aggregate") as caught:
        lint(
            lineage.con,
            "SELECT\n  sum(amount::DOUBLE) AS x\nFROM sale",
            model="stat_sales",
            strict=True,
        )
    assert (caught.value.model, caught.value.line) == ("stat_sales", 2)


def test_a_neighbour_that_comes_out_the_same_does_not_spoil_the_replay() -> None:
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute(
            "CREATE TABLE t AS SELECT * FROM (VALUES (1, 1), (2, NULL), (3, NULL)) v(_row, b)"
        )
        sql = "SELECT b, lag(b) OVER (ORDER BY _row) AS w FROM t"
        trace = Lineage(con).trace(sql, {"b": None, "w": None})
        assert sorted(trace.rows()["row_id"].to_pylist()) == [2, 3]
        # Without row 1 the second row has nothing before it, and says the same as the third.
        assert trace.replay()["state"] == "verified"


RANKINGS = {
    "SELECT kind, rank() OVER (ORDER BY sum(amount) DESC) AS r FROM sale GROUP BY kind": [
        "place in a ranking"
    ],
    "SELECT kind FROM (SELECT kind, row_number() OVER (ORDER BY count(*) DESC) AS r FROM sale GROUP BY kind) "
    "WHERE r = 1": ["top of a ranking"],
    "WITH t AS (SELECT kind, sum(amount) AS x FROM sale GROUP BY kind) "
    "SELECT kind, dense_rank() OVER (ORDER BY x) AS r FROM t": ["place in a ranking"],
    "SELECT kind, sum(amount) AS x FROM sale GROUP BY kind QUALIFY rank() OVER (ORDER BY sum(amount)) <= 2": [
        "top of a ranking"
    ],
    "SELECT kind, rank() OVER (ORDER BY sum(amount)) + 1 AS r FROM sale GROUP BY kind": [
        "place in a ranking"
    ],
    "SELECT kind, ntile(2) OVER (ORDER BY sum(amount)) AS r FROM sale GROUP BY kind": [],
}


@pytest.mark.parametrize(("sql", "constructs"), RANKINGS.items())
def test_absence_is_named_for_rankings_of_groups(
    lineage: Lineage, sql: str, constructs: list[str]
) -> None:
    ((kind,), *_) = lineage.con.execute(f"SELECT kind FROM ({sql}) ORDER BY ALL").fetchall()
    trace = lineage.trace(sql, {"kind": kind})
    assert [(a.construct, a.tables) for a in trace.absences()] == [
        (construct, ("sale",)) for construct in constructs
    ]


BY_ROW_ID = {
    "SELECT s.amount FROM sale s NATURAL JOIN region r": ["NATURAL JOIN region"],
    "SELECT s.amount FROM sale s NATURAL LEFT JOIN region r": ["NATURAL LEFT JOIN region"],
    "WITH t AS (SELECT * FROM sale) SELECT t.amount FROM t NATURAL JOIN refund": [
        "NATURAL JOIN refund"
    ],
    "SELECT amount FROM sale NATURAL JOIN (SELECT id, name FROM region) r": [],
    "SELECT amount FROM sale JOIN region USING (id)": [],
    "SELECT id FROM (SELECT * FROM sale INTERSECT SELECT * FROM sale)": ["INTERSECT"],
    "SELECT id FROM (SELECT DISTINCT * FROM sale)": ["DISTINCT"],
    "SELECT DISTINCT kind FROM sale": [],
}


@pytest.mark.parametrize(("sql", "places"), BY_ROW_ID.items())
def test_a_comparison_of_row_ids_is_warned_of(
    lineage: Lineage, sql: str, places: list[str]
) -> None:
    found = [f.what for f in lint(lineage.con, sql) if f.rule == "row ids compared"]
    assert found == places


def test_a_trace_warns_of_a_natural_join(lineage: Lineage) -> None:
    lineage.con.execute("CREATE TABLE twin AS SELECT _row, id, day AS twice FROM sale")
    trace = lineage.trace("SELECT id, twice FROM sale\nNATURAL JOIN twin", {"id": 3})
    assert trace.warnings() == [
        "line 2: NATURAL JOIN twin compares _row too: name the columns, JOIN ... USING (...)"
    ]
    assert lineage.trace("SELECT id FROM sale", {"id": 3}).warnings() == []
