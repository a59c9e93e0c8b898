/*
title: Every line of the statistics is registered
on: raw_operations__line_years
rule: the line is one of the registered lines
remedy: correct the code, or register the line
*/
SELECT y._row, 'line' AS "column", y.line AS value
FROM raw_operations__line_years AS y
WHERE NOT EXISTS (SELECT 1 FROM raw_operations__lines AS l WHERE l.code = y.line)
