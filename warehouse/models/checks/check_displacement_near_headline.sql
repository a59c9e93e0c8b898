/*
title: The total of the edition's year is the printed headline
"on": raw_unhcr_displacement__global
holds_to: print
rule: the categories that count add up to the printed headline of the edition's year, within its rounding
remedy: >-
  look for a wrong column or a missing part: UNHCR's own count of internally displaced people in place of IDMC's gives
  103.3 million for 2022, a plausible wrong total. Where the source itself counts some people in two parts (from the end
  of 2023) the sum is not the number of people: publish the printed headline, or a named person accepts the sum by its
  problem_id in raw/unhcr_displacement/accepted.yaml
*/
WITH total AS (
    SELECT g.year, SUM(g.people) AS people, MIN(g._row) AS _row
    FROM raw_unhcr_displacement__global AS g
    INNER JOIN raw_edition AS e ON e.year = g.year
    WHERE g.is_forcibly_displaced AND g.reference_point = 'end-year'
    GROUP BY g.year
)
SELECT
    t._row,
    'people' AS "column",
    'parts ' || CAST(t.people AS VARCHAR) || '; printed ' || CAST(h.people_millions AS VARCHAR) || ' million'
        AS value
FROM total AS t
INNER JOIN raw_unhcr_headlines__headlines AS h ON h.reference_year = t.year
WHERE h.item = 'forcibly displaced people'
  AND h.reference_point = 'end-year'
  AND ABS(t.people - h.people_millions * 1000000) * 2 > h.rounded_to_millions * 1000000
ORDER BY t._row
