/*
title: Flagship events of the year
key: [event_id]
notes:
  - Participants and states as the pages state them; blank where they state none.
  - A blank number of points means that none was transcribed from the event's pages.
  - Member States named counts the states that a page names; a number can be stated without a single name.
columns:
  event_id: {title: Event}
  title: {title: Title}
  start_date: {title: First day}
  end_date: {title: Last day}
  place: {title: Place}
  mode: {title: Mode}
  participants: {title: Participants stated, unit: people}
  participants_as_stated: {title: Participants in the source's words}
  member_states_stated: {title: Member States stated, unit: Member States}
  states_as_stated: {title: States and organisations in the source's words}
  member_states_named: {title: Member States named, unit: Member States}
  insights_reported: {title: "Areas of focus, priorities and insights reported", unit: points}
*/
WITH named AS (
    SELECT e.event_id, COUNT(s.member_iso3) AS member_states_named
    FROM core_rso_events__event AS e
    LEFT JOIN core_rso_events__state AS s ON e.event_id = s.event_id
    GROUP BY e.event_id
),

insights AS (
    SELECT e.event_id, NULLIF(COUNT(i.seq), 0) AS insights_reported
    FROM core_rso_events__event AS e
    LEFT JOIN raw_flagship_insights__insights AS i ON e.event_id = i.event_id
    GROUP BY e.event_id
)

SELECT
    e.event_id,
    e.title,
    e.start_date,
    e.end_date,
    e.place,
    e.mode,
    e.participants,
    e.participants_as_stated,
    e.member_states_stated,
    e.states_as_stated,
    n.member_states_named,
    i.insights_reported
FROM core_rso_events__event AS e
INNER JOIN raw_edition AS r ON e.year = r.year
INNER JOIN named AS n ON e.event_id = n.event_id
INNER JOIN insights AS i ON e.event_id = i.event_id
WHERE e.type = 'flagship'
ORDER BY e.start_date NULLS LAST, e.event_id
