-- The tables of the corpus, small enough to try every row, with gaps, ties and blanks; each row has an id of its own.

CREATE TABLE store AS SELECT 100 + id AS _row, * FROM (VALUES
  (1, 'Bergen', 'north', DATE '2011-04-01'), (2, 'Lagos', 'south', DATE '2013-09-15'),
  (3, 'Quito', 'south', NULL), (4, 'Turku', 'north', DATE '2020-02-29'), (5, 'Suva', NULL, DATE '2021-12-31')
) t(id, city, area, opened);
CREATE TABLE item AS SELECT 200 + id AS _row, * FROM (VALUES
  (1, 'lamp', 'light', 19.90::DECIMAL(9, 2)), (2, 'torch', 'light', 7.50), (3, 'rope', 'climb', 30.00),
  (4, 'tent', 'camp', 249.00), (5, 'mat', 'camp', 30.00), (6, 'stove', NULL, NULL)
) t(id, name, category, price);
CREATE TABLE customer AS SELECT 300 + id AS _row, * FROM (VALUES
  (1, 'Ada', 'NO', 2015, NULL), (2, 'Ben', 'NG', 2016, 1), (3, 'Cao', 'EC', 2016, 1), (4, 'Dia', 'NO', 2018, 2),
  (5, 'Eli', NULL, 2019, 4), (6, 'Fay', 'FJ', NULL, NULL)
) t(id, name, country, since, referrer);
CREATE TABLE orders AS SELECT 400 + id AS _row, * FROM (VALUES
  (1, 1, 1, TIMESTAMP '2020-01-03 10:00:00', 'paid'), (2, 1, 1, TIMESTAMP '2020-01-03 18:30:00', 'paid'),
  (3, 2, 2, TIMESTAMP '2020-02-29 09:15:00', 'open'), (4, 3, 3, TIMESTAMP '2020-05-20 12:00:00', 'void'),
  (5, 4, 1, TIMESTAMP '2020-12-31 23:59:59', 'paid'), (6, 4, 4, TIMESTAMP '2021-01-01 00:00:00', 'paid'),
  (7, 5, 2, TIMESTAMP '2021-03-08 08:08:08', NULL), (8, NULL, 3, TIMESTAMP '2021-03-08 20:00:00', 'paid')
) t(id, customer_id, store_id, placed, status);
CREATE TABLE line AS SELECT 500 + row_number() OVER () AS _row, * FROM (VALUES
  (1, 1, 2, 19.90::DECIMAL(9, 2)), (1, 2, 1, 7.50), (2, 3, 1, 28.00), (3, 4, 1, 249.00), (3, 5, 2, 30.00),
  (4, 5, 1, 30.00), (5, 1, 1, 19.90), (5, 3, NULL, 30.00), (6, 4, 2, 230.00), (7, 2, 10, 6.00), (7, 9, 1, 1.00),
  (8, 3, 3, NULL)
) t(order_id, item_id, quantity, price);
CREATE TABLE calendar AS SELECT 600 + row_number() OVER () AS _row, * FROM (VALUES
  (DATE '2020-01-03', 2020, 1, false), (DATE '2020-02-29', 2020, 1, true), (DATE '2020-05-20', 2020, 2, false),
  (DATE '2020-12-31', 2020, 4, true), (DATE '2021-01-01', 2021, 1, true), (DATE '2021-03-08', 2021, 1, NULL)
) t(day, year, quarter, is_holiday);
CREATE TABLE staff AS SELECT 700 + id AS _row, * FROM (VALUES
  (1, 'dev', 5200, DATE '2017-08-01', NULL), (2, 'dev', 4800, DATE '2018-10-01', 1), (3, 'dev', 4800, DATE '2019-01-01', 1),
  (4, 'ops', 3900, DATE '2016-12-23', 1), (5, 'ops', NULL, DATE '2018-08-01', 4), (6, 'sales', 5000, DATE '2016-10-01', NULL),
  (7, 'sales', 4800, DATE '2017-08-01', 6), (8, NULL, 3500, DATE '2017-12-10', 6)
) t(id, unit, pay, hired, boss);
CREATE TABLE number AS SELECT 800 + row_number() OVER () AS _row, * FROM (VALUES
  (0, 0), (1, -1), (123456, 7), (-123456, NULL), (2147483647, 2), (-2147483647, 2), (NULL, 9)
) t(a, b);
CREATE TABLE word AS SELECT 900 + id AS _row, * FROM (VALUES
  (1, 'Straße', 'de'), (2, 'doh!', 'en'), (3, ' hi de ho ', 'en'), (4, '', NULL), (5, NULL, 'en'), (6, 'a_b%c', 'x')
) t(id, s, lang);
CREATE TABLE pair AS SELECT 1000 + row_number() OVER () AS _row, * FROM (VALUES
  (1, 4, 'one'), (2, 3, 'two'), (3, 2, 'three'), (4, 1, 'four'), (5, 0, 'five'), (5, NULL, 'cinq'), (NULL, NULL, 'none'), (NULL, 0, 'zero')
) t(i, j, t);
CREATE TABLE mate AS SELECT 1100 + row_number() OVER () AS _row, * FROM (VALUES
  (1, -1), (2, 2), (3, -3), (2, 4), (5, -5), (5, -5), (0, NULL), (NULL, NULL), (NULL, 0)
) t(i, k);
CREATE TABLE thing AS SELECT 1200 + id AS _row, * FROM (VALUES
  (1, [3, 1, 2], {'x': 1, 'y': 'a'}, MAP {'p': 10, 'q': 20}, '{"n": 5, "tags": ["u", "v"], "o": {"d": 1.5}}'::JSON),
  (2, [], {'x': NULL, 'y': 'b'}, MAP {'p': 30}, '{"n": null, "tags": []}'),
  (3, NULL, NULL, NULL, NULL), (4, [7, NULL, 7], {'x': 4, 'y': NULL}, MAP {'r': 1}, '{"n": 7, "tags": ["v"]}')
) t(id, marks, facts, amounts, doc);
CREATE TABLE reading AS SELECT 1300 + row_number() OVER () AS _row, * FROM (VALUES
  ('s1', TIMESTAMP '2022-03-01 00:00:00', 10), ('s1', TIMESTAMP '2022-03-01 00:10:00', 12), ('s1', TIMESTAMP '2022-03-01 00:30:00', NULL),
  ('s1', TIMESTAMP '2022-03-01 01:00:00', 11), ('s2', TIMESTAMP '2022-03-01 00:05:00', 5), ('s2', TIMESTAMP '2022-03-01 00:20:00', 9),
  ('s2', TIMESTAMP '2022-03-02 00:00:00', 9)
) t(sensor, seen, value);
CREATE TABLE rate AS SELECT 1400 + row_number() OVER () AS _row, * FROM (VALUES
  ('s1', TIMESTAMP '2022-02-28 12:00:00', 2), ('s1', TIMESTAMP '2022-03-01 00:15:00', 3), ('s2', TIMESTAMP '2022-03-01 00:10:00', 5)
) t(sensor, since, factor);
CREATE MACRO with_tax(x, rate INTEGER := 25) AS round(x * (100 + rate) / 100, 2);
CREATE MACRO share(x, of INTEGER := 100, by_default DECIMAL(4, 2) := 0.5) AS coalesce(sum(x), 0) * of / 10000 + by_default;
CREATE MACRO told(x) AS coalesce(x::VARCHAR, 'unknown'), (x, y) AS coalesce(x::VARCHAR, y), (x, y, z, w VARCHAR := ' ') AS concat(x, w, z, y);
CREATE MACRO paid_more(least INTEGER := 4000, how VARCHAR[] := ['dev', 'ops']) AS TABLE SELECT id, unit, pay FROM staff WHERE pay > least AND list_contains(how, unit);
CREATE MACRO older(y INTEGER, most INTEGER := 3) AS TABLE SELECT id, name, country FROM customer WHERE since <= y AND id <= most;
CREATE MACRO spread(a, b INTEGER := 0) AS b - a;
CREATE MACRO width(r) AS spread(r.low, r.high);
CREATE VIEW overdue AS SELECT id, status, current_date AS today, current_date - placed::DATE AS days FROM orders WHERE placed < now();
CREATE VIEW late AS SELECT overdue.id, c.name FROM overdue JOIN orders USING (id) LEFT JOIN customer c ON c.id = orders.customer_id WHERE overdue.days > 30;
