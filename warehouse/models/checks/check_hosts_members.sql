/*
title: Countries marked as Member States are Member States
"on": raw_unhcr_hosts__hosts
rule: >-
  a country is marked as a Member State exactly when the list of Member States has its code, and both name
  one UNHCR region
remedy: correct the mark, the code (ISO, not UNHCR's own) or the region in whichever of the two files is wrong
*/
SELECT
    h._row,
    CASE
        WHEN h.is_bali_process_member AND m.iso3 IS NULL THEN 'iso3'
        WHEN NOT h.is_bali_process_member AND m.iso3 IS NOT NULL THEN 'is_bali_process_member'
        ELSE 'unhcr_region'
    END AS "column",
    h.iso3 || ' ' || h.country || ', ' || h.unhcr_region AS value
FROM raw_unhcr_hosts__hosts AS h
LEFT JOIN raw_bali_process_members__members AS m ON m.iso3 = h.iso3
WHERE h.is_bali_process_member <> (m.iso3 IS NOT NULL)
   OR m.unhcr_region <> h.unhcr_region
ORDER BY h._row
