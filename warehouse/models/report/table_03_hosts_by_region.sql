/*
title: People hosted by region, by the Member States together and by the world, by year
unit: people
key: [area, year]
columns:
  area: {title: Area}
  area_kind: {title: Kind of area}
  year: {title: End of year, unit: year}
  countries_with_record: {title: Countries with a record, unit: countries}
  refugees: {title: Refugees under UNHCR's mandate, unit: people}
  asylum_seekers: {title: Asylum-seekers, unit: people}
  other_people_in_need: {title: Other people in need of international protection, unit: people}
  hosted_total: {title: Hosted in all, unit: people}
  share_of_world_pct: {title: Share of the world, unit: per cent, decimals: 1}
  share_of_members_pct: {title: Share of the Member States, unit: per cent, decimals: 1}
  idps_idmc: {title: Internally displaced people (IDMC), unit: people}
  stateless_people: {title: Stateless people, unit: people}
notes:
  - Areas overlap and are not to be added up. The Member States of the regions add up to the Member States together.
  - Asia and the Pacific is UNHCR's region with all its countries, Member States or not; of the other regions the source holds Member States only.
  - The world is that of the same three categories; Palestine refugees under UNRWA's mandate are in neither.
  - Every area has a row for every year; where the pinned release of hosts does not cover a year, the row is blank.
  - Internally displaced people of an area are the sum over the countries listed for which IDMC has a figure; those that only IDMC lists (New Caledonia, Timor-Leste in some years) are not in it.
chart:
  kind: lines
  title: People hosted by the Member States, together and by UNHCR region
  x: year
  value: hosted_total
  series: area
  where: {area_kind: [Member States, Member States of a UNHCR region]}
  scale: million
  decimals: 1
*/
WITH areas AS (
    SELECT DISTINCT area, area_kind
    FROM stat_people_hosted_by_area
),
members AS (
    SELECT year, hosted_total
    FROM stat_people_hosted_by_area
    WHERE area_kind = 'Member States'
)
SELECT
    d.area,
    d.area_kind,
    w.year,
    a.countries_with_record,
    a.refugees,
    a.asylum_seekers,
    a.other_people_in_need,
    a.hosted_total,
    100 * a.hosted_total / w.hosted_total AS share_of_world_pct,
    CASE
        WHEN d.area_kind = 'Member States of a UNHCR region'
            THEN 100 * a.hosted_total / NULLIF(m.hosted_total, 0)
    END AS share_of_members_pct,
    a.idps_idmc,
    a.stateless_people
FROM stat_people_hosted_world AS w
CROSS JOIN areas AS d
LEFT JOIN stat_people_hosted_by_area AS a ON a.area = d.area AND a.year = w.year
LEFT JOIN members AS m ON m.year = w.year
ORDER BY year DESC, area_kind DESC, area
