/*
title: Activities by area of the Adelaide Strategy, delivered in the year and planned for the next
unit: activities
key: [area_no]
notes:
  - Delivered are activities of the Regional Support Office in the edition's year, publications included; events of others that it only attended are left out.
  - The assignment to areas is a register of the maintainers, not yet confirmed by the office, and therefore provisional.
  - An activity may stand under several areas, so the areas add up to more than the activities.
  - Planned are the rows of the Work Plan for the year after. Where no plan with its activities was published the number is blank and the text says so.
columns:
  area_no: {title: No.}
  area: {title: Area of cooperation}
  delivered_year: {title: Delivered in, unit: year}
  delivered: {title: Activities delivered, unit: activities}
  plan_year: {title: Planned for, unit: year}
  planned: {title: Activities planned, unit: activities}
  plan: {title: Plan}
chart:
  kind: bars
  title: Activities delivered in the year, by area of the Adelaide Strategy
  label: area
  value: delivered
  note: An activity may stand under several areas. The assignment is not yet confirmed by the office.
*/
WITH published_plan AS (
    SELECT COUNT(*) AS activities
    FROM raw_rso_work_plan__planned_activities AS p
    INNER JOIN raw_edition AS r ON p.plan_year = r.year + 1
),

next_year AS (
    SELECT p.area_no, p.activity_no
    FROM raw_rso_work_plan__planned_activities AS p
    INNER JOIN raw_edition AS r ON p.plan_year = r.year + 1
),

planned AS (
    SELECT s.area_no, COUNT(n.activity_no) AS planned
    FROM raw_adelaide_strategy__areas AS s
    LEFT JOIN next_year AS n ON s.area_no = n.area_no
    GROUP BY s.area_no
),

this_year AS (
    SELECT a.area_no, a.event_id
    FROM raw_activity_register__assignments AS a
    INNER JOIN core_rso_events__event AS e ON a.event_id = e.event_id
    INNER JOIN raw_edition AS r ON e.year = r.year
    WHERE e.is_rso_activity
),

delivered AS (
    SELECT s.area_no, COUNT(t.event_id) AS delivered
    FROM raw_adelaide_strategy__areas AS s
    LEFT JOIN this_year AS t ON s.area_no = t.area_no
    GROUP BY s.area_no
)

SELECT
    s.area_no,
    s.area,
    r.year AS delivered_year,
    d.delivered,
    r.year + 1 AS plan_year,
    CASE WHEN w.activities > 0 THEN p.planned END AS planned,
    CASE WHEN w.activities > 0 THEN 'published' ELSE 'no plan published' END AS plan
FROM raw_adelaide_strategy__areas AS s
INNER JOIN planned AS p ON s.area_no = p.area_no
INNER JOIN delivered AS d ON s.area_no = d.area_no
CROSS JOIN published_plan AS w
CROSS JOIN raw_edition AS r
ORDER BY s.area_no
