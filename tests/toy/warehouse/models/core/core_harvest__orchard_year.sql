/*
title: Harvest by orchard and year
unit: tonnes
key: [year, orchard]
*/
SELECT c.year, c.orchard, sum(c.tonnes) AS tonnes
FROM raw_harvest__crops AS c
GROUP BY c.year, c.orchard
