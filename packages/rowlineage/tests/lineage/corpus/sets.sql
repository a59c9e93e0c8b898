-- Set operations, common table expressions, values, recursion that is refused. The key columns stand first.

SELECT i FROM pair UNION SELECT i FROM mate;
SELECT i FROM pair UNION ALL SELECT k FROM mate WHERE k > 0;
SELECT i, 'p' AS src FROM pair UNION ALL SELECT i, 'm' FROM mate;
SELECT i FROM pair INTERSECT SELECT i FROM mate;
-- absence
SELECT i FROM pair EXCEPT SELECT i FROM mate;
-- absence
SELECT i, j FROM pair EXCEPT SELECT i, k FROM mate;
-- absence
(SELECT i FROM pair UNION SELECT k FROM mate) EXCEPT SELECT 2;
SELECT i FROM pair WHERE i > 1 UNION (SELECT i FROM mate INTERSECT SELECT j FROM pair);
SELECT i, count(*) AS n FROM (SELECT i FROM pair UNION ALL SELECT i FROM mate) GROUP BY i;
SELECT src, sum(i) AS s FROM (SELECT 'p' AS src, i FROM pair UNION ALL SELECT 'm', i FROM mate) GROUP BY src;
SELECT i FROM pair UNION SELECT i FROM mate ORDER BY i;
SELECT i FROM pair UNION SELECT i FROM mate ORDER BY i LIMIT 3;
-- absence
(SELECT t, i FROM pair ORDER BY i, t LIMIT 2) UNION ALL (SELECT t, i FROM pair ORDER BY i DESC NULLS LAST, t LIMIT 2);
SELECT t AS x, i FROM pair UNION BY NAME SELECT i, k FROM mate;
SELECT t, i, k FROM (SELECT t, i FROM pair UNION ALL BY NAME SELECT i, k FROM mate);
SELECT 1 AS one, i FROM pair UNION ALL SELECT 2.5, k FROM mate;
WITH a AS (SELECT i, j FROM pair WHERE j > 0) SELECT i, j FROM a;
WITH a AS (SELECT i, j FROM pair), b AS (SELECT i, sum(j) AS s FROM a GROUP BY i) SELECT i, s FROM b WHERE s > 1;
WITH a AS (SELECT i FROM pair) SELECT x.i, y.i AS other FROM a x JOIN a y ON x.i = y.i + 1;
WITH a AS MATERIALIZED (SELECT unit, sum(pay) AS s FROM staff GROUP BY unit) SELECT unit, s, s - (SELECT min(s) FROM a) AS d FROM a;
WITH a(x, y) AS (SELECT i, j FROM pair) SELECT x, y FROM a WHERE x = 5;
WITH a AS (SELECT i FROM pair), b AS (SELECT i FROM mate) SELECT i FROM a UNION SELECT i FROM b;
WITH a AS (SELECT * FROM pair), b AS (SELECT * FROM a WHERE i > 2), c AS (SELECT * FROM b WHERE j < 3) SELECT t, i, j FROM c;
WITH pair AS (SELECT i + 1 AS i FROM pair) SELECT i FROM pair;
WITH a AS (WITH b AS (SELECT i FROM pair) SELECT i * 2 AS d FROM b) SELECT d FROM a;
WITH unused AS (SELECT * FROM mate) SELECT t, i FROM pair;
SELECT x, side FROM (SELECT i AS x, t || '+' AS side FROM pair UNION ALL SELECT j, t || '-' FROM pair) WHERE x IN (SELECT k FROM mate);
SELECT p.t FROM pair p WHERE p.i IN (SELECT i FROM mate UNION SELECT j FROM pair WHERE j = 4);
SELECT v, m.k FROM (VALUES (1, 'a'), (2, 'b')) x(n, v) JOIN mate m ON m.i = x.n;
SELECT i, j FROM pair UNION DISTINCT SELECT i, k FROM mate;
SELECT n, count(*) AS c FROM (SELECT length(t) AS n FROM pair UNION ALL SELECT length(s) FROM word) GROUP BY n;
SELECT max(x) AS hi FROM (SELECT max(i) AS x FROM pair UNION ALL SELECT max(k) FROM mate);
SELECT src, i FROM (SELECT 'a' AS src, i FROM pair UNION ALL SELECT 'b', i FROM mate) QUALIFY row_number() OVER (PARTITION BY i ORDER BY src) = 1;
FROM pair UNION ALL FROM pair WHERE i > 9;
-- refused: WITH RECURSIVE
WITH RECURSIVE up AS (SELECT id, boss FROM staff WHERE id = 3 UNION ALL SELECT s.id, s.boss FROM staff s JOIN up ON s.id = up.boss) SELECT id FROM up;
