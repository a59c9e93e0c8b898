/*
title: The standing of a state named at an event agrees with the membership
"on": raw_rso_events__event_states
rule: a state is marked member when the membership lists it (by its code or its alternative code), else observer when a list of observers names it, else neither
remedy: correct standing, or the membership or observer list when that is what changed
severity: error
*/
WITH seats AS (
    SELECT m.iso3 FROM raw_bali_process_members__members AS m
    UNION
    SELECT m.iso3_alternative AS iso3
    FROM raw_bali_process_members__members AS m
    WHERE m.iso3_alternative IS NOT NULL
),

observers AS (
    SELECT DISTINCT o.iso3
    FROM raw_bali_process_observers__observers AS o
    WHERE o.iso3 IS NOT NULL
)

SELECT s._row, 'standing' AS "column", s.iso3 || ' ' || s.standing AS value
FROM raw_rso_events__event_states AS s
LEFT JOIN seats AS m ON s.iso3 = m.iso3
LEFT JOIN observers AS o ON s.iso3 = o.iso3
WHERE
    s.standing
    <> CASE
        WHEN m.iso3 IS NOT NULL THEN 'member'
        WHEN o.iso3 IS NOT NULL THEN 'observer'
        ELSE 'neither'
    END
