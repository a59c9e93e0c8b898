/*
title: Anniversaries, and counts over the other tables
key: [entry_id, about_year]
notes:
  - Years since the founding and the running decade are worked out for the edition's year from registered founding dates.
  - Counts are worked out from the rows of the other tables; a blank is "not stated", also where no point was transcribed from the pages on a flagship event.
columns:
  line: {title: Line}
  kind: {title: Kind}
  entry_id: {title: Identifier}
  about_year: {title: About, unit: year}
  entry: {title: Entry}
  since_year: {title: Since, unit: year}
  years_since: {title: Years since, unit: years}
  decade: {title: Running decade}
  value: {title: Number}
  unit: {title: Unit}
  as_read: {title: As printed}
*/
WITH entries AS (
    SELECT
        1 AS line,
        'anniversary' AS kind,
        m.milestone_id AS entry_id,
        r.year AS about_year,
        m.milestone AS entry,
        m.founded_year AS since_year,
        r.year - m.founded_year AS years_since,
        (r.year - m.founded_year) // 10 + 1 AS decade,
        CAST(NULL AS BIGINT) AS value,
        CAST(NULL AS VARCHAR) AS unit,
        m.as_read
    FROM raw_milestones__milestones AS m
    INNER JOIN raw_edition AS r ON m.founded_year <= r.year
    UNION ALL
    SELECT
        2 AS line,
        'count' AS kind,
        'ministerial_conferences_held' AS entry_id,
        r.year AS about_year,
        'Ministerial Conferences begun by the as-of date' AS entry,
        CAST(NULL AS BIGINT) AS since_year,
        CAST(NULL AS BIGINT) AS years_since,
        CAST(NULL AS BIGINT) AS decade,
        COUNT(c.conference_no) AS value,
        'conferences' AS unit,
        CAST(NULL AS VARCHAR) AS as_read
    FROM raw_edition AS r
    LEFT JOIN raw_ministerial_conferences__conferences AS c ON c.start_date <= r.as_of
    GROUP BY r.year
    UNION ALL
    SELECT
        3 AS line,
        'count' AS kind,
        'rso_activities' AS entry_id,
        r.year AS about_year,
        'Activities of the Regional Support Office, publications included' AS entry,
        CAST(NULL AS BIGINT) AS since_year,
        CAST(NULL AS BIGINT) AS years_since,
        CAST(NULL AS BIGINT) AS decade,
        COUNT(e.event_id) AS value,
        'activities' AS unit,
        CAST(NULL AS VARCHAR) AS as_read
    FROM raw_edition AS r
    LEFT JOIN core_rso_events__event AS e ON r.year = e.year AND e.is_rso_activity
    GROUP BY r.year
    UNION ALL
    SELECT
        4 AS line,
        'count' AS kind,
        'flagship_insights' AS entry_id,
        r.year AS about_year,
        'Areas of focus, priorities and insights reported from flagship events' AS entry,
        CAST(NULL AS BIGINT) AS since_year,
        CAST(NULL AS BIGINT) AS years_since,
        CAST(NULL AS BIGINT) AS decade,
        NULLIF(COUNT(i.seq), 0) AS value,
        'points' AS unit,
        CAST(NULL AS VARCHAR) AS as_read
    FROM raw_edition AS r
    LEFT JOIN core_rso_events__event AS e ON r.year = e.year AND e.type = 'flagship'
    LEFT JOIN raw_flagship_insights__insights AS i ON e.event_id = i.event_id
    GROUP BY r.year
    UNION ALL
    SELECT
        5 AS line,
        'count' AS kind,
        'flagship_member_states_largest' AS entry_id,
        r.year AS about_year,
        'Most Member States stated for one flagship event' AS entry,
        CAST(NULL AS BIGINT) AS since_year,
        CAST(NULL AS BIGINT) AS years_since,
        CAST(NULL AS BIGINT) AS decade,
        MAX(e.member_states_stated) AS value,
        'Member States' AS unit,
        CAST(NULL AS VARCHAR) AS as_read
    FROM raw_edition AS r
    LEFT JOIN core_rso_events__event AS e ON r.year = e.year AND e.type = 'flagship'
    GROUP BY r.year
)

SELECT
    e.line,
    e.kind,
    e.entry_id,
    e.about_year,
    e.entry,
    e.since_year,
    e.years_since,
    e.decade,
    e.value,
    e.unit,
    e.as_read
FROM entries AS e
ORDER BY e.line, e.since_year, e.about_year, e.entry_id
