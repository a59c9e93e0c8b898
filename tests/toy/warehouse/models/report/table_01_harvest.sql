/*
title: Harvest of the year, by orchard
unit: tonnes
key: [orchard]
columns:
  orchard: {title: Orchard}
  name: {title: Name}
  tonnes: {title: Harvested, unit: tonnes, decimals: 1}
  share_pct: {title: Share of the harvest, unit: per cent, decimals: 1}
notes:
  - An orchard without a return says nothing; it is not zero.
*/
WITH total AS (
  SELECT h.year, sum(h.tonnes) AS tonnes FROM core_harvest__orchard_year AS h GROUP BY h.year
)
SELECT o.code AS orchard, o.name, h.tonnes, 100 * h.tonnes / t.tonnes AS share_pct
FROM raw_orchards__orchards AS o
CROSS JOIN raw_edition AS e
LEFT JOIN core_harvest__orchard_year AS h ON h.orchard = o.code AND h.year = e.year
LEFT JOIN total AS t ON t.year = e.year
ORDER BY o.name
