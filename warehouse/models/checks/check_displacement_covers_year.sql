/*
title: The release holds the end of the edition's year
"on": raw_unhcr_displacement__global
rule: the release has figures for the end of the edition's year
remedy: pin the release that came out with Global Trends after the end of the year (June)
*/
WITH newest AS (
    SELECT MAX(g.year) AS year
    FROM raw_unhcr_displacement__global AS g
)
SELECT
    MIN(g._row) AS _row,
    'year' AS "column",
    CAST(g.year AS VARCHAR) || ' ' || g.reference_point AS value
FROM raw_unhcr_displacement__global AS g
INNER JOIN newest AS n ON n.year = g.year
WHERE NOT EXISTS (
    SELECT 1
    FROM raw_unhcr_displacement__global AS o
    INNER JOIN raw_edition AS e ON e.year = o.year
    WHERE o.reference_point = 'end-year'
)
GROUP BY g.year, g.reference_point
