/*
title: Attendance figures that contradict one another are marked
"on": raw_ministerial_conferences__attendance
rule: figures of one conference and one measure are all marked conflicting when they differ, and none is when they agree
remedy: correct is_conflicting on every row of the conference and measure, and name the conflict in the caveat
severity: error
*/
WITH spread AS (
    SELECT a.conference_no, a.measure, MIN(a.count) <> MAX(a.count) AS differs
    FROM raw_ministerial_conferences__attendance AS a
    GROUP BY a.conference_no, a.measure
)

SELECT
    a._row,
    'is_conflicting' AS "column",
    CAST(a.conference_no AS VARCHAR) || ' ' || a.measure || ' ' || CAST(a.count AS VARCHAR) AS value
FROM raw_ministerial_conferences__attendance AS a
INNER JOIN spread AS s ON a.conference_no = s.conference_no AND a.measure = s.measure
WHERE a.is_conflicting <> s.differs
