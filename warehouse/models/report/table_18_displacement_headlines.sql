/*
title: Headline figures on forced displacement as UNHCR printed them
unit: people
key: [reference, item]
columns:
  reference: {title: Reference date or month}
  reference_year: {title: Reference year, unit: year}
  reference_point: {title: Reference point}
  item: {title: What is counted}
  qualifier: {title: Words before the figure}
  people: {title: People, unit: people}
  rounded_to_people: {title: Printed to the nearest, unit: people}
  publication: {title: Publication}
  published: {title: Published}
notes:
  - What was in print at the as-of date of the edition, at the precision in which it was printed.
  - A figure with words such as "an estimated" has no table behind it; that of the end of a year has (table 1).
  - A total printed for a past year stands as it was printed then, although later releases restate the year.
*/
SELECT
    h.reference,
    h.reference_year,
    h.reference_point,
    h.item,
    h.qualifier,
    CAST(h.people_millions * 1000000 AS BIGINT) AS people,
    CAST(h.rounded_to_millions * 1000000 AS BIGINT) AS rounded_to_people,
    h.publication,
    h.published
FROM raw_unhcr_headlines__headlines AS h
CROSS JOIN raw_edition AS e
WHERE h.published <= CAST(e.as_of AS VARCHAR)
ORDER BY
    reference DESC,
    CASE item WHEN 'forcibly displaced people' THEN 0 ELSE 1 END,
    people DESC,
    item
