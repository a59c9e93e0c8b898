/*
title: People hosted by area at the end of each year
unit: people
key: [area, year]
columns:
  area: {title: Area}
  area_kind: {title: Kind of area}
  year: {title: Year, unit: year}
  countries_with_record: {title: Countries with a record, unit: countries}
  refugees: {title: Refugees under UNHCR's mandate, unit: people}
  asylum_seekers: {title: Asylum-seekers, unit: people}
  other_people_in_need: {title: Other people in need of international protection, unit: people}
  hosted_total: {title: Hosted in all, unit: people}
  idps_idmc: {title: Internally displaced people (IDMC), unit: people}
  stateless_people: {title: Stateless people, unit: people}
notes:
  - Asia and the Pacific is UNHCR's region with all its countries, Member States or not; of the other regions the source holds Member States only, so that no total of theirs is given.
  - Internally displaced people are the sum over the countries listed for which IDMC has a figure.
*/
WITH members AS (
    SELECT
        h.year,
        h.iso3,
        h.unhcr_region,
        h.refugees,
        h.asylum_seekers,
        h.other_people_in_need,
        h.hosted_total,
        h.idps_idmc,
        h.stateless_people
    FROM core_unhcr_hosts__year_country AS h
    INNER JOIN raw_bali_process_members__members AS m ON m.iso3 = h.iso3
),
whole_region AS (
    SELECT
        h.unhcr_region AS area,
        'UNHCR region' AS area_kind,
        h.year,
        COUNT(*) AS countries_with_record,
        CAST(SUM(h.refugees) AS BIGINT) AS refugees,
        CAST(SUM(h.asylum_seekers) AS BIGINT) AS asylum_seekers,
        CAST(SUM(h.other_people_in_need) AS BIGINT) AS other_people_in_need,
        CAST(SUM(h.hosted_total) AS BIGINT) AS hosted_total,
        CAST(SUM(h.idps_idmc) AS BIGINT) AS idps_idmc,
        CAST(SUM(h.stateless_people) AS BIGINT) AS stateless_people
    FROM core_unhcr_hosts__year_country AS h
    WHERE h.unhcr_region = 'Asia and the Pacific'
    GROUP BY h.unhcr_region, h.year
),
members_of_region AS (
    SELECT
        'Member States in ' || m.unhcr_region AS area,
        'Member States of a UNHCR region' AS area_kind,
        m.year,
        COUNT(*) AS countries_with_record,
        CAST(SUM(m.refugees) AS BIGINT) AS refugees,
        CAST(SUM(m.asylum_seekers) AS BIGINT) AS asylum_seekers,
        CAST(SUM(m.other_people_in_need) AS BIGINT) AS other_people_in_need,
        CAST(SUM(m.hosted_total) AS BIGINT) AS hosted_total,
        CAST(SUM(m.idps_idmc) AS BIGINT) AS idps_idmc,
        CAST(SUM(m.stateless_people) AS BIGINT) AS stateless_people
    FROM members AS m
    GROUP BY m.unhcr_region, m.year
),
all_members AS (
    SELECT
        'Member States together' AS area,
        'Member States' AS area_kind,
        m.year,
        COUNT(*) AS countries_with_record,
        CAST(SUM(m.refugees) AS BIGINT) AS refugees,
        CAST(SUM(m.asylum_seekers) AS BIGINT) AS asylum_seekers,
        CAST(SUM(m.other_people_in_need) AS BIGINT) AS other_people_in_need,
        CAST(SUM(m.hosted_total) AS BIGINT) AS hosted_total,
        CAST(SUM(m.idps_idmc) AS BIGINT) AS idps_idmc,
        CAST(SUM(m.stateless_people) AS BIGINT) AS stateless_people
    FROM members AS m
    GROUP BY m.year
)
SELECT
    area, area_kind, year, countries_with_record, refugees, asylum_seekers, other_people_in_need,
    hosted_total, idps_idmc, stateless_people
FROM whole_region
UNION ALL
SELECT
    area, area_kind, year, countries_with_record, refugees, asylum_seekers, other_people_in_need,
    hosted_total, idps_idmc, stateless_people
FROM members_of_region
UNION ALL
SELECT
    area, area_kind, year, countries_with_record, refugees, asylum_seekers, other_people_in_need,
    hosted_total, idps_idmc, stateless_people
FROM all_members
UNION ALL
SELECT
    'World' AS area,
    'World' AS area_kind,
    year,
    CAST(NULL AS BIGINT) AS countries_with_record,
    refugees,
    asylum_seekers,
    other_people_in_need,
    hosted_total,
    idps_idmc,
    stateless_people
FROM stat_people_hosted_world
