/*
title: Countries with a population of 0
"on": raw_global_slavery_index__countries
rule: a country has a population
remedy: nothing to correct, the source itself has 0; it is treated as not stated, and no prevalence is computed on it
severity: warning
*/
SELECT
    c._row,
    'population' AS "column",
    c.country || ': ' || CAST(c.population AS VARCHAR) AS value
FROM raw_global_slavery_index__countries AS c
WHERE c.population = 0
ORDER BY c._row
