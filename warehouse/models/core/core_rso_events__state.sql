/*
title: States named at events, with the member's seat each belongs to
key: [event_id, iso3]
notes:
  - A state is matched to a seat by its code or by the seat's alternative code (France sits for New Caledonia).
  - member_iso3 is blank for a state that is not a Member State.
columns:
  event_id: {title: Event}
  iso3: {title: ISO 3166 code of the state named}
  state: {title: State}
  capacity: {title: Capacity at the event}
  standing: {title: Standing in the Bali Process}
  member_iso3: {title: ISO 3166 code of the member's seat}
*/
SELECT
    s.event_id,
    s.iso3,
    s.state,
    s.capacity,
    s.standing,
    m.iso3 AS member_iso3
FROM raw_rso_events__event_states AS s
LEFT JOIN raw_bali_process_members__members AS m
    ON s.iso3 = m.iso3 OR s.iso3 = m.iso3_alternative
