/*
title: Returns come from registered orchards
on: raw_harvest__crops
rule: the orchard is one of the registered orchards
remedy: correct the code, or register the orchard
*/
SELECT c._row, 'orchard' AS "column", c.orchard AS value
FROM raw_harvest__crops AS c
WHERE NOT EXISTS (SELECT 1 FROM raw_orchards__orchards AS o WHERE o.code = c.orchard)
