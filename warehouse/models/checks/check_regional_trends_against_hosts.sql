/*
title: Printed figures for Asia and the Pacific agree with the countries
"on": raw_unhcr_regional_trends__trends
rule: a printed number for the region is the sum of its countries, rounded
remedy: >-
  nothing to correct when the source revised a country after printing; otherwise look for a missing country.
  Internally displaced people are compared with UNHCR's own count
severity: warning
*/
WITH region AS (
    SELECT
        h.year,
        SUM(h.refugees) AS refugees,
        SUM(h.asylum_seekers) AS asylum_seekers,
        SUM(h.idps_unhcr) AS idps_unhcr,
        SUM(h.stateless_people) AS stateless_people
    FROM raw_unhcr_hosts__hosts AS h
    WHERE h.unhcr_region = 'Asia and the Pacific'
    GROUP BY h.year
),
measures AS (
    SELECT year, 'refugees' AS measure, refugees AS people FROM region
    UNION ALL
    SELECT year, 'asylum-seekers' AS measure, asylum_seekers AS people FROM region
    UNION ALL
    SELECT year, 'internally displaced people' AS measure, idps_unhcr AS people FROM region
    UNION ALL
    SELECT year, 'stateless people' AS measure, stateless_people AS people FROM region
)
SELECT
    t._row,
    'people' AS "column",
    t.measure || ' ' || CAST(t.year AS VARCHAR) || ': printed ' || CAST(t.people AS VARCHAR) || ', countries '
        || CAST(s.people AS VARCHAR) AS value
FROM raw_unhcr_regional_trends__trends AS t
INNER JOIN measures AS s ON s.year = t.year AND s.measure = t.measure
WHERE ABS(t.people - s.people) * 2 > t.rounded_to_people
ORDER BY t._row
