"""Constructs of analysts' SQL, each a query of two columns k and v, and the forms to cross them with."""

from __future__ import annotations

import duckdb

SETUP = r"""
CREATE TABLE p(_row BIGINT, k INTEGER, v INTEGER, r INTEGER, s VARCHAR);
INSERT INTO p VALUES (501, 1, 10, 1, 'x'), (502, 2, 20, 1, 'y'), (503, 2, 30, 2, 'x'), (504, 3, NULL, 2, NULL);
CREATE TABLE q(_row BIGINT, k INTEGER, u INTEGER);
INSERT INTO q VALUES (601, 1, 100), (602, 2, 200), (603, 2, 400), (604, 5, 800);
CREATE TABLE docs(_row BIGINT, k INTEGER, j JSON);
INSERT INTO docs VALUES (701, 1, '{"l": [1, 2], "o": {"a": 1, "b": 2}}'), (702, 2, '{"l": [7], "o": {}}');
INSERT INTO docs VALUES (703, 3, NULL);
CREATE TABLE st(_row BIGINT, k INTEGER, t STRUCT(v INTEGER, w VARCHAR));
INSERT INTO st VALUES (801, 1, {'v': 1, 'w': 'x'}), (802, 2, {'v': NULL, 'w': 'y'}), (803, 3, NULL);
CREATE VIEW filtered AS SELECT * FROM p WHERE v > 5;
CREATE VIEW named(k, "the v") AS SELECT k, v FROM p WHERE v > 5;
CREATE VIEW summed AS WITH c AS (SELECT k, "the v" AS v FROM named) SELECT k, sum(v) AS v FROM c GROUP BY k;
CREATE VIEW ranked AS SELECT k, v, row_number() OVER (PARTITION BY k ORDER BY v DESC) AS n FROM p;
CREATE VIEW stacked AS SELECT k, v FROM p UNION ALL SELECT k, u FROM q;
CREATE VIEW twins AS SELECT a.k, a.v, b.* FROM p a JOIN q b ON a.k = b.k;
CREATE MACRO twice(x) AS x * 2;
CREATE MACRO four(x) AS twice(twice(x));
CREATE MACRO total(x) AS sum(x) + count(*);
CREATE MACRO net(x, tax INTEGER := 10) AS x * (100 - tax) / 100;
CREATE MACRO best(n) AS (SELECT max(u) FROM q WHERE q.k = n);
CREATE MACRO later(z) AS TABLE SELECT k, v FROM p WHERE k > z;
CREATE MACRO latest(z BIGINT := 1, words VARCHAR[] := ['a, b', 'c'])
    AS TABLE SELECT k, v + len(words) AS v FROM p WHERE k > z;
CREATE MACRO scaled(x, f INTEGER := 2, up DATE := DATE '2020-01-01', of STRUCT(a INTEGER) := {'a': 1})
    AS sum(x) * f + of.a + year(up);
CREATE MACRO forms(x) AS x + 1, (x, y, w INTEGER := 10) AS x + y + w;
CREATE MACRO whole(x INTEGER, y INTEGER := 3) AS x / y || typeof(x);
CREATE TABLE odd(_row BIGINT, k INTEGER, map INTEGER[], struct INTEGER[], list INTEGER[]);
INSERT INTO odd VALUES (901, 1, [1, 2], [3], [4]), (902, 2, [5, 6], NULL, [8]), (903, 3, NULL, [7], []);
CREATE VIEW dated AS SELECT k, v, current_date AS day, now() FROM p WHERE now() > TIMESTAMPTZ '2020-01-01';
CREATE VIEW redated AS SELECT dated.k, d.v FROM dated JOIN filtered d ON d.k = dated.k AND year(day) > 2020;
CREATE SCHEMA other;
CREATE TABLE other.p AS SELECT 950 + k AS _row, k, v + 1000 AS v FROM main.p WHERE k < 3;
CREATE VIEW other.here AS SELECT k, v FROM p;
"""
TABLES = ("p", "q", "docs", "st", "odd", "other.p")

