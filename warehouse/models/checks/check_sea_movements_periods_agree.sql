/*
title: A longer period is not smaller than the years inside it
"on": raw_rohingya_sea_movements__movements
rule: the calendar years inside a longer period add up to no more departures and no more dead or missing than the period
remedy: >-
  nothing to correct where the source itself disagrees (a dashboard's 573 dead or missing for 2022 and 2023,
  yearly statements 348 and 569): quote one of the two and say which
severity: warning
*/
WITH inside AS (
    SELECT
        p._row,
        p.departures,
        p.dead_or_missing,
        SUM(y.departures) AS departures_of_years,
        SUM(y.dead_or_missing) AS dead_or_missing_of_years
    FROM raw_rohingya_sea_movements__movements AS p
    INNER JOIN raw_rohingya_sea_movements__movements AS y
        ON y.period <> p.period
        AND y.period_start >= p.period_start
        AND y.period_end <= p.period_end
    GROUP BY p._row, p.departures, p.dead_or_missing
)
SELECT
    i._row,
    'departures' AS "column",
    CAST(i.departures AS VARCHAR) || '; years ' || CAST(i.departures_of_years AS VARCHAR) AS value
FROM inside AS i
WHERE i.departures_of_years > i.departures
UNION ALL
SELECT
    i._row,
    'dead_or_missing' AS "column",
    CAST(i.dead_or_missing AS VARCHAR) || '; years ' || CAST(i.dead_or_missing_of_years AS VARCHAR) AS value
FROM inside AS i
WHERE i.dead_or_missing_of_years > i.dead_or_missing
