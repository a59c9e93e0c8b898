/*
title: Activities by year and type, with a line for all types
key: [year, type]
notes:
  - Every type has a line in every year that has activities, so that a type without one in a year reads nought.
columns:
  year: {title: Year, unit: year}
  type_no: {title: Order of the type}
  type: {title: Type of activity}
  activities: {title: Events and publications, unit: activities}
  events: {title: Events, unit: events}
  events_with_head_count: {title: Events that state a number of participants, unit: events}
  participants_stated: {title: Participants stated, unit: people}
  after_as_of: {title: "Activities that began, or whose page is dated, after the edition's as-of date", unit: activities}
*/
WITH years AS (
    SELECT DISTINCT e.year
    FROM core_rso_events__event AS e
),

types AS (
    SELECT DISTINCT 2 AS type_no, e.type
    FROM core_rso_events__event AS e
    UNION ALL
    SELECT 1 AS type_no, 'all types' AS type
),

activities AS (
    SELECT
        e.year,
        e.type,
        e.event_id,
        e.is_event,
        e.participants,
        e.start_date > r.as_of OR e.published > r.as_of AS is_after_as_of
    FROM core_rso_events__event AS e
    CROSS JOIN raw_edition AS r
)

SELECT
    y.year,
    t.type_no,
    t.type,
    COUNT(a.event_id) AS activities,
    COUNT(a.event_id) FILTER (WHERE a.is_event) AS events,
    COUNT(a.participants) AS events_with_head_count,
    CAST(SUM(a.participants) AS BIGINT) AS participants_stated,
    COUNT(a.event_id) FILTER (WHERE a.is_after_as_of) AS after_as_of
FROM years AS y
CROSS JOIN types AS t
LEFT JOIN activities AS a ON y.year = a.year AND (t.type = a.type OR t.type = 'all types')
GROUP BY y.year, t.type_no, t.type
