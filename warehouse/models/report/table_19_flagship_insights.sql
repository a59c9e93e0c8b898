/*
title: Areas of focus, priorities and insights reported from the flagship events
key: [event_id, seq]
notes:
  - What public pages report, in a few words of our own, with the printed phrase beside it. Some lists could be read only in part.
columns:
  event_id: {title: Event}
  event: {title: Flagship event}
  seq: {title: No.}
  kind: {title: Kind}
  summary: {title: In our own words}
  as_read: {title: As printed}
  document: {title: Read in}
*/
SELECT
    e.event_id,
    e.title AS event,
    i.seq,
    i.kind,
    i.summary,
    i.as_read,
    i.document
FROM raw_flagship_insights__insights AS i
INNER JOIN core_rso_events__event AS e ON i.event_id = e.event_id
INNER JOIN raw_edition AS r ON e.year = r.year
ORDER BY e.event_id, i.seq
