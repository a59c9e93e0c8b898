/*
title: What the Regional Support Office states about a year without rows behind it
key: [report_year, statement_id]
notes:
  - The office's own words; no list or count stands behind them, so their nature is stated. A blank number is a vague quantity.
  - Statements about the edition's year and the years before it.
columns:
  report_year: {title: About, unit: year}
  statement_id: {title: Identifier}
  topic: {title: What is said}
  value: {title: Number}
  unit: {title: Unit}
  qualifier: {title: Exact or not}
  as_read: {title: As printed}
*/
SELECT
    s.report_year,
    s.statement_id,
    s.topic,
    s.value,
    s.unit,
    s.qualifier,
    s.as_read
FROM raw_rso_statements__statements AS s
INNER JOIN raw_edition AS r ON s.report_year <= r.year
ORDER BY s.report_year, s.statement_id
