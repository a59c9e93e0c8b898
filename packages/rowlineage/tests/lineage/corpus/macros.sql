-- Macros with defaults, names, types and forms, and views over a clock. Keys first.

SELECT id, with_tax(price) AS full, with_tax(price, rate := 10) AS less, with_tax(price, 0) AS none FROM item;
SELECT unit, share(pay) AS s, share(pay, of := 1000) AS t FROM staff GROUP BY unit;
SELECT id, told(pay), told(pay, 'none') AS given, told(pay, unit, '-') AS both FROM staff;
SELECT l.id, l.pay FROM paid_more() AS l;
SELECT l.unit, count(*) AS n FROM paid_more(least := 4800) AS l GROUP BY l.unit;
SELECT s.city, e.name FROM store s JOIN older(2016) e ON e.country = upper(s.city[1:2]) OR s.id = e.id;
SELECT id, spread(place.low, place.high) AS w, width(place) AS v FROM (SELECT id, {'low': pay - 100, 'high': pay} AS place FROM staff);
SELECT id, days > 0 AS is_past FROM overdue WHERE status = 'paid';
SELECT status, count(*) AS n, max(today) = current_date AS same FROM overdue GROUP BY status;
SELECT o.id, l.quantity FROM late o JOIN line l ON l.order_id = o.id;
