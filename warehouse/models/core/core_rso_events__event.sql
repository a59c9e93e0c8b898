/*
title: Events and publications of the Bali Process and the Regional Support Office
key: [event_id]
notes:
  - One row an event or publication, as public pages describe it. A blank is "not stated", never zero.
  - A publication is an activity but not an event; is_event keeps the two apart.
columns:
  event_id: {title: Event}
  title: {title: Title}
  year: {title: Year, unit: year}
  start_date: {title: First day}
  end_date: {title: Last day}
  place: {title: Place}
  mode: {title: Mode}
  type: {title: Type}
  theme: {title: Theme}
  is_event: {title: An event rather than a publication}
  is_rso_activity: {title: Activity of the Regional Support Office}
  participants: {title: Participants stated, unit: people}
  participants_qualifier: {title: Exact or the word before the number}
  participants_as_stated: {title: Participants in the source's words}
  member_states_stated: {title: Member States printed or counted from the page's list, unit: Member States}
  states_as_stated: {title: States and organisations in the source's words}
  published: {title: Date of the page}
*/
SELECT
    e.event_id,
    e.title,
    e.year,
    e.start_date,
    e.end_date,
    e.place,
    e.mode,
    e.type,
    e.theme,
    e.type <> 'publication' AS is_event,
    e.is_rso_activity,
    e.participants,
    e.participants_qualifier,
    e.participants_as_stated,
    e.member_states_stated,
    e.states_as_stated,
    e.published
FROM raw_rso_events__events AS e
