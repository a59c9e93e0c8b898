/*
title: Forms of modern slavery add up to their totals
"on": raw_modern_slavery_estimates__estimates
rule: the parts of a total, printed by one publication for one region, add up to it within the rounding of each
remedy: compare the parts with the publication; 17.3, 6.3 and 3.9 beside 27.6 is rounding and passes
*/
WITH parents AS (
    SELECT
        p._row,
        p.publication,
        p.region,
        p.form,
        p.people_millions,
        p.rounded_to_millions,
        CASE p.form WHEN 'modern slavery (all)' THEN 2 ELSE 3 END AS parts
    FROM raw_modern_slavery_estimates__estimates AS p
    WHERE p.form IN ('modern slavery (all)', 'forced labour')
),
sums AS (
    SELECT
        p._row,
        p.people_millions,
        p.parts,
        COUNT(s.people_millions) AS parts_stated,
        SUM(s.people_millions) AS parts_millions,
        SUM(s.rounded_to_millions) + p.rounded_to_millions AS rounding
    FROM parents AS p
    INNER JOIN raw_modern_slavery_estimates__estimates AS s
        ON s.publication = p.publication
        AND s.region = p.region
        AND (
            (p.form = 'modern slavery (all)' AND s.form IN ('forced labour', 'forced marriage'))
            OR (p.form = 'forced labour' AND s.form LIKE 'forced labour: %')
        )
    GROUP BY p._row, p.people_millions, p.rounded_to_millions, p.parts
)
SELECT
    s._row,
    'people_millions' AS "column",
    CAST(s.people_millions AS VARCHAR) || '; parts ' || CAST(s.parts_millions AS VARCHAR) AS value
FROM sums AS s
WHERE s.parts_stated = s.parts
  AND ABS(s.people_millions - s.parts_millions) * 2 > s.rounding
ORDER BY s._row
