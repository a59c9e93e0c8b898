/*
title: Estimated number, prevalence and population agree
"on": raw_global_slavery_index__countries
rule: the estimated number is prevalence times population, within the rounding of number and population to thousands
remedy: compare the row with the publication; a digit or a line may have slipped
*/
SELECT
    c._row,
    'estimated_people' AS "column",
    c.country || ': ' || CAST(c.estimated_people AS VARCHAR) || '; ' || CAST(c.prevalence_per_1000 AS VARCHAR)
        || ' per 1,000 of ' || CAST(c.population AS VARCHAR) AS value
FROM raw_global_slavery_index__countries AS c
WHERE c.population > 0
  AND ABS(c.estimated_people - CAST(c.prevalence_per_1000 AS DECIMAL(18, 9)) * c.population / 1000)
      > 500 + CAST(c.prevalence_per_1000 AS DECIMAL(18, 9)) / 2
ORDER BY c._row
