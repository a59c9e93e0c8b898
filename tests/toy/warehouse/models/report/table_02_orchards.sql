/*
title: Orchards
key: [orchard]
columns:
  orchard: {title: Orchard}
  founded: {title: Founded}
*/
SELECT o.code AS orchard, o.founded
FROM raw_orchards__orchards AS o
ORDER BY o.code
