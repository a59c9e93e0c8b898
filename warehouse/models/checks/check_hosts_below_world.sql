/*
title: Countries together stay below the world
"on": raw_unhcr_hosts__hosts
rule: >-
  the countries of a year together host no more refugees, asylum-seekers or others in need than the world of
  that year
remedy: pin both sources at the same release, and look for a country that is listed twice
*/
WITH together AS (
    SELECT
        h.year,
        SUM(h.refugees) AS refugees,
        SUM(h.asylum_seekers) AS asylum_seekers,
        SUM(h.other_people_in_need) AS other_people_in_need
    FROM raw_unhcr_hosts__hosts AS h
    GROUP BY h.year
),
above AS (
    SELECT t.year, g.category, g.people AS world_people
    FROM together AS t
    INNER JOIN raw_unhcr_displacement__global AS g ON g.year = t.year
    WHERE g.reference_point = 'end-year'
      AND (
          (g.category = 'refugees under UNHCR''s mandate' AND t.refugees > g.people)
          OR (g.category = 'asylum-seekers' AND t.asylum_seekers > g.people)
          OR (
              g.category = 'other people in need of international protection'
              AND t.other_people_in_need > g.people
          )
      )
)
SELECT
    h._row,
    'year' AS "column",
    CAST(h.year AS VARCHAR) || ': above the world''s ' || CAST(a.world_people AS VARCHAR) || ' '
        || a.category AS value
FROM raw_unhcr_hosts__hosts AS h
INNER JOIN above AS a ON a.year = h.year
ORDER BY h._row, a.category
