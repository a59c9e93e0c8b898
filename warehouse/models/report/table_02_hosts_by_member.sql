/*
title: People hosted by each Member State at the end of the year
unit: people
key: [iso3]
columns:
  iso3: {title: Country code}
  member: {title: Member State}
  unhcr_region: {title: UNHCR region}
  year: {title: End of year, unit: year}
  record: {title: Record}
  rank: {title: Rank by people hosted}
  refugees: {title: Refugees under UNHCR's mandate, unit: people}
  asylum_seekers: {title: Asylum-seekers, unit: people}
  other_people_in_need: {title: Other people in need of international protection, unit: people}
  hosted_total: {title: Hosted in all, unit: people}
  share_of_world_pct: {title: Share of the world, unit: per cent, decimals: 1}
  idps_idmc: {title: Internally displaced people (IDMC), unit: people}
  stateless_people: {title: Stateless people, unit: people}
notes:
  - Ranked are Member States with a record for the year, among themselves; equal numbers share a rank.
  - No record means that the source has no row for the State and year, which is not the same as nobody hosted.
  - The world is that of the same three categories; Palestine refugees under UNRWA's mandate are in neither.
  - The source lists countries of UNHCR's population table only. New Caledonia and Timor-Leste are in IDMC's table for some years without being in that one, and have no record here then.
  - Columns are not to be added up beyond the total given; a person may be displaced and stateless.
chart:
  kind: bars
  title: The Member States that host most people
  label: member
  value: hosted_total
  scale: thousand
  decimals: 0
  most: 15
*/
WITH edition_year AS (
    SELECT
        h.iso3,
        h.refugees,
        h.asylum_seekers,
        h.other_people_in_need,
        h.hosted_total,
        h.idps_idmc,
        h.stateless_people
    FROM core_unhcr_hosts__year_country AS h
    INNER JOIN raw_edition AS e ON e.year = h.year
),
covered AS (
    SELECT COUNT(*) AS countries
    FROM edition_year
),
ranked AS (
    SELECT
        y.iso3,
        RANK() OVER (ORDER BY y.hosted_total DESC) AS rank
    FROM edition_year AS y
    INNER JOIN raw_bali_process_members__members AS m ON m.iso3 = y.iso3
),
world AS (
    SELECT w.hosted_total
    FROM stat_people_hosted_world AS w
    INNER JOIN raw_edition AS e ON e.year = w.year
)
SELECT
    m.iso3,
    m.name AS member,
    m.unhcr_region,
    e.year,
    CASE
        WHEN y.iso3 IS NOT NULL THEN 'record'
        WHEN c.countries = 0 THEN 'the pinned release does not cover the year'
        ELSE 'no record for the year'
    END AS record,
    r.rank,
    y.refugees,
    y.asylum_seekers,
    y.other_people_in_need,
    y.hosted_total,
    100 * y.hosted_total / w.hosted_total AS share_of_world_pct,
    y.idps_idmc,
    y.stateless_people
FROM raw_bali_process_members__members AS m
CROSS JOIN raw_edition AS e
CROSS JOIN covered AS c
LEFT JOIN edition_year AS y ON y.iso3 = m.iso3
LEFT JOIN ranked AS r ON r.iso3 = m.iso3
LEFT JOIN world AS w ON TRUE
ORDER BY rank NULLS LAST, iso3
