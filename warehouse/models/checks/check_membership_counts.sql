/*
title: The lists of members are as long as the Bali Process says
"on": raw_bali_process_observers__counts
rule: the number of Member States and of Member Organisations that the Bali Process states of itself is the number of names listed
remedy: complete or correct the list of names, or correct the count
severity: error
*/
WITH listed AS (
    SELECT 'Member States' AS body, COUNT(*) AS names
    FROM raw_bali_process_members__members AS m
    UNION ALL
    SELECT 'Member Organisations' AS body, COUNT(*) AS names
    FROM raw_bali_process_organisations__organisations AS o
)

SELECT
    c._row,
    'count' AS "column",
    CAST(c.count AS VARCHAR) || ' stated, ' || CAST(l.names AS VARCHAR) || ' listed' AS value
FROM raw_bali_process_observers__counts AS c
INNER JOIN listed AS l ON c.body = l.body
WHERE c.is_current AND c.count <> l.names
