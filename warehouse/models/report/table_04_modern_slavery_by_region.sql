/*
title: People in modern slavery, by region and form, with prevalence
unit: people
key: [publication, form, region]
columns:
  publication: {title: Publication}
  reference_year: {title: Reference year, unit: year}
  form: {title: Form}
  region: {title: Region}
  people: {title: People, unit: people}
  rounded_to_people: {title: Printed to the nearest, unit: people}
  prevalence_per_1000: {title: "People per 1000, as printed", unit: per 1000, decimals: 1}
  computed_prevalence_per_1000: {title: "People per 1000, computed", unit: per 1000, decimals: 3}
  countries_listed: {title: Countries listed, unit: countries}
  countries_with_estimate: {title: Countries with an estimate, unit: countries}
  population: {title: Population of the countries with an estimate, unit: people}
notes:
  - "GEMS 2022 are the Global Estimates of Modern Slavery (ILO, Walk Free, IOM; any given day in 2021), GSI the Global Slavery Index of the year named; both as printed."
  - The sum of countries is over the country rows of the Global Slavery Index; it is not printed, its prevalence is computed on the population of the countries with an estimate, and each country is rounded to a thousand.
  - Parts as printed do not always add up to the total as printed, because each is rounded.
  - Methods changed between publications; a difference between two of them is not a trend.
  - The two sources group countries into regions in their own ways.
  - Kosovo has an estimate and no population, so that its region's and the world's computed prevalence are slightly high.
*/
SELECT
    s.publication,
    s.reference_year,
    s.form,
    s.region,
    CAST(s.people_millions * 1000000 AS BIGINT) AS people,
    CAST(s.rounded_to_millions * 1000000 AS BIGINT) AS rounded_to_people,
    s.prevalence_per_1000,
    CAST(NULL AS DOUBLE) AS computed_prevalence_per_1000,
    CAST(NULL AS BIGINT) AS countries_listed,
    CAST(NULL AS BIGINT) AS countries_with_estimate,
    CAST(NULL AS BIGINT) AS population
FROM raw_modern_slavery_estimates__estimates AS s
UNION ALL
SELECT
    'Global Slavery Index, sum of countries' AS publication,
    CAST(NULL AS BIGINT) AS reference_year,
    'modern slavery (all)' AS form,
    i.area AS region,
    i.people,
    CAST(NULL AS BIGINT) AS rounded_to_people,
    CAST(NULL AS DECIMAL(18, 6)) AS prevalence_per_1000,
    1000 * i.people / i.population AS computed_prevalence_per_1000,
    i.countries_listed,
    i.countries_with_estimate,
    i.population
FROM stat_slavery_index_by_area AS i
ORDER BY publication, form, people DESC NULLS LAST, region
