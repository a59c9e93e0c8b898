/*
title: Every activity of the edition's year is classified
"on": raw_activity_register__assignments
rule: every activity of the Regional Support Office in the edition's year has at least one area in the activity register
remedy: add a line for the activity to the activity register, with the area, who classified it, when and why
severity: error
*/
SELECT e._row, 'event_id' AS "column", e.event_id AS value
FROM raw_rso_events__events AS e
INNER JOIN raw_edition AS r ON e.year = r.year
LEFT JOIN raw_activity_register__assignments AS a ON e.event_id = a.event_id
WHERE e.is_rso_activity AND a.event_id IS NULL
