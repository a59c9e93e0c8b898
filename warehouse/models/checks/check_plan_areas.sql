/*
title: Planned activities use areas of the Adelaide Strategy
"on": raw_rso_work_plan__planned_activities
rule: every area_no of the work plan exists in the strategy
remedy: correct area_no
severity: error
*/
SELECT p._row, 'area_no' AS "column", CAST(p.area_no AS VARCHAR) AS value
FROM raw_rso_work_plan__planned_activities AS p
LEFT JOIN raw_adelaide_strategy__areas AS s ON p.area_no = s.area_no
WHERE s.area_no IS NULL
