/*
title: Activity by year and type, with the change on the year before
unit: activities
key: [year, type]
notes:
  - Events and publications found on public pages. The years are covered unevenly and the last one only in part, so a change is one of what was found, not of all that was done.
  - The pages of several years are read together; after_as_of counts what is known to have begun, or to be on a page dated, after the edition's as-of date.
  - Every type has a line in every year; where no activity of a type was found it reads nought. A change from nought has no percentage.
  - Participants are added only over events that state a number.
columns:
  year: {title: Year, unit: year}
  type_no: {title: Order of the type}
  type: {title: Type of activity}
  activities: {title: Events and publications, unit: activities}
  events: {title: Events, unit: events}
  events_with_head_count: {title: State a number of participants, unit: events}
  events_without_head_count: {title: State none, unit: events}
  participants_stated: {title: Participants stated, unit: people}
  activities_year_before: {title: The year before, unit: activities}
  activities_change: {title: Change, unit: activities}
  activities_change_pct: {title: Change in per cent, unit: per cent, decimals: 1}
  after_as_of: {title: Begun or published after the as-of date, unit: activities}
*/
SELECT
    a.year,
    a.type_no,
    a.type,
    a.activities,
    a.events,
    a.events_with_head_count,
    a.events - a.events_with_head_count AS events_without_head_count,
    a.participants_stated,
    b.activities AS activities_year_before,
    a.activities - b.activities AS activities_change,
    100 * (a.activities - b.activities) / NULLIF(b.activities, 0) AS activities_change_pct,
    a.after_as_of
FROM stat_activity_by_year AS a
LEFT JOIN stat_activity_by_year AS b ON a.year = b.year + 1 AND a.type = b.type
ORDER BY a.year, a.type_no, a.type
