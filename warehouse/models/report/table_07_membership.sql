/*
title: Membership of the Bali Process and of its groups
unit: states, organisations or groups
key: [body, kind]
notes:
  - Members and groups are counted from lists of names; observers only as the Bali Process states their number, because today's names were not found.
  - The list of Member States is of about 2018; the number of 45 is still stated in 2022-23. New Caledonia is listed as a seat with France.
  - Groupings are the headings of the membership list, not regions of the United Nations.
columns:
  line: {title: Line}
  body: {title: Body}
  kind: {title: What is counted}
  count: {title: Number}
  counted_from: {title: Counted from}
*/
SELECT 1 AS line, 'Members' AS body, 'states' AS kind, COUNT(*) AS count, 'list of names' AS counted_from
FROM raw_bali_process_members__members AS m
UNION ALL
SELECT 2 AS line, 'Members' AS body, 'organisations' AS kind, COUNT(*) AS count, 'list of names' AS counted_from
FROM raw_bali_process_organisations__organisations AS o
UNION ALL
SELECT 3 AS line, 'Observers' AS body, 'states' AS kind, c.count, 'number as stated' AS counted_from
FROM raw_bali_process_observers__counts AS c
WHERE c.is_current AND c.body = 'Observer States'
UNION ALL
SELECT 4 AS line, 'Observers' AS body, 'organisations' AS kind, c.count, 'number as stated' AS counted_from
FROM raw_bali_process_observers__counts AS c
WHERE c.is_current AND c.body = 'Observer Organisations'
UNION ALL
SELECT 5 AS line, 'Ad Hoc Group' AS body, 'states' AS kind, COUNT(*) AS count, 'list of names' AS counted_from
FROM raw_bali_process_members__members AS m
WHERE m.is_ad_hoc_group_member
UNION ALL
SELECT 6 AS line, 'Ad Hoc Group' AS body, 'organisations' AS kind, COUNT(*) AS count, 'list of names' AS counted_from
FROM raw_bali_process_organisations__organisations AS o
WHERE o.is_ad_hoc_group_member
UNION ALL
SELECT 7 AS line, 'Steering Group' AS body, 'states' AS kind, COUNT(*) AS count, 'list of names' AS counted_from
FROM raw_bali_process_members__members AS m
WHERE m.is_steering_group_member
UNION ALL
SELECT 8 AS line, 'Steering Group' AS body, 'organisations' AS kind, COUNT(*) AS count, 'list of names' AS counted_from
FROM raw_bali_process_organisations__organisations AS o
WHERE o.is_steering_group_member
UNION ALL
SELECT 9 AS line, 'Groups and mechanisms' AS body, 'groups' AS kind, COUNT(*) AS count, 'list of names' AS counted_from
FROM raw_bali_process_working_groups__groups AS g
UNION ALL
SELECT 10 AS line, 'Members listed under ' || m.source_grouping AS body, 'states' AS kind, COUNT(*) AS count, 'list of names' AS counted_from
FROM raw_bali_process_members__members AS m
GROUP BY m.source_grouping
ORDER BY line, body, kind
