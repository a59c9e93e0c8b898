-- Subqueries in the condition of a join of any side, row by row and in groups. The key columns stand first.

SELECT p.t, m.k, p.j FROM pair p JOIN mate m ON p.i = m.i AND (SELECT count(*) FROM store s WHERE s.id <= m.k) >= 2;
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p JOIN mate m ON p.i = m.i AND (SELECT count(*) FROM store s WHERE s.id <= m.k) >= 2 GROUP BY p.i;
SELECT p.t, m.k, p.j FROM pair p JOIN mate m ON p.i = m.i AND EXISTS (SELECT 1 FROM item x WHERE x.id = 5);
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p JOIN mate m ON p.i = m.i AND EXISTS (SELECT 1 FROM item x WHERE x.id = 5) GROUP BY p.i;
SELECT p.t, m.k, p.j FROM pair p JOIN mate m ON p.i = m.i AND EXISTS (SELECT 1 FROM item x WHERE x.id = m.k);
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p JOIN mate m ON p.i = m.i AND EXISTS (SELECT 1 FROM item x WHERE x.id = m.k) GROUP BY p.i;
SELECT p.t, m.k, p.j FROM pair p JOIN mate m ON p.i = m.i AND m.k < (SELECT max(x.id) FROM item x WHERE x.id > p.i);
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p JOIN mate m ON p.i = m.i AND m.k < (SELECT max(x.id) FROM item x WHERE x.id > p.i) GROUP BY p.i;
SELECT p.t, m.k, p.j FROM pair p JOIN mate m ON p.i = m.i AND m.k IN (SELECT id FROM item);
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p JOIN mate m ON p.i = m.i AND m.k IN (SELECT id FROM item) GROUP BY p.i;
SELECT p.t, m.k, p.j FROM pair p JOIN mate m ON p.i = m.i AND p.j = ANY (SELECT id FROM item);
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p JOIN mate m ON p.i = m.i AND p.j = ANY (SELECT id FROM item) GROUP BY p.i;
SELECT p.t, m.k, p.j FROM pair p LEFT JOIN mate m ON p.i = m.i AND (SELECT count(*) FROM store s WHERE s.id <= m.k) >= 2;
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p LEFT JOIN mate m ON p.i = m.i AND (SELECT count(*) FROM store s WHERE s.id <= m.k) >= 2 GROUP BY p.i;
SELECT p.t, m.k, p.j FROM pair p LEFT JOIN mate m ON p.i = m.i AND EXISTS (SELECT 1 FROM item x WHERE x.id = m.k);
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p LEFT JOIN mate m ON p.i = m.i AND EXISTS (SELECT 1 FROM item x WHERE x.id = m.k) GROUP BY p.i;
SELECT p.t, m.k, p.j FROM pair p LEFT JOIN mate m ON p.i = m.i AND m.k < (SELECT max(x.id) FROM item x WHERE x.id > p.i);
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p LEFT JOIN mate m ON p.i = m.i AND m.k < (SELECT max(x.id) FROM item x WHERE x.id > p.i) GROUP BY p.i;
SELECT p.t, m.k, p.j FROM pair p LEFT JOIN mate m ON p.i = m.i AND m.k IN (SELECT id FROM item);
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p LEFT JOIN mate m ON p.i = m.i AND m.k IN (SELECT id FROM item) GROUP BY p.i;
SELECT p.t, m.k, p.j FROM pair p RIGHT JOIN mate m ON p.i = m.i AND m.k < (SELECT max(x.id) FROM item x WHERE x.id > p.i);
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p RIGHT JOIN mate m ON p.i = m.i AND m.k < (SELECT max(x.id) FROM item x WHERE x.id > p.i) GROUP BY p.i;
SELECT p.t, m.k, p.j FROM pair p RIGHT JOIN mate m ON p.i = m.i AND p.j = ANY (SELECT id FROM item);
SELECT p.i, count(m.k) AS n, sum(m.k) AS s FROM pair p RIGHT JOIN mate m ON p.i = m.i AND p.j = ANY (SELECT id FROM item) GROUP BY p.i;
