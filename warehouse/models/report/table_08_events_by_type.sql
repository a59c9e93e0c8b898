/*
title: Events of the year by type, mode and theme
unit: events
key: [dimension, category]
notes:
  - Events found on public pages, whoever led them; publications are not events. Not a complete list of what was done.
  - Every category that has events in any year is listed, so that a category without one in this year reads nought.
  - Participants are added only over events that state a number; an event without one adds nothing, and is counted beside it.
  - Numbers said with some, almost or more than enter the sum as printed; rounded_head_counts tells how many there are.
  - Theme is a fixed list that the transcriber applies to what the page says; every event has one.
  - Member States named are the different Member States that pages name in any capacity; most pages name none.
columns:
  dimension_no: {title: Order of the dimension}
  dimension: {title: Dimension}
  category: {title: Category}
  events: {title: Events, unit: events}
  events_with_head_count: {title: State a number of participants, unit: events}
  events_without_head_count: {title: State none, unit: events}
  rounded_head_counts: {title: "Numbers said with some, almost or more than", unit: events}
  participants_stated: {title: Participants stated, unit: people}
  member_states_named: {title: Different Member States named, unit: Member States}
*/
WITH of_year AS (
    SELECT
        c.dimension,
        c.category,
        c.event_id,
        c.participants,
        c.participants_qualifier
    FROM stat_event_category AS c
    INNER JOIN raw_edition AS r ON c.year = r.year
),

categories AS (
    SELECT DISTINCT c.dimension_no, c.dimension, c.category
    FROM stat_event_category AS c
),

head_counts AS (
    SELECT
        k.dimension_no,
        k.dimension,
        k.category,
        COUNT(o.event_id) AS events,
        COUNT(o.participants) AS events_with_head_count,
        COUNT(o.event_id) - COUNT(o.participants) AS events_without_head_count,
        COUNT(o.event_id) FILTER (WHERE o.participants_qualifier <> 'exact') AS rounded_head_counts,
        CAST(SUM(o.participants) AS BIGINT) AS participants_stated
    FROM categories AS k
    LEFT JOIN of_year AS o ON k.dimension = o.dimension AND k.category = o.category
    GROUP BY k.dimension_no, k.dimension, k.category
),

states AS (
    SELECT
        k.dimension,
        k.category,
        COUNT(DISTINCT s.member_iso3) AS member_states_named
    FROM categories AS k
    LEFT JOIN of_year AS o ON k.dimension = o.dimension AND k.category = o.category
    LEFT JOIN core_rso_events__state AS s ON o.event_id = s.event_id
    GROUP BY k.dimension, k.category
)

SELECT
    h.dimension_no,
    h.dimension,
    h.category,
    h.events,
    h.events_with_head_count,
    h.events_without_head_count,
    h.rounded_head_counts,
    h.participants_stated,
    s.member_states_named
FROM head_counts AS h
INNER JOIN states AS s ON h.dimension = s.dimension AND h.category = s.category
ORDER BY h.dimension_no, h.events DESC, h.category
