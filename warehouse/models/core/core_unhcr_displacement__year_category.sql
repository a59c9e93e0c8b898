/*
title: People by category at the end of each year, world
unit: people
key: [year, category]
columns:
  year: {title: Year, unit: year}
  category: {title: Category}
  provider: {title: Provider of the figure}
  is_forcibly_displaced: {title: Counts towards forcibly displaced people}
  people: {title: People, unit: people}
notes:
  - Figures of the end of a year only; mid-year figures are provisional and are left out.
  - Years up to that of the edition.
*/
SELECT
    g.year,
    g.category,
    g.provider,
    g.is_forcibly_displaced,
    g.people
FROM raw_unhcr_displacement__global AS g
CROSS JOIN raw_edition AS e
WHERE g.reference_point = 'end-year'
  AND g.year <= e.year
ORDER BY g.year, g.category
