/*
title: Country codes of the index
"on": raw_global_slavery_index__countries
rule: >-
  no country code is given twice, and a Member State has the same region in the index as in the list of
  Member States
remedy: correct code or region in whichever of the two files is wrong
*/
WITH twice AS (
    SELECT c.iso3
    FROM raw_global_slavery_index__countries AS c
    WHERE c.iso3 IS NOT NULL
    GROUP BY c.iso3
    HAVING COUNT(*) > 1
)
SELECT
    c._row,
    CASE WHEN t.iso3 IS NOT NULL THEN 'iso3' ELSE 'region' END AS "column",
    c.iso3 || ' ' || c.country || ', ' || c.region AS value
FROM raw_global_slavery_index__countries AS c
LEFT JOIN twice AS t ON t.iso3 = c.iso3
LEFT JOIN raw_bali_process_members__members AS m ON m.iso3 = c.iso3
WHERE t.iso3 IS NOT NULL
   OR m.gsi_region <> c.region
ORDER BY c._row
