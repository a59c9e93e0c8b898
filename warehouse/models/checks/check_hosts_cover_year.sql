/*
title: The release holds the edition's year
"on": raw_unhcr_hosts__hosts
rule: the release has countries for the end of the edition's year
remedy: >-
  transcribe the countries of the edition's year from the release that came out with Global Trends; until then the
  table by Member State says that the year is not covered
severity: warning
*/
WITH newest AS (
    SELECT MAX(h.year) AS year
    FROM raw_unhcr_hosts__hosts AS h
)
SELECT
    MIN(h._row) AS _row,
    'year' AS "column",
    CAST(h.year AS VARCHAR) AS value
FROM raw_unhcr_hosts__hosts AS h
INNER JOIN newest AS n ON n.year = h.year
CROSS JOIN raw_edition AS e
WHERE n.year < e.year
GROUP BY h.year
