/*
title: Head counts of trainings add up to the control total of their year
"on": raw_rso_events__events
rule: the exact head counts of a year's trainings add up to the control total that was worked out by hand from the pages (2022, three trainings, 16 + 23 + 23 = 62)
remedy: compare the rows with their pages; when a page was corrected or a training added, correct the control total too
severity: error
*/
WITH control AS (
    SELECT 2022 AS year, 62 AS participants
),

counted AS (
    SELECT e.year, SUM(e.participants) AS participants
    FROM raw_rso_events__events AS e
    WHERE e.type = 'training' AND e.participants_qualifier = 'exact'
    GROUP BY e.year
)

SELECT e._row, 'participants' AS "column", CAST(e.participants AS VARCHAR) AS value
FROM raw_rso_events__events AS e
INNER JOIN control AS t ON e.year = t.year
LEFT JOIN counted AS c ON e.year = c.year
WHERE e.type = 'training' AND c.participants IS DISTINCT FROM t.participants
