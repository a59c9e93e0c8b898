/*
title: Printed totals agree with the sum of the index's countries
"on": raw_modern_slavery_estimates__estimates
rule: a printed total for the latest reference year is the sum of the index's country rows for the same region, rounded
remedy: >-
  nothing to correct where the source itself differs (29.3 million printed for Asia and the Pacific, country rows
  29,395,000): quote one of the two and say which
severity: warning
*/
WITH latest AS (
    SELECT MAX(e.reference_year) AS reference_year
    FROM raw_modern_slavery_estimates__estimates AS e
),
sums AS (
    SELECT c.region, SUM(c.estimated_people) AS people
    FROM raw_global_slavery_index__countries AS c
    GROUP BY c.region
    UNION ALL
    SELECT 'World' AS region, SUM(c.estimated_people) AS people
    FROM raw_global_slavery_index__countries AS c
)
SELECT
    p._row,
    'people_millions' AS "column",
    p.region || ': printed ' || CAST(p.people_millions AS VARCHAR) || ' million, countries '
        || CAST(s.people AS VARCHAR) AS value
FROM raw_modern_slavery_estimates__estimates AS p
INNER JOIN latest AS l ON l.reference_year = p.reference_year
INNER JOIN sums AS s ON s.region = p.region
WHERE p.form = 'modern slavery (all)'
  AND ABS(p.people_millions * 1000000 - s.people) * 2 > p.rounded_to_millions * 1000000
ORDER BY p._row
