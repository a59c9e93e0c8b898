/*
title: The activity register classifies listed activities of the office
"on": raw_activity_register__assignments
rule: every event_id of the register is a listed event and an activity of the Regional Support Office
remedy: correct event_id, take the line out, or correct is_rso_activity of the event
severity: error
*/
SELECT a._row, 'event_id' AS "column", a.event_id AS value
FROM raw_activity_register__assignments AS a
LEFT JOIN raw_rso_events__events AS e ON a.event_id = e.event_id
WHERE e.event_id IS NULL OR NOT e.is_rso_activity