CONSTRUCTS = {
    # What ran into exceptions of the engine.
    "JSON arrow as an argument": "SELECT k, json_array_length(j->'l') AS v FROM docs",
    "group by a USING column": "SELECT p.k, sum(u) AS v FROM p JOIN q USING (k) GROUP BY k",
    "group by a USING column, right": "SELECT q.k, sum(v) AS v FROM p RIGHT JOIN q USING (k) GROUP BY k",
    "group by a USING column, full": "SELECT k, sum(v + u) AS v FROM p FULL JOIN q USING (k) GROUP BY k",
    "columns of a table renamed": "SELECT r AS k, a AS v FROM p AS x(w, r, a)",
    "columns of a CTE renamed":
        "SELECT y.a AS k, y.b AS v FROM (WITH c AS (SELECT k, v FROM p) SELECT a, b FROM c AS y(a, b)) "
        "y",
    "ordered by the other branch": "SELECT k, v FROM p UNION ALL SELECT k AS z, u FROM q ORDER BY z, 2 LIMIT 5",
    "ordered by a column of the other":
        "SELECT k, v FROM p UNION ALL SELECT q.k, q.u FROM q ORDER BY q.u, p.k LIMIT "
        "5",
    "ordered by an expression": "SELECT k, v + 1 AS v FROM p UNION ALL SELECT k, u FROM q ORDER BY v + 1, k LIMIT 4",
    "parentheses of joins": "SELECT x.k, y.u AS v FROM ((p x JOIN q y ON x.k = y.k))",
    "parentheses beside a join":
        "SELECT x.k, y.u + z.v AS v FROM ((p x JOIN q y ON x.k = y.k) JOIN p z ON z.k = "
        "x.k)",
    "parentheses on both sides": "SELECT x.k, z.v FROM ((p x JOIN q y ON x.k = y.k) "
    "LEFT JOIN (p z JOIN docs d ON d.k = z.k) ON z.k = x.k)",
    "one pair of parentheses": "SELECT x.k, y.u AS v FROM (p x JOIN q y ON x.k = y.k)",
    "parentheses around USING": "SELECT k, sum(v + u) AS v FROM (p FULL JOIN q USING (k)) GROUP BY k",
    "parentheses around USING, thrice":
        "SELECT k, sum(u) AS v FROM ((p FULL JOIN q USING (k)) LEFT JOIN docs USING (k)) GROUP BY k",
    "parentheses around a positional join": "SELECT p.k, q.u AS v FROM (p POSITIONAL JOIN q)",
    "ROW in IN": "SELECT k, v FROM p WHERE ROW(k, v) IN (ROW(1, 10), ROW(2, 20))",
    "ROW of a subquery": "SELECT k, v FROM p WHERE ROW(k, v) IN (SELECT ROW(k, v) FROM p WHERE r = 1 OR v IS NULL)",
    "ROW of a correlated subquery": "SELECT k, v FROM p WHERE ROW(k, r) IN (SELECT ROW(q.k, 1) FROM q WHERE q.u > p.v)",
    "brackets not in rows":
        "SELECT k, v FROM p WHERE (k, r) NOT IN (SELECT DISTINCT ROW(k, 1) FROM q)",
    "ROW in a subquery": "SELECT k, v FROM p WHERE ROW(k, v) IN (SELECT k, v FROM p WHERE r = 1)",
    "a field of list_zip": "SELECT k, list_zip([k], [v])[1][2] AS v FROM p",
    "HAVING without groups": "SELECT max(k) AS k, sum(v) AS v FROM p HAVING sum(v) > 3",
    "json_group_object": "SELECT r AS k, json_array_length(json_group_array(v)) AS v FROM p GROUP BY r",
    "unnest alone": "SELECT unnest AS k, 1 AS v FROM unnest([1, 2, 2])",
    "PIVOT with an expression": "SELECT r AS k, x AS v FROM (PIVOT p ON s USING coalesce(sum(v), 0) GROUP BY r)",
    "DISTINCT scalar subquery": "SELECT k, (SELECT DISTINCT max(u) FROM q WHERE q.k = p.k) AS v FROM p",
    "alias. in QUALIFY": "SELECT k, row_number() OVER (PARTITION BY k ORDER BY v) AS v FROM p QUALIFY alias.v = 1",
    "alias. in WHERE and HAVING":
        "SELECT k AS k, sum(u) AS v FROM q WHERE alias.k > 0 GROUP BY alias.k HAVING alias.v > "
        "1",
    "a name in QUALIFY that is a column too": "SELECT k, row_number() OVER (ORDER BY k, v) AS v FROM p QUALIFY v > 5",
    "HAVING with a method": "SELECT k, count(*) AS v FROM p GROUP BY k HAVING count(*).add(1) > 1",
    "a schema's table as a row": "SELECT main.p.k, (main.p).v AS v FROM main.p",
    "columns with their schema": "SELECT main.p.k, sum(main.p.v) AS v FROM main.p GROUP BY main.p.k",
    # What analysts write.
    "view": "SELECT k, v FROM filtered",
    "view with named columns": 'SELECT n.k, n."the v" AS v FROM named AS n',
    "view of views": "SELECT k, v FROM summed",
    "view with a ranking": "SELECT k, v FROM ranked WHERE n = 1",
    "view of a union": "SELECT k, sum(v) AS v FROM stacked GROUP BY k",
    "view twice": "SELECT a.k, b.v FROM filtered a JOIN filtered b ON a.k = b.k",
    "view with its schema": "SELECT main.filtered.k, main.filtered.v FROM main.filtered",
    "view with columns of one name": "SELECT k, k_1 + u AS v FROM twins",
    "columns of one name": "SELECT k, k_1 + u AS v FROM (SELECT a.*, b.* FROM p a JOIN q b ON a.k = b.k)",
    "columns of one name, nested":
        "SELECT s.k, s.v_1 AS v FROM (SELECT x.*, y.v FROM (SELECT k, v FROM p) x, filtered y) "
        "s",
    "clock":
        "SELECT k, v FROM p WHERE DATE '2020-01-01' + v::INTEGER < current_date AND now() > TIMESTAMPTZ "
        "'2020-01-01'",
    "sum of sums": "SELECT r AS k, sum(s) AS v FROM (SELECT r, k, sum(v) AS s FROM p GROUP BY r, k) GROUP BY r",
    "COLUMNS by pattern": "SELECT COLUMNS('(k|v)') FROM p",
    "COLUMNS by a lambda": "SELECT COLUMNS(lambda c: c IN ('k', 'v')) FROM p",
    "COLUMNS by an arrow": "SELECT COLUMNS(c -> c IN ('k', 'v')) FROM p",
    "a lambda": "SELECT k, list_transform([v, r], lambda x: x + p.k)[1] AS v FROM p",
    "COLUMNS under an aggregate": "SELECT r AS k, max(COLUMNS(['v'])) FROM p GROUP BY r",
    "COLUMNS in WHERE": "SELECT k, v FROM p WHERE COLUMNS(['k', 'v']) > 1",
    "COLUMNS over USING": "SELECT COLUMNS('(k|v)') FROM p JOIN q USING (k)",
    "star by pattern": "SELECT k, v FROM (SELECT * SIMILAR TO '(k|v)' FROM p)",
    "star renamed": "SELECT k, v FROM (SELECT * EXCLUDE (k) RENAME (r AS k) FROM p)",
    "star of a structure": "SELECT k, v FROM (SELECT k, t.* FROM st)",
    "structure unnested": "SELECT k, v FROM (SELECT k, unnest(t) FROM st)",
    "macro": "SELECT k, four(v) + 1 AS v FROM p WHERE twice(v) > 20",
    "macro that aggregates": "SELECT r AS k, total(v) AS v FROM p GROUP BY r HAVING total(v) > 20",
    "macro with a name": "SELECT k, net(v, tax := 20) AS v FROM p",
    "macro as a method": "SELECT k, v.twice() AS v FROM p",
    "macro with a query": "SELECT k, best(p.k) AS v FROM p",
    "macro with a default": "SELECT k, net(v) AS v FROM p",
    "macro with defaults that aggregates": "SELECT r AS k, scaled(v) AS v FROM p GROUP BY r",
    "macro with a default and a name": "SELECT r AS k, scaled(v, of := {'a': 5}) AS v FROM p GROUP BY r",
    "macro of several forms": "SELECT k, forms(v) + forms(v, 2) + forms(v, w := 1, y := 2) AS v FROM p",
    "macro with types": "SELECT k, length(whole(v) || whole(v, 2)) AS v FROM p",
    "table macro": "SELECT t.k, t.v FROM later(1) AS t",
    "table macro with defaults": "SELECT t.k, t.v FROM latest() AS t",
    "table macro with a default": "SELECT t.k, t.v FROM latest(words := ['x']) AS t",
    "column called map": "SELECT k, map[2] AS v FROM odd WHERE map[1] > 0 ORDER BY odd.map",
    "columns called struct and list": "SELECT k, coalesce(struct[1], list[1], len(map)) AS v FROM odd",
    "map with brackets": "SELECT k, MAP([k], [v])[k] + MAP {'a': k}['a'] AS v FROM p",
    "unpacked COLUMNS": "SELECT k, greatest(*COLUMNS(['v', 'r'])) AS v FROM p",
    "unpacked COLUMNS beside others":
        "SELECT k, coalesce(*COLUMNS('v|r'), k) + list_sum([*COLUMNS('v|r')]) AS v FROM p",
    "unpacked COLUMNS in WHERE":
        "SELECT k, v FROM p WHERE k IN (*COLUMNS(['r', 'v'])) AND greatest(*COLUMNS('k|r')) > 0",
    "unpacked COLUMNS of a structure": "SELECT k, length(struct_pack(*COLUMNS(['v', 'r']))::VARCHAR) AS v FROM p",
    "view that reads a clock": "SELECT k, v FROM dated WHERE day > DATE '2020-01-01'",
    "view over a view that reads a clock": "SELECT k, v FROM redated",
    "view of another schema": "SELECT k, v FROM other.here",
    "WITH RECURSIVE that does not": "SELECT k, v FROM (WITH RECURSIVE c AS (SELECT k, v FROM p) SELECT * FROM c)",
    "PIVOT without groups": "SELECT k, x AS v FROM (PIVOT (SELECT k, s, v FROM p) ON s USING sum(v))",
    "PIVOT on two": "SELECT k, x_1 AS v FROM (PIVOT p ON s, r USING sum(v) GROUP BY k)",
    "PIVOT of a join": "SELECT k, x AS v FROM (PIVOT (SELECT p.k, p.s, q.u FROM p JOIN q ON q.k = p.k) "
    "ON s IN ('x') USING sum(u) GROUP BY k)",
    "PIVOT without USING": "SELECT r AS k, x AS v FROM (PIVOT p ON s GROUP BY r)",
    "PIVOT with a query":
        "SELECT k, x AS v FROM (PIVOT p ON s IN (SELECT s FROM p WHERE k < 2) USING sum(v) GROUP BY "
        "k)",
    "standard PIVOT": "SELECT k, x AS v FROM p PIVOT (sum(v) FOR s IN ('x', 'y') GROUP BY k)",
    "PIVOT of a PIVOT": "SELECT * FROM (SELECT k, s, r, v FROM p) PIVOT (sum(v) FOR s IN ('x', 'y') GROUP BY k, r) "
    "PIVOT (max(x) AS v FOR r IN (1) GROUP BY k) AS z(k, v)",
    "UNPIVOT of a PIVOT": "SELECT k, w AS v FROM (SELECT k, s, v FROM p) PIVOT (sum(v) FOR s IN ('x', 'y')) "
    "UNPIVOT (w FOR n IN (x, y))",
    "standard PIVOT, named":
        "SELECT z.a AS k, z.c AS v FROM (SELECT k, s, v FROM p) PIVOT (sum(v) FOR s IN ('x', 'y')) AS "
        "z(a, b, c)",
    "UNPIVOT": "SELECT k, value AS v FROM (UNPIVOT (SELECT k, v, r FROM p) ON v, r)",
    "UNPIVOT with names": "SELECT k, w AS v FROM (UNPIVOT p ON v * 2 AS vv, r INTO NAME n VALUE w) WHERE n = 'vv'",
    "UNPIVOT of pairs": "SELECT a AS k, b AS v FROM (UNPIVOT p ON (k, v), (r, v) INTO NAME n VALUE a, b)",
    "standard UNPIVOT": "SELECT k, w AS v FROM p UNPIVOT INCLUDE NULLS (w FOR n IN (v AS one, r))",
    "json_each": "SELECT d.k, e.value::INTEGER AS v FROM docs d, json_each(d.j, '$.o') e",
    "json_each of a bare column": "SELECT k, count(*) AS v FROM docs, json_each(j) GROUP BY k",
    "json_tree": "SELECT d.k, t.id AS v FROM docs d CROSS JOIN json_tree(d.j) t WHERE t.atom IS NOT NULL",
    "json_each in a subquery": "SELECT k, (SELECT count(*) FROM json_each(j)) AS v FROM docs",
    "range": "SELECT k, range AS v FROM p, range(p.k)",
    "EXCEPT ALL": "SELECT k, r AS v FROM p EXCEPT ALL SELECT k, 1 FROM q",
    "INTERSECT ALL": "SELECT k, 1 AS v FROM p INTERSECT ALL SELECT k, 1 FROM q",
    "LIMIT in per cent": "SELECT k, v FROM p ORDER BY v NULLS LAST LIMIT 60%",
    "positional join": "SELECT p.k, q.u AS v FROM p POSITIONAL JOIN q",
    "positional join of three": "SELECT p.k, coalesce(q.u, d.k) AS v FROM p POSITIONAL JOIN q POSITIONAL JOIN docs d",
    "positional join, then another":
        "SELECT p.k, q.u + z.k AS v FROM docs d POSITIONAL JOIN q LEFT JOIN p ON p.k = d.k JOIN p z ON z.k = q.k",
}  # fmt: skip
if duckdb.__version__.startswith("2"):
    del CONSTRUCTS["COLUMNS by an arrow"]  # no lambda to it any more

FORMS = {
    "plain": "{core}",
    "in a subquery": "SELECT k, v FROM ({core}) AS s",
    "in a CTE": "WITH c AS ({core}) SELECT k, v FROM c",
    "in a CTE read twice": "WITH c AS ({core}) SELECT a.k, b.v FROM c a JOIN c b ON a.k = b.k",
    "under an aggregate": "SELECT k, sum(v::INTEGER) AS v, count(*) AS n FROM ({core}) AS s GROUP BY k",
    "in a set operation": "SELECT k, v::INTEGER AS v FROM ({core}) AS s UNION SELECT k, u FROM q",
    "joined": "SELECT s.k, s.v, q.u FROM ({core}) AS s LEFT JOIN q ON q.k = s.k",
    "in IN": "SELECT k, u AS v FROM q WHERE k IN (SELECT k FROM ({core}) AS s)",
    "in a view": "SELECT k, v FROM crossed",
}


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables, views and macros."""
    con.execute(SETUP)


def crossed(con: duckdb.DuckDBPyConnection, core: str, form: str) -> str:
    """Return a construct in a form."""
    if form == "in a view":
        con.execute(f"CREATE OR REPLACE VIEW crossed AS {core}")
    return FORMS[form].format(core=core)
