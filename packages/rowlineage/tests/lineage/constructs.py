"""The constructs that the engine supports, each as one query over the small tables."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Construct:
    """One query.

    Attributes:
        name: What is tried.
        sql: The query.
        key: Columns that tell its rows.
        inexact: Columns of which deletion cannot tell the whole evidence: it may exceed the oracle's there. `*` for all.
        labels: For single cells, (key values, column) -> the row ids by hand, in every role.
    """

    name: str
    sql: str
    key: tuple[str, ...]
    inexact: tuple[str, ...] = ()
    labels: dict[tuple[tuple[object, ...], str], set[int]] = field(default_factory=dict)


def _c(
    name: str,
    sql: str,
    key: str,
    inexact: str = "",
    labels: dict[tuple[tuple[object, ...], str], set[int]] | None = None,
) -> Construct:
    return Construct(name, sql, tuple(key.split()), tuple(inexact.split()), labels or {})


CONSTRUCTS: list[Construct] = [
    _c("projection", "SELECT id, amount FROM sale", "id"),
    _c("expression", "SELECT id, amount * 2 + day AS x FROM sale", "id"),
    _c("filter", "SELECT id, amount FROM sale WHERE amount > 2", "id"),
    _c("filter on null", "SELECT id, kind FROM sale WHERE amount IS NULL", "id"),
    _c("star", "SELECT * FROM region", "id"),
    _c(
        "star exclude replace",
        "SELECT * EXCLUDE (parent) REPLACE (upper(name) AS name) FROM region",
        "id",
    ),
    _c("from first", "FROM region", "id"),
    _c("names in capitals", "SELECT ID AS Id, AMOUNT AS TheAmount FROM Sale", "Id"),
    _c("quoted name", 'SELECT id, amount AS "the amount" FROM sale', "id"),
    _c("case", "SELECT id, CASE WHEN kind = 'a' THEN amount ELSE 0 END AS x FROM sale", "id"),
    _c("constant column", "SELECT id, 5 AS five FROM region", "id"),
    _c("alias used again", "SELECT id, amount + 1 AS b, b * 2 AS c FROM sale", "id"),
    _c("alias in where", "SELECT id, amount * 2 AS x FROM sale WHERE x > 8", "id"),
    _c("order by", "SELECT id, amount FROM sale ORDER BY amount DESC NULLS LAST, id", "id"),
    _c("order by position", "SELECT id, amount FROM sale ORDER BY 2, 1", "id"),
    _c(
        "inner join",
        "SELECT s.id, r.name, s.amount FROM sale s JOIN region r ON s.region_id = r.id",
        "id",
    ),
    _c(
        "join using",
        "SELECT id, sale.amount, refund.amount AS back FROM sale JOIN refund USING (id)",
        "id",
    ),
    _c(
        "comma join",
        "SELECT s.id, r.name FROM sale s, region r WHERE s.region_id = r.id AND r.id < 3",
        "id",
    ),
    _c(
        "cross join", "SELECT s.id, r.id AS rid, s.amount FROM sale s CROSS JOIN region r", "id rid"
    ),
    _c(
        "left join",
        "SELECT s.id, r.name, s.amount FROM sale s LEFT JOIN region r ON s.region_id = r.id",
        "id",
    ),
    _c("right join", "SELECT r.id, s.amount FROM sale s RIGHT JOIN region r ON s.id = r.id", "id"),
    _c(
        "full join",
        "SELECT s.id, r.id AS rid, r.name FROM sale s FULL JOIN region r ON s.id = r.id + 2",
        "id rid",
    ),
    _c(
        "self join",
        "SELECT a.id, b.id AS bid, a.amount + b.amount AS x FROM sale a JOIN sale b ON a.day = b.day",
        "id bid",
    ),
    _c(
        "two copies of one row",
        "SELECT a.id, a.amount - b.amount AS x FROM sale a JOIN sale b ON a.id = b.id",
        "id",
    ),
    _c(
        "join on inequality",
        "SELECT r.id, s.id AS sid FROM region r JOIN sale s ON s.id < r.id",
        "id sid",
    ),
    _c(
        "left join with condition",
        "SELECT s.id, f.amount FROM sale s LEFT JOIN refund f ON f.sale_id = s.id AND f.kind = 'a'",
        "id",
    ),
    _c(
        "anti by left join",
        "SELECT s.id, s.amount FROM sale s LEFT JOIN refund f ON f.sale_id = s.id WHERE f.id IS NULL",
        "id",
    ),
    _c(
        "join in parentheses",
        "SELECT r.id, s.id AS sid, f.amount FROM region r LEFT JOIN (sale s JOIN refund f ON f.sale_id = s.id) "
        "ON s.region_id = r.id",
        "id sid amount",
    ),
    _c(
        "chain of joins",
        "SELECT f.id, r.name FROM refund f JOIN sale s ON f.sale_id = s.id JOIN region r ON s.region_id = r.id",
        "id",
    ),
    _c(
        "semi join",
        "SELECT s.id, s.amount FROM sale s SEMI JOIN region r ON s.region_id = r.id",
        "id",
    ),
    _c(
        "anti join",
        "SELECT s.id, s.amount FROM sale s ANTI JOIN refund f ON f.sale_id = s.id",
        "id",
    ),
    _c(
        "asof join",
        "SELECT r.id, s.amount FROM region r ASOF JOIN sale s ON r.id >= s.id",
        "id",
        "id",
    ),
    _c(
        "lateral",
        "SELECT r.id, l.x FROM region r, LATERAL (SELECT sum(s.amount) AS x FROM sale s WHERE s.region_id = r.id) l",
        "id",
    ),
    _c(
        "lateral rows",
        "SELECT r.id, l.sid, l.x FROM region r, LATERAL (SELECT s.id AS sid, s.amount + r.id AS x FROM sale s "
        "WHERE s.region_id = r.id) l",
        "id sid",
    ),
    _c(
        "derived table",
        "SELECT q.id, q.x FROM (SELECT id, amount + 1 AS x FROM sale WHERE day > 2) q",
        "id",
    ),
    _c(
        "derived with column names",
        "SELECT q.i, q.x FROM (SELECT id, amount FROM sale) AS q(i, x)",
        "i",
    ),
    _c(
        "values joined",
        "SELECT s.id, v.w FROM sale s JOIN (VALUES ('a', 7), ('b', 9)) v(k, w) ON s.kind = v.k",
        "id",
    ),
    _c("unnest in from", "SELECT t.name, u.w FROM tag t, unnest(t.weights) AS u(w)", "name w"),
    _c("unnest in select", "SELECT name, unnest(weights) AS w FROM tag", "name w"),
    _c("series", "SELECT r.id, g.n FROM region r, generate_series(1, 2) AS g(n)", "id n"),
    _c("count all", "SELECT count(*) AS n FROM sale", ""),
    _c("sum", "SELECT sum(amount) AS x FROM sale", ""),
    _c("sum of nothing", "SELECT sum(amount) AS x, count(*) AS n FROM sale WHERE id > 99", ""),
    _c(
        "group by",
        "SELECT region_id, sum(amount) AS x, count(*) AS n FROM sale GROUP BY region_id",
        "region_id",
        "region_id",
    ),
    _c(
        "group by expression",
        "SELECT day % 2 AS odd, sum(amount) AS x FROM sale GROUP BY day % 2",
        "odd",
        "odd",
    ),
    _c(
        "group by alias",
        "SELECT day % 2 AS odd, sum(amount) AS x FROM sale GROUP BY odd",
        "odd",
        "odd",
    ),
    _c("group by all", "SELECT kind, sum(amount) AS x FROM sale GROUP BY ALL", "kind", "kind x"),
    _c(
        "count column",
        "SELECT region_id, count(amount) AS n FROM sale GROUP BY region_id",
        "region_id",
        "region_id n",
    ),
    _c(
        "neighbouring aggregates",
        "SELECT kind, sum(amount) AS x, sum(day) AS y, count(region_id) AS n FROM sale GROUP BY kind",
        "kind",
        "kind x",
    ),
    _c(
        "average",
        "SELECT region_id, avg(amount) AS x FROM sale WHERE amount IS NOT NULL GROUP BY region_id",
        "region_id",
        "region_id",
    ),
    _c(
        "min and max",
        "SELECT region_id, min(amount) AS lo, max(amount) AS hi FROM sale GROUP BY region_id",
        "region_id",
        "region_id lo hi",
        {((1,), "hi"): {101, 102, 103, 109}, ((2,), "lo"): {104, 106}},
    ),
    _c(
        "count distinct",
        "SELECT count(DISTINCT kind) AS n FROM sale",
        "",
        "n",
        {((), "n"): {101, 102, 103, 104, 105, 107, 108, 109}},
    ),
    _c("sum distinct", "SELECT sum(DISTINCT amount) AS x FROM sale", ""),
    _c(
        "filter of aggregate",
        "SELECT region_id, sum(amount) FILTER (WHERE kind = 'a') AS a, sum(amount) FILTER (WHERE kind = 'c') AS c "
        "FROM sale GROUP BY region_id",
        "region_id",
        "region_id a c",
        {((1,), "a"): {101, 102}, ((1,), "c"): {109}, ((2,), "a"): {104}},
    ),
    _c(
        "sum of case",
        "SELECT sum(CASE WHEN kind = 'a' THEN amount ELSE 0 END) AS a, sum(CASE WHEN day > 3 THEN amount END) AS d "
        "FROM sale",
        "",
    ),
    _c("ratio", "SELECT sum(amount) FILTER (WHERE kind = 'a') / count(*) AS r FROM sale", ""),
    _c("count if", "SELECT count_if(amount > 4) AS n FROM sale", ""),
    _c(
        "having",
        "SELECT region_id, sum(amount) AS x FROM sale GROUP BY region_id HAVING count(*) >= 3",
        "region_id",
        "*",
        {((2,), "x"): {104, 105, 106}},
    ),
    _c(
        "having on a key",
        "SELECT region_id, sum(amount) AS x FROM sale GROUP BY region_id HAVING region_id = 1",
        "region_id",
        "region_id",
    ),
    _c(
        "rollup",
        "SELECT region_id, kind, grouping(region_id, kind) AS g, sum(amount) AS x FROM sale GROUP BY "
        "ROLLUP (region_id, kind)",
        "region_id kind g",
        "region_id kind g x",
    ),
    _c(
        "cube",
        "SELECT region_id, kind, grouping(region_id, kind) AS g, count(*) AS n FROM sale GROUP BY "
        "CUBE (region_id, kind)",
        "region_id kind g",
        "region_id kind g",
    ),
    _c(
        "grouping sets",
        "SELECT region_id, day, grouping(region_id, day) AS g, count(*) AS n FROM sale GROUP BY "
        "GROUPING SETS ((region_id), (day), ())",
        "region_id day g",
        "region_id day g",
    ),
    _c(
        "join then group",
        "SELECT r.name, sum(s.amount) AS x FROM region r JOIN sale s ON s.region_id = r.id GROUP BY r.name",
        "name",
        "name x",
    ),
    _c(
        "left join then group",
        "SELECT r.name, sum(s.amount) AS x, count(s.id) AS n FROM region r LEFT JOIN sale s ON s.region_id = r.id "
        "GROUP BY r.name",
        "name",
        "name",
        {(("East",), "x"): {3}},
    ),
    _c("fan-out", "SELECT sum(s.amount) AS x FROM sale s JOIN refund f ON f.sale_id = s.id", ""),
    _c(
        "group of groups",
        "SELECT q.odd, sum(q.x) AS x FROM (SELECT region_id, region_id % 2 AS odd, sum(amount) AS x FROM sale "
        "GROUP BY region_id) q GROUP BY q.odd",
        "odd",
        "odd",
    ),
    _c(
        "max of sums",
        "SELECT max(x) AS m FROM (SELECT region_id, sum(amount) AS x FROM sale GROUP BY region_id)",
        "",
        "m",
        {((), "m"): {101, 102, 103, 104, 106, 107, 109}},
    ),
    _c(
        "string_agg",
        "SELECT kind, string_agg(id::VARCHAR, ',' ORDER BY id) AS ids FROM sale GROUP BY kind",
        "kind",
        "kind",
    ),
    _c(
        "list",
        "SELECT kind, list(amount ORDER BY id) AS xs FROM sale GROUP BY kind",
        "kind",
        "kind",
    ),
    _c(
        "arg_max",
        "SELECT kind, arg_max(id, day) AS latest FROM sale WHERE id <> 3 GROUP BY kind",
        "kind",
        "kind latest",
        {(("a",), "latest"): {101, 102, 104}},
    ),
    _c(
        "first ordered",
        "SELECT kind, first(id ORDER BY day, id) AS f FROM sale GROUP BY kind",
        "kind",
        "kind f",
        {(("a",), "f"): {101, 102, 104}},
    ),
    _c(
        "median",
        "SELECT median(amount) AS m FROM sale",
        "",
        "m",
        {((), "m"): {101, 102, 103, 104, 106, 107, 109}},
    ),
    _c(
        "scalar subquery",
        "SELECT id, amount, (SELECT sum(amount) FROM refund) AS total FROM sale",
        "id",
    ),
    _c(
        "share of total",
        "SELECT id, amount, amount / (SELECT sum(amount) FROM sale) AS share FROM sale",
        "id",
        "share",
        {((1,), "share"): {101, 102, 103, 104, 106, 107, 109}, ((1,), "amount"): {101}},
    ),
    _c(
        "correlated scalar",
        "SELECT r.id, (SELECT sum(s.amount) FROM sale s WHERE s.region_id = r.id) AS x FROM region r",
        "id",
    ),
    _c(
        "correlated in where",
        "SELECT s.id, s.amount FROM sale s WHERE s.amount < (SELECT sum(f.amount) FROM refund f WHERE f.sale_id = s.id)",
        "id",
        "*",
        {((2,), "amount"): {102, 201, 202}},
    ),
    _c(
        "uncorrelated in where",
        "SELECT id, amount FROM sale WHERE amount > (SELECT avg(day) FROM sale)",
        "id",
        "*",
        {((4,), "amount"): set(range(101, 110))},
    ),
    _c(
        "same alias inside and outside",
        "SELECT s.id, (SELECT sum(s.amount) FROM refund s WHERE s.kind = 'a') AS x FROM sale s",
        "id",
    ),
    _c(
        "exists",
        "SELECT s.id, s.amount FROM sale s WHERE EXISTS (SELECT 1 FROM refund f WHERE f.sale_id = s.id)",
        "id",
        "*",
        {((2,), "amount"): {102, 201, 202}, ((4,), "id"): {104, 203}},
    ),
    _c(
        "exists as a value",
        "SELECT s.id, EXISTS (SELECT 1 FROM refund f WHERE f.sale_id = s.id) AS e FROM sale s",
        "id",
        "e",
        {((2,), "e"): {102, 201, 202}, ((1,), "e"): {101}},
    ),
    _c(
        "not exists",
        "SELECT s.id, s.amount FROM sale s WHERE NOT EXISTS (SELECT 1 FROM refund f WHERE f.sale_id = s.id)",
        "id",
    ),
    _c(
        "uncorrelated exists",
        "SELECT id, amount FROM sale WHERE EXISTS (SELECT 1 FROM refund WHERE kind = 'c')",
        "id",
    ),
    _c(
        "in",
        "SELECT id, amount FROM sale WHERE id IN (SELECT sale_id FROM refund)",
        "id",
        "*",
        {((2,), "amount"): {102, 201, 202}, ((9,), "amount"): {109, 205}},
    ),
    _c("not in", "SELECT id, amount FROM sale WHERE id NOT IN (SELECT id FROM refund)", "id"),
    _c(
        "tuple in",
        "SELECT id, amount FROM sale WHERE (id, kind) IN (SELECT sale_id, kind FROM refund)",
        "id",
    ),
    _c(
        "in over an aggregate",
        "SELECT id, amount FROM sale WHERE id IN (SELECT max(sale_id) FROM refund GROUP BY kind)",
        "id",
        "*",
        {((2,), "amount"): {102, 202}, ((4,), "amount"): {104, 201, 203}},
    ),
    _c(
        "not in over an aggregate",
        "SELECT id, amount FROM sale WHERE id NOT IN (SELECT max(id) FROM refund)",
        "id",
        "*",
        {((1,), "amount"): {101, 201, 202, 203, 204, 205}},
    ),
    _c(
        "correlated in",
        "SELECT s.id, s.amount FROM sale s WHERE s.kind IN (SELECT f.kind FROM refund f WHERE f.sale_id = s.id)",
        "id",
    ),
    _c("any", "SELECT id, amount FROM sale WHERE id = ANY (SELECT sale_id FROM refund)", "id", "*"),
    _c(
        "all",
        "SELECT id, amount FROM sale WHERE amount >= ALL (SELECT day FROM sale WHERE day < 4)",
        "id",
        "*",
    ),
    _c(
        "array of subquery",
        "SELECT r.id, ARRAY(SELECT s.amount FROM sale s WHERE s.region_id = r.id ORDER BY s.id) AS xs FROM region r",
        "id",
    ),
    _c(
        "nested correlation",
        "SELECT r.id, (SELECT sum(s.amount) FROM sale s WHERE s.region_id = r.id AND EXISTS "
        "(SELECT 1 FROM refund f WHERE f.sale_id = s.id AND f.id > r.id)) AS x FROM region r",
        "id",
        "x",
        {((1,), "x"): {1, 102, 109, 202, 205}},
    ),
    _c(
        "subquery in an aggregate",
        "SELECT sum((SELECT sum(f.amount) FROM refund f WHERE f.sale_id = s.id)) AS x FROM sale s",
        "",
    ),
    _c(
        "subquery on a group key",
        "SELECT region_id, (SELECT max(name) FROM region r WHERE r.id = s.region_id) AS name, sum(amount) AS x FROM sale s "
        "GROUP BY region_id",
        "region_id",
        "region_id name x",
    ),
    _c(
        "subquery in having",
        "SELECT kind, sum(amount) AS x FROM sale GROUP BY kind HAVING sum(amount) > (SELECT max(day) FROM sale)",
        "kind",
        "*",
        {(("a",), "x"): {101, 102, 104} | set(range(101, 110))},
    ),
    _c(
        "distinct",
        "SELECT DISTINCT region_id FROM sale",
        "region_id",
        "*",
        {((1,), "region_id"): {101, 102, 103, 109}, ((3,), "region_id"): {108}},
    ),
    _c(
        "distinct on",
        "SELECT DISTINCT ON (kind) kind, id, amount FROM sale ORDER BY kind, amount DESC NULLS LAST, id",
        "kind id",
    ),
    _c(
        "distinct of a join",
        "SELECT DISTINCT r.name FROM region r JOIN sale s ON s.region_id = r.id WHERE s.kind = 'b'",
        "name",
    ),
    _c(
        "union all",
        "SELECT id, amount FROM sale UNION ALL SELECT id + 100, amount FROM refund",
        "id",
    ),
    _c(
        "union",
        "SELECT kind FROM sale WHERE id > 8 UNION SELECT kind FROM refund WHERE id > 3",
        "kind",
        "*",
        {(("c",), "kind"): {109, 205}, ((None,), "kind"): {204}},
    ),
    _c(
        "union by name",
        "SELECT id, amount FROM sale UNION ALL BY NAME SELECT amount, id + 100 AS id FROM refund",
        "id",
    ),
    _c(
        "union of types",
        "SELECT id, amount FROM sale UNION ALL SELECT id + 100.5, amount FROM refund",
        "id",
    ),
    _c(
        "intersect",
        "SELECT kind FROM sale INTERSECT SELECT kind FROM refund WHERE id > 2",
        "kind",
        "*",
        {(("c",), "kind"): {108, 109, 205}},
    ),
    _c(
        "except",
        "SELECT kind FROM sale EXCEPT SELECT kind FROM refund WHERE id = 1",
        "kind",
        "*",
        {(("b",), "kind"): {103, 105, 107}},
    ),
    _c(
        "union with order and limit",
        "SELECT id, amount FROM sale UNION ALL SELECT id + 100, amount FROM refund ORDER BY amount DESC, id LIMIT 3",
        "id",
    ),
    _c("limit", "SELECT id, amount FROM sale ORDER BY amount DESC NULLS LAST, id LIMIT 3", "id"),
    _c(
        "offset",
        "SELECT id, amount FROM sale ORDER BY id LIMIT 2 OFFSET 3",
        "id",
        "*",
        {((5,), "amount"): {101, 102, 103, 104, 105}},
    ),
    _c(
        "limit in a derived table",
        "SELECT sum(amount) AS x FROM (SELECT amount FROM sale WHERE amount IS NOT NULL ORDER BY amount LIMIT 3)",
        "",
    ),
    _c(
        "common table expression",
        "WITH c AS (SELECT id, amount FROM sale WHERE day < 4) SELECT id, amount FROM c",
        "id",
    ),
    _c(
        "chain of expressions",
        "WITH a AS (SELECT region_id, sum(amount) AS x FROM sale GROUP BY region_id), b AS (SELECT r.name, a.x FROM a "
        "JOIN region r ON r.id = a.region_id) SELECT name, x FROM b",
        "name",
        "name x",
    ),
    _c(
        "expression used twice",
        "WITH c AS (SELECT region_id, sum(amount) AS x FROM sale GROUP BY region_id) SELECT a.region_id, a.x, "
        "a.x - b.x AS d FROM c a JOIN c b ON b.region_id = a.region_id + 1",
        "region_id",
        "region_id x d",
    ),
    _c(
        "expression that hides a table",
        "WITH sale AS (SELECT id, amount FROM sale WHERE id < 4) SELECT * FROM sale",
        "id",
    ),
    _c(
        "total as a joined row",
        "WITH t AS (SELECT sum(amount) AS total FROM sale) SELECT s.id, s.amount, s.amount / t.total AS share FROM sale s "
        "CROSS JOIN t",
        "id",
        "id amount share",
        {((1,), "share"): {101, 102, 103, 104, 106, 107, 109}},
    ),
    _c("running total", "SELECT id, amount, sum(amount) OVER (ORDER BY id) AS x FROM sale", "id"),
    _c(
        "running total with ties", "SELECT id, sum(amount) OVER (ORDER BY day) AS x FROM sale", "id"
    ),
    _c(
        "partition total",
        "SELECT id, amount, sum(amount) OVER (PARTITION BY region_id) AS x FROM sale",
        "id",
    ),
    _c(
        "share by window",
        "SELECT id, amount, amount / sum(amount) OVER () AS x FROM sale",
        "id",
        "x",
    ),
    _c(
        "rows frame",
        "SELECT id, sum(amount) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM sale",
        "id",
        "x",
        {((4,), "x"): {103, 104, 105}, ((7,), "x"): {106, 107, 108}},
    ),
    _c(
        "frame before the row",
        "SELECT id, sum(day) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 2 PRECEDING) AS x FROM sale",
        "id",
        "x",
        {((5,), "x"): {102, 103, 104, 105}},
    ),
    _c(
        "range frame",
        "SELECT id, sum(amount) OVER (ORDER BY day RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS x FROM sale",
        "id",
    ),
    _c(
        "groups frame",
        "SELECT id, sum(amount) OVER (ORDER BY day GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS x FROM sale",
        "id",
        "x",
    ),
    _c(
        "exclude current row",
        "SELECT id, sum(amount) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT "
        "ROW) AS x FROM sale",
        "id",
    ),
    _c(
        "exclude ties",
        "SELECT id, sum(amount) OVER (ORDER BY day RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES) AS x "
        "FROM sale",
        "id",
        "x",
        {((3,), "x"): {101, 103}},
    ),
    _c(
        "window filter",
        "SELECT id, sum(amount) FILTER (WHERE kind = 'a') OVER (ORDER BY id) AS x FROM sale",
        "id",
    ),
    _c(
        "named window",
        "SELECT id, sum(amount) OVER w AS x, count(*) OVER w AS n FROM sale WINDOW w AS (ORDER BY id)",
        "id",
    ),
    _c(
        "row_number",
        "SELECT id, row_number() OVER (PARTITION BY region_id ORDER BY id) AS rn FROM sale",
        "id",
        "rn",
        {((3,), "rn"): {101, 102, 103}},
    ),
    _c(
        "rank",
        "SELECT id, rank() OVER (ORDER BY day) AS r FROM sale",
        "id",
        "r",
        {((3,), "r"): {101, 102, 103}},
    ),
    _c(
        "dense_rank",
        "SELECT id, dense_rank() OVER (ORDER BY day DESC) AS r FROM sale",
        "id",
        "r",
        {((6,), "r"): {106, 107, 108, 109}},
    ),
    _c(
        "ntile",
        "SELECT id, ntile(3) OVER (ORDER BY id) AS b FROM sale",
        "id",
        "b",
        {((1,), "b"): set(range(101, 110))},
    ),
    _c(
        "percent_rank",
        "SELECT id, percent_rank() OVER (PARTITION BY region_id ORDER BY id) AS p FROM sale",
        "id",
        "p",
    ),
    _c(
        "lag",
        "SELECT id, amount - lag(amount) OVER (ORDER BY id) AS d FROM sale",
        "id",
        "d",
        {((2,), "d"): {101, 102}, ((1,), "d"): {101}},
    ),
    _c(
        "lag by two",
        "SELECT id, lag(day, 2) OVER (ORDER BY id) AS d FROM sale",
        "id",
        "d",
        {((4,), "d"): {102, 103, 104}},
    ),
    _c(
        "lead",
        "SELECT id, lead(day, 1, 0) OVER (PARTITION BY region_id ORDER BY id) AS d FROM sale",
        "id",
        "d",
        {((1,), "d"): {101, 102}, ((9,), "d"): {109}},
    ),
    _c(
        "lag ignore nulls",
        "SELECT id, lag(amount IGNORE NULLS) OVER (ORDER BY id) AS d FROM sale",
        "id",
        "d",
    ),
    _c(
        "first_value",
        "SELECT id, first_value(amount) OVER (PARTITION BY region_id ORDER BY id) AS f FROM sale",
        "id",
        "f",
        {((3,), "f"): {101, 103}},
    ),
    _c(
        "last_value",
        "SELECT id, last_value(amount) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS l "
        "FROM sale",
        "id",
        "l",
        {((3,), "l"): {103, 109}},
    ),
    _c(
        "nth_value",
        "SELECT id, nth_value(day, 3) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS v "
        "FROM sale",
        "id",
        "v",
        {((1,), "v"): {101, 102, 103}},
    ),
    _c(
        "qualify first",
        "SELECT id, kind, amount FROM sale QUALIFY row_number() OVER (PARTITION BY kind ORDER BY id) = 1",
        "id",
    ),
    _c(
        "qualify top",
        "SELECT id, amount FROM sale QUALIFY rank() OVER (ORDER BY amount DESC NULLS LAST) <= 3",
        "id",
    ),
    _c(
        "qualify on a total",
        "SELECT id, amount FROM sale QUALIFY sum(amount) OVER (PARTITION BY region_id) > 50",
        "id",
        "*",
        {((1,), "amount"): {101, 102, 103, 109}},
    ),
    _c(
        "top by derived rank",
        "SELECT id, amount FROM (SELECT id, amount, row_number() OVER (ORDER BY amount DESC NULLS LAST) AS rn FROM sale) "
        "WHERE rn <= 2",
        "id",
    ),
    _c(
        "second by derived rank",
        "SELECT id, amount FROM (SELECT id, amount, row_number() OVER (ORDER BY id) AS rn FROM sale) WHERE rn = 2",
        "id",
        "*",
        {((2,), "amount"): {101, 102}},
    ),
    _c(
        "window over groups",
        "SELECT kind, sum(amount) AS x, rank() OVER (ORDER BY sum(amount) DESC NULLS LAST) AS r FROM sale GROUP BY kind",
        "kind",
        "kind x r",
    ),
    _c(
        "share of groups",
        "SELECT kind, sum(amount) AS x, sum(amount) / sum(sum(amount)) OVER () AS share FROM sale GROUP BY kind",
        "kind",
        "kind x share",
        {(("a",), "x"): {101, 102, 104}},
    ),
    _c(
        "group by a window",
        "SELECT b, sum(amount) AS x FROM (SELECT amount, ntile(2) OVER (ORDER BY id) AS b FROM sale) GROUP BY b",
        "b",
        "*",
    ),
    _c(
        "window in a correlated subquery",
        "SELECT r.id, (SELECT max(q.x) FROM (SELECT sum(s.day) OVER (ORDER BY s.id) AS x FROM sale s WHERE "
        "s.region_id = r.id) q) AS m FROM region r",
        "id",
        "m",
    ),
    _c(
        "window with a subquery",
        "SELECT id, sum(amount) OVER (ORDER BY id) - (SELECT sum(amount) FROM refund) AS x FROM sale",
        "id",
        "x",
    ),
    _c(
        "pivot",
        "PIVOT sale ON kind USING sum(amount) GROUP BY region_id",
        "region_id",
        "region_id a b c",
    ),
    _c(
        "pivot in a query",
        "SELECT region_id, a FROM (PIVOT sale ON kind IN ('a', 'b') USING sum(amount) AS x, count(*) "
        "GROUP BY region_id) p WHERE a_x > 2".replace(
            "region_id, a FROM", "region_id, a_x AS a FROM"
        ),
        "region_id",
        "*",
        {((1,), "a"): {101, 102}},
    ),
    _c(
        "pivot of an expression",
        "WITH c AS (SELECT region_id, kind, amount FROM sale WHERE day > 1) PIVOT c ON kind USING sum(amount) GROUP BY "
        "region_id",
        "region_id",
        "region_id a b c",
    ),
    _c(
        "aggregate over a filtered aggregate, of which nothing passes",
        "SELECT 1 AS k, max(y.n) AS m FROM (SELECT count(*) AS n FROM sale) y WHERE y.n <= 0",
        "k",
        "*",
    ),
    _c(
        "the same in a correlated subquery",
        "SELECT r.id, (SELECT max(y.n) FROM (SELECT count(*) AS n FROM sale) y WHERE y.n <= r.id) AS m FROM region r",
        "id",
        "*",
    ),
    _c("unpivot", "SELECT id, n, v FROM (UNPIVOT sale ON amount, day INTO NAME n VALUE v)", "id n"),
    _c(
        "exists of all columns of a join",
        "SELECT s.id FROM sale s WHERE EXISTS (SELECT * FROM refund f JOIN region r ON r.id = s.region_id "
        "WHERE f.sale_id = s.id AND f.kind = 'a')",
        "id",
    ),
    _c(
        "distinct in parentheses",
        "SELECT DISTINCT (kind) FROM sale ORDER BY (kind) LIMIT 2",
        "kind",
        "*",
    ),
    _c(
        "asof using",
        "SELECT f.id, kind, s.amount, s.id AS sid FROM refund f ASOF JOIN sale s USING (kind, id)",
        "id",
        "id kind",
    ),
    _c(
        "union by name of different columns",
        "SELECT id, amount FROM sale WHERE day = 2 UNION ALL BY NAME SELECT kind, id FROM refund",
        "id amount kind",
    ),
    _c(
        "union by name of three",
        "SELECT id FROM sale UNION ALL BY NAME SELECT name FROM region UNION ALL BY NAME SELECT id, kind FROM refund",
        "id name kind",
    ),
    _c(
        "string_agg of distinct words in order",
        "SELECT region_id, string_agg(DISTINCT kind, ',' ORDER BY kind) AS x FROM sale GROUP BY region_id",
        "region_id",
        "*",
    ),
    _c(
        "rows without the peers",
        "SELECT id, sum(amount) OVER (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING "
        "EXCLUDE GROUP) AS x FROM sale",
        "id",
    ),
    _c(
        "relative ranks among ties",
        "SELECT id, percent_rank() OVER (ORDER BY kind) AS p, cume_dist() OVER (ORDER BY kind) AS c FROM sale",
        "id",
        "*",
    ),
    _c(
        "totals told by grouping",
        "SELECT region_id, kind, grouping(region_id, kind) AS g, sum(amount) AS s FROM sale "
        "GROUP BY ROLLUP (region_id, kind)",
        "region_id kind g",
        "region_id kind g",
    ),
    _c("count if of none", "SELECT count_if(amount > 1000) AS n FROM sale", "", "*"),
    _c(
        "columns by schema and table",
        "SELECT main.sale.id, main.sale.amount FROM sale WHERE main.sale.day > 2",
        "id",
    ),
    _c(
        "offset by a column that is not shown",
        "SELECT id FROM sale ORDER BY amount DESC NULLS LAST LIMIT 2 OFFSET 1",
        "id",
        "*",
        {((7,), "id"): {107, 109}},
    ),
    _c(
        "offset by an aggregate that is not shown",
        "SELECT kind FROM sale GROUP BY kind ORDER BY sum(amount) + 1 DESC LIMIT 1 OFFSET 1",
        "kind",
        "*",
    ),
    _c(
        "lateral upon lateral",
        "SELECT r.id, l.x, m.y FROM region r, LATERAL (SELECT sum(s.amount) AS x, min(s.day) AS d FROM sale s "
        "WHERE s.region_id = r.id) l, LATERAL (SELECT count(*) AS y FROM refund f WHERE f.id >= l.d) m",
        "id",
        "id x y",
    ),
    _c(
        "lateral values",
        "SELECT s.id, v.n, v.x FROM sale s, LATERAL (VALUES ('a', s.amount), ('d', s.day)) v(n, x) WHERE v.x > 2",
        "id n",
    ),
    _c(
        "pivot of a pivot",
        "SELECT * FROM (SELECT region_id, kind, day, amount FROM sale) PIVOT (sum(amount) FOR kind IN ('a', 'b') "
        "GROUP BY region_id, day) PIVOT (max(a) AS a FOR day IN (1, 2) GROUP BY region_id)",
        "region_id",
        "*",
    ),
    _c(
        "unpivot of a pivot",
        "SELECT * FROM (SELECT region_id, kind, amount FROM sale) PIVOT (sum(amount) FOR kind IN ('a', 'b')) "
        "UNPIVOT (x FOR kind IN (a, b))",
        "region_id kind",
        "*",
    ),
    _c(
        "positional join of three",
        "SELECT s.id, r.name, f.amount FROM sale s POSITIONAL JOIN region r POSITIONAL JOIN refund f",
        "id",
        "*",
    ),
    _c(
        "positional join, then another",
        "SELECT s.id, f.amount, r.name FROM sale s POSITIONAL JOIN refund f LEFT JOIN region r ON r.id = s.region_id",
        "id",
        "*",
    ),
    _c(
        "row among rows",
        "SELECT id, amount FROM sale WHERE ROW(id, kind) IN (SELECT ROW(sale_id, kind) FROM refund)",
        "id",
        "*",
        {((2,), "amount"): {102, 201}},
    ),
    _c(
        "unpacked columns",
        "SELECT id, greatest(*COLUMNS(['amount', 'day'])) AS x FROM sale WHERE coalesce(*COLUMNS(['amount', 'day'])) > 1",
        "id",
    ),
    _c(
        "joins in parentheses first",
        "SELECT r.id, s.id AS sid, f.amount FROM ((region r LEFT JOIN sale s ON s.region_id = r.id) LEFT JOIN refund f "
        "ON f.sale_id = s.id)",
        "id sid amount",
    ),
]
