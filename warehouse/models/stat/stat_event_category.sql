/*
title: Events under each of their categories
key: [event_id, dimension]
notes:
  - An event stands once under each dimension (all events, type, mode, theme). Publications are left out.
columns:
  dimension_no: {title: Order of the dimension}
  dimension: {title: Dimension}
  category: {title: Category}
  event_id: {title: Event}
  year: {title: Year, unit: year}
  participants: {title: Participants stated, unit: people}
  participants_qualifier: {title: Exact or the word before the number}
*/
SELECT
    1 AS dimension_no,
    'All events' AS dimension,
    'All events' AS category,
    e.event_id,
    e.year,
    e.participants,
    e.participants_qualifier
FROM core_rso_events__event AS e
WHERE e.is_event
UNION ALL
SELECT
    2 AS dimension_no,
    'Type' AS dimension,
    e.type AS category,
    e.event_id,
    e.year,
    e.participants,
    e.participants_qualifier
FROM core_rso_events__event AS e
WHERE e.is_event
UNION ALL
SELECT
    3 AS dimension_no,
    'Mode' AS dimension,
    e.mode AS category,
    e.event_id,
    e.year,
    e.participants,
    e.participants_qualifier
FROM core_rso_events__event AS e
WHERE e.is_event
UNION ALL
SELECT
    4 AS dimension_no,
    'Theme' AS dimension,
    e.theme AS category,
    e.event_id,
    e.year,
    e.participants,
    e.participants_qualifier
FROM core_rso_events__event AS e
WHERE e.is_event
