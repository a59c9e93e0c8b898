/*
title: Rows of one Joint Period of Action agree about it
"on": raw_joint_periods_of_action__results
rule: all rows of a period give the same number, days and participating countries
remedy: correct the row that differs
severity: error
*/
WITH spread AS (
    SELECT
        j.joint_period,
        COUNT(DISTINCT j.ordinal) + COUNT(DISTINCT j.period_as_stated) AS names,
        COUNT(DISTINCT j.participating_countries) AS countries,
        COUNT(DISTINCT j.start_date) + COUNT(DISTINCT j.end_date) AS days
    FROM raw_joint_periods_of_action__results AS j
    GROUP BY j.joint_period
)

SELECT j._row, 'joint_period' AS "column", j.joint_period AS value
FROM raw_joint_periods_of_action__results AS j
INNER JOIN spread AS s ON j.joint_period = s.joint_period
WHERE s.names > 2 OR s.countries > 1 OR s.days > 2
