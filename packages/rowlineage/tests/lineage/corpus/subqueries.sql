-- Subqueries: scalar, correlated, EXISTS, IN, ANY, ALL, in every clause. The key columns stand first.

SELECT t, (SELECT max(k) FROM mate) AS m FROM pair;
SELECT t, (SELECT max(k) FROM mate m WHERE m.i = p.i) AS m FROM pair p;
SELECT t, (SELECT count(*) FROM mate m WHERE m.i = p.i AND m.k < 0) AS n FROM pair p;
SELECT t, i + (SELECT min(k) FROM mate) AS x FROM pair;
SELECT t, (SELECT k FROM mate m WHERE m.i = p.i ORDER BY k LIMIT 1) AS k FROM pair p;
SELECT t, EXISTS (SELECT 1 FROM mate m WHERE m.i = p.i) AS has FROM pair p;
SELECT t, p.i IN (SELECT i FROM mate WHERE i IS NOT NULL) AS has FROM pair p;
SELECT t FROM pair WHERE i = (SELECT max(i) FROM mate);
SELECT t FROM pair WHERE i IN (SELECT i FROM mate);
SELECT t FROM pair WHERE i IN (SELECT i FROM mate WHERE k > 0);
SELECT t FROM pair WHERE (i, j) IN (SELECT i, k + 5 FROM mate);
SELECT t FROM pair p WHERE EXISTS (SELECT * FROM mate m WHERE m.i = p.i AND m.k < p.j);
-- absence
SELECT t FROM pair p WHERE NOT EXISTS (SELECT * FROM mate m WHERE m.i = p.i);
-- absence
SELECT t FROM pair WHERE i NOT IN (SELECT i FROM mate WHERE i IS NOT NULL);
SELECT t FROM pair WHERE i = ANY (SELECT i FROM mate);
SELECT t FROM pair WHERE i > ALL (SELECT i FROM mate WHERE i < 3);
SELECT t FROM pair WHERE i <= ANY (SELECT k FROM mate);
SELECT t FROM pair p WHERE i > (SELECT avg(j) FROM pair q WHERE q.j < p.i);
SELECT t FROM pair p WHERE (SELECT count(*) FROM mate m WHERE m.i = p.i) >= 2;
SELECT t FROM pair p WHERE EXISTS (SELECT 1 FROM mate m WHERE m.i = p.i AND EXISTS (SELECT 1 FROM pair q WHERE q.j = m.i));
SELECT t FROM pair p WHERE i IN (SELECT i FROM mate m WHERE m.k = p.j OR m.k < 0);
SELECT unit, sum(pay) AS s FROM staff GROUP BY unit HAVING sum(pay) > (SELECT avg(pay) FROM staff);
SELECT unit, sum(pay) AS s FROM staff s GROUP BY unit HAVING EXISTS (SELECT 1 FROM word w WHERE w.lang = 'en');
SELECT unit, (SELECT count(*) FROM staff b WHERE b.unit = a.unit) AS n FROM staff a GROUP BY unit;
SELECT x.t, x.m FROM (SELECT t, (SELECT max(k) FROM mate m WHERE m.i = p.i) AS m FROM pair p) x WHERE x.m > 0;
SELECT t, (SELECT sum(k) FROM (SELECT k FROM mate m WHERE m.i = p.i)) AS s FROM pair p;
SELECT t, ARRAY(SELECT k FROM mate m WHERE m.i = p.i ORDER BY k) AS ks FROM pair p;
SELECT t, (SELECT list(k ORDER BY k) FROM mate m WHERE m.i = p.i) AS ks FROM pair p;
SELECT t, CASE WHEN EXISTS (SELECT 1 FROM mate m WHERE m.i = p.i) THEN (SELECT count(*) FROM mate m WHERE m.i = p.i) ELSE -1 END AS n FROM pair p;
SELECT t, coalesce((SELECT min(k) FROM mate m WHERE m.i = p.j), 0) AS k FROM pair p;
SELECT p.t, m.k FROM pair p JOIN mate m ON m.i = (SELECT max(i) FROM pair WHERE i = p.i);
SELECT t FROM pair p ORDER BY (SELECT max(k) FROM mate m WHERE m.i = p.i), t LIMIT 2;
SELECT (SELECT count(*) FROM pair) AS a, (SELECT count(*) FROM mate) AS b;
SELECT (SELECT max(i) FROM pair) - (SELECT min(k) FROM mate) AS d;
SELECT a.id FROM staff a WHERE a.pay = (SELECT max(b.pay) FROM staff b WHERE b.unit = a.unit);
SELECT a.id FROM staff a WHERE a.pay >= ALL (SELECT b.pay FROM staff b WHERE b.unit = a.unit AND b.pay IS NOT NULL);
SELECT a.id, (SELECT b.unit FROM staff b WHERE b.id = a.boss) AS above FROM staff a;
SELECT a.id FROM staff a WHERE a.boss IN (SELECT id FROM staff WHERE unit = 'dev') OR a.unit = 'sales';
SELECT a.id, a.pay > (SELECT median(pay) FROM staff) AS above FROM staff a;
SELECT c.name FROM customer c WHERE (SELECT count(*) FROM orders o WHERE o.customer_id = c.id AND o.status = 'paid') = 2;
SELECT s.city FROM store s WHERE s.id IN (SELECT o.store_id FROM orders o WHERE o.id IN (SELECT l.order_id FROM line l WHERE l.item_id IN (SELECT i.id FROM item i WHERE i.category = 'camp')));
SELECT s.city, (SELECT string_agg(c.name, ',' ORDER BY c.name) FROM customer c WHERE c.id IN (SELECT o.customer_id FROM orders o WHERE o.store_id = s.id)) AS names FROM store s;
