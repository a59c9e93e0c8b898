/*
title: Sexes and age groups add up to their totals
"on": raw_hazardous_child_work__children
rule: girls and boys add up to the total, and the age groups to 5-17, within the rounding of each
remedy: compare the rows of the region with the publication; a digit or a line may have slipped
*/
WITH by_sex AS (
    SELECT c.reference_year, c.region, c.age_group, SUM(c.children) AS children
    FROM raw_hazardous_child_work__children AS c
    WHERE c.sex <> 'total'
    GROUP BY c.reference_year, c.region, c.age_group
),
by_age AS (
    SELECT c.reference_year, c.region, c.sex, SUM(c.children) AS children
    FROM raw_hazardous_child_work__children AS c
    WHERE c.age_group <> '5-17'
    GROUP BY c.reference_year, c.region, c.sex
)
SELECT
    t._row,
    'children' AS "column",
    CAST(t.children AS VARCHAR) || '; girls and boys ' || CAST(s.children AS VARCHAR) AS value
FROM raw_hazardous_child_work__children AS t
INNER JOIN by_sex AS s
    ON s.reference_year = t.reference_year AND s.region = t.region AND s.age_group = t.age_group
WHERE t.sex = 'total' AND ABS(t.children - s.children) > 2
UNION ALL
SELECT
    t._row,
    'children' AS "column",
    CAST(t.children AS VARCHAR) || '; age groups ' || CAST(a.children AS VARCHAR) AS value
FROM raw_hazardous_child_work__children AS t
INNER JOIN by_age AS a ON a.reference_year = t.reference_year AND a.region = t.region AND a.sex = t.sex
WHERE t.age_group = '5-17' AND ABS(t.children - a.children) > 2
