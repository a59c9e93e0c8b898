/*
title: Forcibly displaced people at the end of each year, world
unit: people
key: [year]
columns:
  year: {title: Year, unit: year}
  people: {title: Forcibly displaced people, unit: people}
notes:
  - "The sum of five categories: refugees under UNHCR's mandate, Palestine refugees under UNRWA's mandate, asylum-seekers, other people in need of international protection, and internally displaced people as IDMC counts them."
  - Not stated where one of the parts is not stated.
*/
SELECT
    c.year,
    CASE WHEN COUNT(c.people) = COUNT(*) THEN CAST(SUM(c.people) AS BIGINT) END AS people
FROM core_unhcr_displacement__year_category AS c
WHERE c.is_forcibly_displaced
GROUP BY c.year
ORDER BY c.year
