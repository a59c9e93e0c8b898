/*
title: People hosted by country of asylum at the end of each year
unit: people
key: [year, iso3]
columns:
  year: {title: Year, unit: year}
  iso3: {title: Country code}
  country: {title: Country of asylum}
  unhcr_region: {title: UNHCR region}
  refugees: {title: Refugees under UNHCR's mandate, unit: people}
  asylum_seekers: {title: Asylum-seekers, unit: people}
  other_people_in_need: {title: Other people in need of international protection, unit: people}
  hosted_total: {title: Hosted in all, unit: people}
  idps_idmc: {title: Internally displaced people (IDMC), unit: people}
  stateless_people: {title: Stateless people, unit: people}
notes:
  - Hosted are refugees under UNHCR's mandate, asylum-seekers and other people in need of international protection; Palestine refugees under UNRWA's mandate are not given by country here.
  - Internally displaced and stateless people are shown beside that total and are not part of it.
*/
SELECT
    h.year,
    h.iso3,
    h.country,
    h.unhcr_region,
    h.refugees,
    h.asylum_seekers,
    h.other_people_in_need,
    h.refugees + h.asylum_seekers + h.other_people_in_need AS hosted_total,
    h.idps_idmc,
    h.stateless_people
FROM raw_unhcr_hosts__hosts AS h
CROSS JOIN raw_edition AS e
WHERE h.year <= e.year
ORDER BY h.year, h.iso3
