/*
title: Activities by year and type, with a line for all types
key: [year, type]
columns:
  year: {title: Year, unit: year}
  type_no: {title: Order of the type}
  type: {title: Type of activity}
  activities: {title: Events and publications, unit: activities}
  events: {title: Events, unit: events}
  events_with_head_count: {title: Events that state a number of participants, unit: events}
  participants_stated: {title: Participants stated, unit: people}
  published_after_as_of: {title: "Activities whose page is dated after the edition's as-of date", unit: activities}
*/
SELECT
    e.year,
    2 AS type_no,
    e.type AS type,
    COUNT(*) AS activities,
    COUNT(*) FILTER (WHERE e.is_event) AS events,
    COUNT(e.participants) AS events_with_head_count,
    CAST(SUM(e.participants) AS BIGINT) AS participants_stated,
    COUNT(*) FILTER (WHERE e.published > r.as_of) AS published_after_as_of
FROM core_rso_events__event AS e
CROSS JOIN raw_edition AS r
GROUP BY e.year, e.type
UNION ALL
SELECT
    e.year,
    1 AS type_no,
    'all types' AS type,
    COUNT(*) AS activities,
    COUNT(*) FILTER (WHERE e.is_event) AS events,
    COUNT(e.participants) AS events_with_head_count,
    CAST(SUM(e.participants) AS BIGINT) AS participants_stated,
    COUNT(*) FILTER (WHERE e.published > r.as_of) AS published_after_as_of
FROM core_rso_events__event AS e
CROSS JOIN raw_edition AS r
GROUP BY e.year
