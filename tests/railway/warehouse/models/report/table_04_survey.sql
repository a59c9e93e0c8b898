/*
title: What passengers say, by question and year
key: [year, question]
columns:
  year: {title: Year, unit: year}
  question: {title: Question}
  respondents: {title: Passengers asked, unit: people}
  agreed_pct: {title: Passengers who agreed, unit: per cent, decimals: 0}
*/
SELECT
    s.year,
    s.question,
    s.respondents,
    100 * s.agreed / s.respondents AS agreed_pct
FROM raw_survey__answers AS s
ORDER BY s.year, s.question
