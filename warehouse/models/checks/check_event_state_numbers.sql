/*
title: The number of Member States at an event agrees with the states named
"on": raw_rso_events__events
rule: where a page names participating states, the Member States among them are as many as it states
remedy: read the page again; when it contradicts itself, keep both and say so in the caveat
severity: warning
*/
WITH named AS (
    SELECT s.event_id, COUNT(*) AS member_states
    FROM raw_rso_events__event_states AS s
    WHERE s.standing = 'member' AND s.capacity <> 'observer'
    GROUP BY s.event_id
)

SELECT
    e._row,
    'member_states_stated' AS "column",
    CAST(e.member_states_stated AS VARCHAR) || ' stated, ' || CAST(n.member_states AS VARCHAR) || ' named' AS value
FROM raw_rso_events__events AS e
INNER JOIN named AS n ON e.event_id = n.event_id
WHERE e.member_states_stated <> n.member_states
