/*
title: Insights are reported from listed flagship events
"on": raw_flagship_insights__insights
rule: every event_id of the insights is a listed event of the type flagship
remedy: correct event_id, or the type of the event
severity: error
*/
SELECT i._row, 'event_id' AS "column", i.event_id AS value
FROM raw_flagship_insights__insights AS i
LEFT JOIN raw_rso_events__events AS e ON i.event_id = e.event_id
WHERE e.event_id IS NULL OR e.type <> 'flagship'
