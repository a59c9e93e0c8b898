/*
title: Regions of an estimate of modern slavery stay within the world
"on": raw_modern_slavery_estimates__estimates
rule: >-
  the regions printed for one form by one publication add up to no more than the world, within the rounding
  of each, and to the world when all five are printed
remedy: compare the regions with the publication
*/
WITH sums AS (
    SELECT
        w._row,
        w.people_millions,
        COUNT(r.people_millions) AS regions,
        SUM(r.people_millions) AS regions_millions,
        SUM(r.rounded_to_millions) + w.rounded_to_millions AS rounding
    FROM raw_modern_slavery_estimates__estimates AS w
    INNER JOIN raw_modern_slavery_estimates__estimates AS r
        ON r.publication = w.publication AND r.form = w.form AND r.region <> w.region
    WHERE w.region = 'World' AND w.people_millions IS NOT NULL
    GROUP BY w._row, w.people_millions, w.rounded_to_millions
)
SELECT
    s._row,
    'people_millions' AS "column",
    CAST(s.people_millions AS VARCHAR) || '; ' || CAST(s.regions AS VARCHAR) || ' regions '
        || CAST(s.regions_millions AS VARCHAR) AS value
FROM sums AS s
WHERE (s.regions_millions - s.people_millions) * 2 > s.rounding
   OR (s.regions = 5 AND (s.people_millions - s.regions_millions) * 2 > s.rounding)
ORDER BY s._row
