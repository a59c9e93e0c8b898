/*
title: Participation by Member State, as far as public pages name states
unit: events
key: [iso3]
notes:
  - All Member States are listed. Nought means that no page of the year that was read names the state, not that it stayed away; most pages name no state.
  - An event counts for a state whether it is named as a participant, as an observer of a working group, or in the text.
  - A page that counts France counts for the seat of New Caledonia.
columns:
  iso3: {title: ISO 3166 code}
  member_state: {title: Member State}
  events_named_in: {title: Events that name it, unit: events}
  as_participant: {title: As a participant, unit: events}
  as_observer: {title: As an observer of a working group, unit: events}
  is_named: {title: Named in the year}
chart:
  kind: tiles
  title: Events of the year whose public pages name the Member State
  label: iso3
  name: member_state
  value: events_named_in
  breaks: [1, 3, 5]
  grid: |
    TUR .   .   .   .   .   MNG PRK JPN .   .   .   USA
    SYR IRQ IRN AFG .   .   CHN KOR .   .   .   .   .
    JOR ARE .   PAK NPL BTN MAC HKG .   .   .   .   .
    .   .   .   IND BGD MMR LAO VNM PHL PLW .   .   .
    .   .   MDV LKA .   THA KHM BRN .   .   NRU KIR .
    .   .   .   .   .   MYS SGP IDN TLS PNG SLB .   WSM
    .   .   .   .   .   .   .   .   AUS .   VUT FJI TON
    .   .   .   .   .   .   .   .   .   NZL NCL .   .
  note: Nought means that no page that was read names the State, not that it stayed away. Tiles stand roughly where the Member States lie.
*/
WITH named AS (
    SELECT s.member_iso3, s.capacity, s.event_id
    FROM core_rso_events__state AS s
    INNER JOIN core_rso_events__event AS e ON s.event_id = e.event_id
    INNER JOIN raw_edition AS r ON e.year = r.year
    WHERE e.is_event AND s.member_iso3 IS NOT NULL
)

SELECT
    m.iso3,
    m.name AS member_state,
    COUNT(n.event_id) AS events_named_in,
    COUNT(n.event_id) FILTER (WHERE n.capacity = 'participant') AS as_participant,
    COUNT(n.event_id) FILTER (WHERE n.capacity = 'observer') AS as_observer,
    COUNT(n.event_id) > 0 AS is_named
FROM raw_bali_process_members__members AS m
LEFT JOIN named AS n ON m.iso3 = n.member_iso3
GROUP BY m.iso3, m.name
ORDER BY events_named_in DESC, m.name
