/*
title: Attendance belongs to a listed conference
"on": raw_ministerial_conferences__attendance
rule: every conference_no of the attendance exists among the conferences
remedy: correct conference_no, or add the conference
severity: error
*/
SELECT a._row, 'conference_no' AS "column", CAST(a.conference_no AS VARCHAR) AS value
FROM raw_ministerial_conferences__attendance AS a
LEFT JOIN raw_ministerial_conferences__conferences AS c ON a.conference_no = c.conference_no
WHERE c.conference_no IS NULL
