/*
title: A state is named at an event that is listed
"on": raw_rso_events__event_states
rule: every event_id of the states named exists among the events
remedy: correct event_id, or add the event
severity: error
*/
SELECT s._row, 'event_id' AS "column", s.event_id AS value
FROM raw_rso_events__event_states AS s
LEFT JOIN raw_rso_events__events AS e ON s.event_id = e.event_id
WHERE e.event_id IS NULL
