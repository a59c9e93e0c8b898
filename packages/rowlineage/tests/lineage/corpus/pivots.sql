-- Pivots of pivots and of other joins, joins by position, unpacked columns, rows in rows, lambdas. Keys first.

SELECT * FROM (SELECT boss, unit, year(hired) AS y, pay FROM staff) PIVOT (sum(pay) FOR unit IN ('dev', 'ops') GROUP BY boss, y) PIVOT (max(dev) AS dev FOR y IN (2018, 2019) GROUP BY boss);
SELECT unit, boss, sum(pay) AS s FROM (SELECT boss, unit, pay FROM staff) PIVOT (max(pay) FOR unit IN ('dev', 'ops', 'sales')) UNPIVOT (pay FOR unit IN (dev, ops, sales)) GROUP BY unit, boss;
SELECT side, v, count(*) AS n FROM pair UNPIVOT INCLUDE NULLS (v FOR side IN (i, j)) GROUP BY side, v;
SELECT t, side, v FROM (SELECT t, i, j FROM pair) UNPIVOT INCLUDE NULLS (v FOR side IN (i AS first, j AS second)) WHERE v IS NULL;
SELECT area, p.light, p.camp FROM store s JOIN (SELECT store_id, category, quantity FROM orders o JOIN line l ON l.order_id = o.id JOIN item i ON i.id = l.item_id) PIVOT (sum(quantity) FOR category IN ('light', 'camp')) AS p ON p.store_id = s.id;
-- absence
SELECT p.t, m.k, s.pay FROM pair p POSITIONAL JOIN mate m POSITIONAL JOIN staff s WHERE p.t IS NOT NULL;
-- absence
SELECT s.id, o.id AS oid, c.name FROM staff s POSITIONAL JOIN orders o LEFT JOIN customer c ON c.id = o.customer_id;
-- absence
SELECT c.name, count(o.id) AS n FROM (SELECT id, name FROM customer ORDER BY id) c POSITIONAL JOIN (SELECT id FROM orders ORDER BY id DESC) o WHERE c.name IS NOT NULL GROUP BY c.name;
SELECT id, greatest(*COLUMNS(['pay', 'boss'])) AS most, least(*COLUMNS(* EXCLUDE (_row, unit, hired))) AS least FROM staff;
SELECT unit, sum(coalesce(*COLUMNS('^(pay|boss)$'), 0)) AS s FROM staff GROUP BY unit;
SELECT s.id, concat_ws('-', *COLUMNS(c.* EXCLUDE (_row, id))) AS words FROM store s JOIN customer c ON c.id = s.id;
SELECT i, j FROM pair WHERE 2 IN (*COLUMNS(['i', 'j'])) AND t <> 'two';
SELECT id, unit, pay FROM staff WHERE ROW(unit, pay) IN (SELECT ROW(unit, max(pay)) FROM staff GROUP BY unit);
SELECT id, (customer_id, store_id) IN (SELECT (customer_id, store_id) FROM orders p WHERE p.id < o.id) AS again FROM orders o;
SELECT id, list_transform(marks, lambda m: m + id) AS more, list_filter(marks, lambda m, i: i > 1) AS rest FROM thing;
SELECT map.sensor AS map, max(map.value) AS m FROM reading AS map GROUP BY map.sensor;
SELECT unit, pays[1] AS first, map['dev'] AS dev FROM (SELECT unit, list(pay ORDER BY id) AS pays, MAP {'dev': sum(pay)} AS map FROM staff GROUP BY unit);
SELECT b.id, r.amount FROM ((orders b JOIN customer c ON c.id = b.customer_id) JOIN (SELECT order_id, sum(quantity * price) AS amount FROM line GROUP BY order_id) r ON r.order_id = b.id);
SELECT id, sum(quantity) AS n FROM ((orders FULL JOIN customer USING (id)) LEFT JOIN line ON line.order_id = id) GROUP BY id;
-- refused: POSITIONAL JOIN after another join
SELECT s.id, m.k FROM staff s JOIN staff b ON b.id = s.boss POSITIONAL JOIN mate m;
