/*
title: Sums of the Global Slavery Index over the countries of each area
unit: people
key: [area]
columns:
  area: {title: Area}
  area_kind: {title: Kind of area}
  countries_listed: {title: Countries listed, unit: countries}
  countries_with_estimate: {title: Countries with an estimate, unit: countries}
  population: {title: Population of the countries with an estimate, unit: people}
  people: {title: People in modern slavery, unit: people}
notes:
  - A country without an estimate adds nothing to the people and nothing to the population.
  - A population of 0 in the source is not stated; one country (Kosovo) has an estimate without a population.
*/
WITH countries AS (
    SELECT
        c.iso3,
        c.region,
        c.estimated_people,
        CASE WHEN c.estimated_people IS NOT NULL THEN NULLIF(c.population, 0) END AS population
    FROM raw_global_slavery_index__countries AS c
)
SELECT
    c.region AS area,
    'region of the index' AS area_kind,
    COUNT(*) AS countries_listed,
    COUNT(c.estimated_people) AS countries_with_estimate,
    CAST(SUM(c.population) AS BIGINT) AS population,
    CAST(SUM(c.estimated_people) AS BIGINT) AS people
FROM countries AS c
GROUP BY c.region
UNION ALL
SELECT
    'World' AS area,
    'world' AS area_kind,
    COUNT(*) AS countries_listed,
    COUNT(c.estimated_people) AS countries_with_estimate,
    CAST(SUM(c.population) AS BIGINT) AS population,
    CAST(SUM(c.estimated_people) AS BIGINT) AS people
FROM countries AS c
UNION ALL
SELECT
    'Member States together' AS area,
    'Member States' AS area_kind,
    COUNT(*) AS countries_listed,
    COUNT(c.estimated_people) AS countries_with_estimate,
    CAST(SUM(c.population) AS BIGINT) AS population,
    CAST(SUM(c.estimated_people) AS BIGINT) AS people
FROM countries AS c
INNER JOIN raw_bali_process_members__members AS m ON m.iso3 = c.iso3
