/*
title: Results of the Joint Periods of Action
key: [joint_period, metric]
notes:
  - Results as printed, one a row; what is not printed for a period is absent, not nought, and periods are not added.
  - A figure said with more than or over is a lower bound.
  - Sources number the periods differently (seven completed by one page, the sixth in 2023-24 by another).
columns:
  ordinal: {title: No.}
  joint_period: {title: Joint Period of Action}
  period_as_stated: {title: Period}
  participating_countries: {title: Countries taking part, unit: countries}
  metric: {title: What is counted}
  value: {title: Number}
  qualifier: {title: Exact or a lower bound}
*/
SELECT
    j.ordinal,
    j.joint_period,
    j.period_as_stated,
    j.participating_countries,
    j.metric,
    j.value,
    j.qualifier
FROM raw_joint_periods_of_action__results AS j
ORDER BY j.ordinal, j.metric
