/*
title: Regions of an estimate of child labour stay within the world
"on": raw_child_labour__estimates
rule: >-
  the regions of one grouping add up to no more children than the world of the same reference year, within
  the rounding of each
remedy: compare the regions with the publication; regions of ILO and of the SDGs overlap and are never added across
*/
WITH sums AS (
    SELECT
        w._row,
        r.grouping,
        w.children_millions,
        SUM(r.children_millions) AS regions_millions,
        SUM(r.rounded_to_millions) + w.rounded_to_millions AS rounding
    FROM raw_child_labour__estimates AS w
    INNER JOIN raw_child_labour__estimates AS r
        ON r.reference_year = w.reference_year AND r.region <> w.region
    WHERE w.region = 'World'
    GROUP BY w._row, r.grouping, w.children_millions, w.rounded_to_millions
)
SELECT
    s._row,
    'children_millions' AS "column",
    CAST(s.children_millions AS VARCHAR) || '; regions (' || s.grouping || ') '
        || CAST(s.regions_millions AS VARCHAR) AS value
FROM sums AS s
WHERE (s.regions_millions - s.children_millions) * 2 > s.rounding
ORDER BY s._row, s.grouping
