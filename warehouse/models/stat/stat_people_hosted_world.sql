/*
title: People hosted in the world at the end of each year
unit: people
key: [year]
columns:
  year: {title: Year, unit: year}
  refugees: {title: Refugees under UNHCR's mandate, unit: people}
  asylum_seekers: {title: Asylum-seekers, unit: people}
  other_people_in_need: {title: Other people in need of international protection, unit: people}
  hosted_total: {title: Hosted in all, unit: people}
  idps_idmc: {title: Internally displaced people (IDMC), unit: people}
  stateless_people: {title: Stateless people, unit: people}
notes:
  - The same three categories as for a country, so that shares compare like with like; Palestine refugees under UNRWA's mandate are not among them.
*/
WITH refugees AS (
    SELECT year, people
    FROM core_unhcr_displacement__year_category
    WHERE category = 'refugees under UNHCR''s mandate'
),
asylum_seekers AS (
    SELECT year, people
    FROM core_unhcr_displacement__year_category
    WHERE category = 'asylum-seekers'
),
others AS (
    SELECT year, people
    FROM core_unhcr_displacement__year_category
    WHERE category = 'other people in need of international protection'
),
internally_displaced AS (
    SELECT year, people
    FROM core_unhcr_displacement__year_category
    WHERE category = 'internally displaced people (IDMC)'
),
stateless AS (
    SELECT year, people
    FROM core_unhcr_displacement__year_category
    WHERE category = 'stateless people'
)
SELECT
    r.year,
    r.people AS refugees,
    a.people AS asylum_seekers,
    o.people AS other_people_in_need,
    r.people + a.people + o.people AS hosted_total,
    i.people AS idps_idmc,
    s.people AS stateless_people
FROM refugees AS r
INNER JOIN asylum_seekers AS a ON a.year = r.year
INNER JOIN others AS o ON o.year = r.year
LEFT JOIN internally_displaced AS i ON i.year = r.year
LEFT JOIN stateless AS s ON s.year = r.year
ORDER BY r.year
