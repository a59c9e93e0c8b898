/*
title: Every year has all parts of the total
"on": raw_unhcr_displacement__global
rule: each end of a year has every category that counts towards forcibly displaced people
remedy: add the missing category of that year from the release; a total without one of its parts is too low
*/
WITH parts AS (
    SELECT COUNT(DISTINCT g.category) AS categories
    FROM raw_unhcr_displacement__global AS g
    WHERE g.is_forcibly_displaced
),
years AS (
    SELECT g.year, COUNT(*) AS categories
    FROM raw_unhcr_displacement__global AS g
    WHERE g.is_forcibly_displaced AND g.reference_point = 'end-year'
    GROUP BY g.year
)
SELECT
    g._row,
    'category' AS "column",
    CAST(y.categories AS VARCHAR) || ' of ' || CAST(p.categories AS VARCHAR) || ' categories in '
        || CAST(g.year AS VARCHAR) AS value
FROM raw_unhcr_displacement__global AS g
INNER JOIN years AS y ON y.year = g.year
CROSS JOIN parts AS p
WHERE g.is_forcibly_displaced
  AND g.reference_point = 'end-year'
  AND y.categories <> p.categories
ORDER BY g._row
