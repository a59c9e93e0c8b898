/*
title: Printed parts add up to the printed headline
"on": raw_unhcr_headlines__headlines
rule: the parts printed with a headline add up to it, within the rounding of each
remedy: >-
  check the printed figures; where the source itself counts some people in two parts (from the end of 2023),
  do not add the parts up in the report
severity: warning
*/
WITH refugees AS (
    SELECT
        u.reference,
        u.people_millions + p.people_millions AS people_millions,
        u.rounded_to_millions + p.rounded_to_millions AS rounded_to_millions
    FROM raw_unhcr_headlines__headlines AS u
    INNER JOIN raw_unhcr_headlines__headlines AS p ON p.reference = u.reference
    WHERE u.item = 'refugees under UNHCR''s mandate'
      AND p.item = 'Palestine refugees under UNRWA''s mandate'
    UNION ALL
    SELECT a.reference, a.people_millions, a.rounded_to_millions
    FROM raw_unhcr_headlines__headlines AS a
    WHERE a.item = 'refugees (all)'
      AND NOT EXISTS (
          SELECT 1
          FROM raw_unhcr_headlines__headlines AS p
          WHERE p.reference = a.reference AND p.item = 'Palestine refugees under UNRWA''s mandate'
      )
),
parts AS (
    SELECT
        r.reference,
        r.people_millions + a.people_millions + o.people_millions + i.people_millions AS people_millions,
        r.rounded_to_millions + a.rounded_to_millions + o.rounded_to_millions + i.rounded_to_millions
            AS rounded_to_millions
    FROM refugees AS r
    INNER JOIN raw_unhcr_headlines__headlines AS a ON a.reference = r.reference
    INNER JOIN raw_unhcr_headlines__headlines AS o ON o.reference = r.reference
    INNER JOIN raw_unhcr_headlines__headlines AS i ON i.reference = r.reference
    WHERE a.item = 'asylum-seekers'
      AND o.item = 'other people in need of international protection'
      AND i.item = 'internally displaced people (IDMC)'
)
SELECT
    h._row,
    'people_millions' AS "column",
    'printed ' || CAST(h.people_millions AS VARCHAR) || ' million, parts '
        || CAST(p.people_millions AS VARCHAR) || ' million' AS value
FROM raw_unhcr_headlines__headlines AS h
INNER JOIN parts AS p ON p.reference = h.reference
WHERE h.item = 'forcibly displaced people'
  AND ABS(h.people_millions - p.people_millions) * 2 > h.rounded_to_millions + p.rounded_to_millions
ORDER BY h._row
