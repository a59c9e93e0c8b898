/*
title: Forcibly displaced people of the world, by category and year, with change
unit: people
key: [year, category]
columns:
  year: {title: End of year, unit: year}
  category: {title: Category}
  role: {title: Role in the total}
  provider: {title: Provider of the figure}
  people: {title: People, unit: people}
  share_of_total_pct: {title: Share of all forcibly displaced people, unit: per cent, decimals: 1}
  previous_people: {title: People a year before, unit: people}
  change_people: {title: Change on the year before, unit: people}
  change_pct: {title: Change on the year before, unit: per cent, decimals: 1}
notes:
  - The total is the sum of the five parts. UNHCR's own count of internally displaced people, stateless people and others of concern are shown and are not counted in it.
  - From the end of 2023 the sum of the parts is higher than UNHCR's printed headline, because some people are counted in two of them.
  - For the years before 2018 the source has 0 other people in need of international protection; a change from 0 has no percentage.
  - Both years of a change are taken from the same release.
chart:
  kind: lines
  title: Forcibly displaced people of the world at the end of the year
  x: year
  value: people
  series: category
  where: {role: [total, part]}
  scale: million
  decimals: 1
*/
WITH lines AS (
    SELECT
        c.year,
        c.category,
        CASE WHEN c.is_forcibly_displaced THEN 'part' ELSE 'not counted' END AS role,
        c.provider,
        c.people
    FROM core_unhcr_displacement__year_category AS c
    UNION ALL
    SELECT
        t.year,
        'forcibly displaced people' AS category,
        'total' AS role,
        'UNHCR, UNRWA, IDMC' AS provider,
        t.people
    FROM stat_forcibly_displaced AS t
)
SELECT
    l.year,
    l.category,
    l.role,
    l.provider,
    l.people,
    CASE WHEN l.role = 'part' THEN 100 * l.people / t.people END AS share_of_total_pct,
    p.people AS previous_people,
    l.people - p.people AS change_people,
    100 * (l.people - p.people) / NULLIF(p.people, 0) AS change_pct
FROM lines AS l
INNER JOIN stat_forcibly_displaced AS t ON t.year = l.year
LEFT JOIN lines AS p ON p.category = l.category AND p.year = l.year - 1
ORDER BY year DESC, role DESC, people DESC NULLS LAST, category
