/*
title: Sea movements in the Bay of Bengal and the Andaman Sea, by period
unit: people
key: [period]
columns:
  period: {title: Period}
  period_start: {title: First day}
  period_end: {title: Last day}
  scope: {title: Who and where}
  is_calendar_year: {title: A calendar year}
  overlaps_another_row: {title: Overlaps another row}
  departures_qualifier: {title: Words before the departures}
  departures: {title: People who departed, unit: people}
  boats: {title: Boats, unit: boats}
  dead_or_missing_qualifier: {title: Words before the dead or missing}
  dead_or_missing: {title: Dead or missing, unit: people}
  disembarked: {title: Disembarked, unit: people}
  published: {title: Published}
notes:
  - "Rows are never added up: periods overlap, and up to 2015 the figures are of other routes and groups than from 2020."
  - Numbers are as stated, with the words before them; a blank is not stated.
  - Periods that end by the edition's year.
chart:
  kind: bars
  title: Rohingya who departed by sea, by calendar year
  label: period
  value: departures
  words: departures_qualifier
  order: table
  where: {is_calendar_year: true, scope: ["Rohingya, Bay of Bengal and Andaman Sea"]}
*/
WITH stated AS (
    SELECT
        m.period,
        m.period_start,
        m.period_end,
        m.scope,
        m.departures_qualifier,
        m.departures,
        m.boats,
        m.dead_or_missing_qualifier,
        m.dead_or_missing,
        m.disembarked,
        m.published
    FROM raw_rohingya_sea_movements__movements AS m
    CROSS JOIN raw_edition AS e
    WHERE m.period_end <= e.period_end
)
SELECT
    s.period,
    s.period_start,
    s.period_end,
    s.scope,
    s.period_start = make_date(year(s.period_end), 1, 1)
        AND s.period_end = make_date(year(s.period_end), 12, 31) AS is_calendar_year,
    EXISTS (
        SELECT 1
        FROM stated AS o
        WHERE o.period <> s.period
          AND o.period_start <= s.period_end
          AND s.period_start <= o.period_end
    ) AS overlaps_another_row,
    s.departures_qualifier,
    s.departures,
    s.boats,
    s.dead_or_missing_qualifier,
    s.dead_or_missing,
    s.disembarked,
    s.published
FROM stated AS s
ORDER BY period_end DESC, period_start DESC, period
