/*
title: Printed headlines agree with the tables of the pinned release
"on": raw_unhcr_headlines__headlines
rule: a printed figure for the end of a year is the figure of the tables, rounded
remedy: >-
  nothing to correct when the source restated the year after printing, or counts some people in two parts (from
  the end of 2023): quote the headline of the year it was printed for, or the sum of the tables, and say which
severity: warning
*/
WITH tables AS (
    SELECT g.year, g.category AS item, g.people
    FROM raw_unhcr_displacement__global AS g
    WHERE g.is_forcibly_displaced AND g.reference_point = 'end-year'
    UNION ALL
    SELECT g.year, 'forcibly displaced people' AS item, SUM(g.people) AS people
    FROM raw_unhcr_displacement__global AS g
    WHERE g.is_forcibly_displaced AND g.reference_point = 'end-year'
    GROUP BY g.year
)
SELECT
    h._row,
    'people_millions' AS "column",
    h.item || ' ' || h.reference || ': printed ' || CAST(h.people_millions AS VARCHAR) || ' million, tables '
        || CAST(t.people AS VARCHAR) AS value
FROM raw_unhcr_headlines__headlines AS h
INNER JOIN tables AS t ON t.year = h.reference_year AND t.item = h.item
WHERE h.reference_point = 'end-year'
  AND ABS(h.people_millions * 1000000 - t.people) * 2 > h.rounded_to_millions * 1000000
ORDER BY h._row
