/*
title: The activity register uses areas of the Adelaide Strategy
"on": raw_activity_register__assignments
rule: every area_no of the register exists in the strategy
remedy: correct area_no
severity: error
*/
SELECT a._row, 'area_no' AS "column", CAST(a.area_no AS VARCHAR) AS value
FROM raw_activity_register__assignments AS a
LEFT JOIN raw_adelaide_strategy__areas AS s ON a.area_no = s.area_no
WHERE s.area_no IS NULL
