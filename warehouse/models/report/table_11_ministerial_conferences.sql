/*
title: Ministerial Conferences of the Bali Process
key: [conference_no]
notes:
  - Conferences that began by the edition's as-of date.
  - Attendance is shown as each publisher prints it; measures differ (countries, Member States, delegates), so they are not added and no trend is drawn.
  - Where publishers contradict one another every figure is shown, and the row is marked.
columns:
  conference_no: {title: No.}
  title: {title: Conference}
  start_date: {title: First day}
  end_date: {title: Last day}
  place: {title: Place}
  delegates_stated: {title: "Delegates, where one number is printed", unit: people}
  member_states_stated: {title: "Member States, where one number is printed", unit: Member States}
  attendance_as_printed: {title: Attendance as printed}
  has_conflicting_figures: {title: Publishers contradict one another}
*/
WITH attendance AS (
    SELECT
        a.conference_no,
        MAX(a.count) FILTER (WHERE a.measure = 'delegates' AND NOT a.is_conflicting) AS delegates_stated,
        MAX(a.count) FILTER (WHERE a.measure = 'member states' AND NOT a.is_conflicting) AS member_states_stated,
        STRING_AGG(
            a.measure || ': ' || CAST(a.count AS VARCHAR) || ' (' || a.publisher || ')',
            '; '
            ORDER BY a.measure, a.publisher
        ) AS attendance_as_printed,
        BOOL_OR(a.is_conflicting) AS has_conflicting_figures
    FROM raw_ministerial_conferences__attendance AS a
    GROUP BY a.conference_no
)

SELECT
    c.conference_no,
    c.title,
    c.start_date,
    c.end_date,
    c.city || ', ' || c.country AS place,
    a.delegates_stated,
    a.member_states_stated,
    a.attendance_as_printed,
    a.has_conflicting_figures
FROM raw_ministerial_conferences__conferences AS c
INNER JOIN raw_edition AS r ON c.start_date <= r.as_of
LEFT JOIN attendance AS a ON c.conference_no = a.conference_no
ORDER BY c.conference_no
