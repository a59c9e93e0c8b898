/*
title: The total of the edition's year is close to the printed headline
"on": raw_unhcr_displacement__global
rule: the categories that count add up to the printed headline of the edition's year, within 2 per cent
remedy: >-
  look for a wrong column or a missing part. UNHCR's own count of internally displaced people in place of IDMC's
  gives 103.3 million for 2022, a plausible wrong total
*/
WITH total AS (
    SELECT g.year, SUM(g.people) AS people
    FROM raw_unhcr_displacement__global AS g
    INNER JOIN raw_edition AS e ON e.year = g.year
    WHERE g.is_forcibly_displaced AND g.reference_point = 'end-year'
    GROUP BY g.year
),
headline AS (
    SELECT h.reference_year AS year, h.people_millions * 1000000 AS people
    FROM raw_unhcr_headlines__headlines AS h
    WHERE h.item = 'forcibly displaced people' AND h.reference_point = 'end-year'
)
SELECT
    g._row,
    'people' AS "column",
    CAST(g.people AS VARCHAR) || ' of ' || CAST(t.people AS VARCHAR) || '; printed '
        || CAST(CAST(h.people AS BIGINT) AS VARCHAR) AS value
FROM raw_unhcr_displacement__global AS g
INNER JOIN total AS t ON t.year = g.year
INNER JOIN headline AS h ON h.year = g.year
WHERE g.is_forcibly_displaced
  AND g.reference_point = 'end-year'
  AND ABS(t.people - h.people) * 50 > h.people
ORDER BY g._row
