-- Queries within queries of the same kind: windows by name, SEMI JOIN, OFFSET, EXCEPT ALL, UNION BY NAME. The key columns stand first.

SELECT c.id FROM customer c SEMI JOIN (SELECT customer_id FROM orders GROUP BY ALL HAVING count(*) > 1) o ON o.customer_id = c.id;
SELECT c.id FROM customer c SEMI JOIN (SELECT customer_id, rank() OVER w AS r FROM orders WINDOW w AS (PARTITION BY store_id ORDER BY id)) o ON o.customer_id = c.id AND o.r = 1;
SELECT c.id FROM customer c SEMI JOIN (SELECT o.customer_id FROM orders o SEMI JOIN line l ON l.order_id = o.id AND l.quantity > 1) o ON o.customer_id = c.id;
SELECT id FROM (SELECT id FROM item ORDER BY id OFFSET 1) ORDER BY id OFFSET 1;
SELECT id, price FROM (SELECT id, price FROM item WHERE price IS NOT NULL ORDER BY price, id LIMIT 80%) ORDER BY price DESC, id LIMIT 50%;
SELECT id FROM ((SELECT id FROM item EXCEPT ALL SELECT 1) EXCEPT ALL SELECT 2);
SELECT id FROM (SELECT id FROM (SELECT id FROM item EXCEPT ALL SELECT 1) ORDER BY id LIMIT 3 OFFSET 1) WHERE id > 2;
SELECT id, n FROM (SELECT id, name AS n FROM item UNION ALL BY NAME (SELECT city AS n, id + 50 AS id FROM store ORDER BY id OFFSET 2)) WHERE id <> 2;
SELECT id, n FROM (SELECT id, n FROM (SELECT id, name AS n FROM item UNION BY NAME SELECT city AS n, id + 50 AS id FROM store) UNION ALL BY NAME SELECT 'x' AS n, 99 AS id);
SELECT y, sum(n) AS s FROM (SELECT year(placed) AS y, status, count(*) AS n FROM orders GROUP BY ALL ORDER BY ALL LIMIT 4) GROUP BY ALL;
SELECT a, s, max(s) OVER w AS m FROM (SELECT id AS a, sum(pay) OVER w AS s, unit FROM staff WINDOW w AS (ORDER BY id)) WINDOW w AS (PARTITION BY unit);
SELECT id, sum(pay) OVER (w1 ORDER BY id ROWS 1 PRECEDING) AS s, rank() OVER w2 AS r FROM staff WINDOW w2 AS (w1 ORDER BY pay), w1 AS (PARTITION BY unit);
SELECT id, count(*) OVER w1 AS a, sum(pay) OVER w2 AS b, row_number() OVER w2 AS c FROM staff WINDOW w1 AS (PARTITION BY unit), w2 AS (w1 ORDER BY hired, id);
SELECT list(id ORDER BY id)[1] AS f, list(pay ORDER BY id)[1:2] AS l FROM staff WHERE pay > 4800;
SELECT id, e.key AS k, e.value AS v FROM (SELECT id, unnest(map_entries(amounts)) AS e FROM thing);
-- refused: a window made of a window
SELECT id, sum(pay) OVER w3 AS s FROM staff WINDOW w3 AS (w2 ROWS 1 PRECEDING), w2 AS (w1 ORDER BY id), w1 AS (PARTITION BY unit);
