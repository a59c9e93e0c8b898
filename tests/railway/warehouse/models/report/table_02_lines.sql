/*
title: The lines by year
key: [year, code]
columns:
  year: {title: Year, unit: year}
  code: {title: Code}
  line: {title: Line}
  length_km: {title: Route length, unit: km, decimals: 1}
  journeys: {title: Passenger journeys, unit: journeys}
  journeys_rank: {title: Rank by journeys}
  journeys_share_pct: {title: Share of the network's journeys, unit: per cent, decimals: 1}
  journeys_change_pct: {title: Change of journeys on the year before, unit: per cent, decimals: 1}
  trains_cancelled: {title: Trains cancelled, unit: trains}
  punctuality_pct: {title: Trains less than five minutes late, unit: per cent, decimals: 1}
  punctuality_rank: {title: Rank by punctuality}
  average_delay_minutes: {title: Average delay of a train, unit: minutes, decimals: 1}
  passengers_injured: {title: Passengers injured, unit: people}
  complaints_per_100000: {title: "Complaints per 100,000 journeys", unit: per 100000, decimals: 1}
*/
SELECT
    y.year,
    l.code,
    l.name AS line,
    l.length_km,
    y.journeys,
    RANK() OVER (PARTITION BY y.year ORDER BY y.journeys DESC) AS journeys_rank,
    100 * y.journeys / n.journeys AS journeys_share_pct,
    100 * (y.journeys - p.journeys) / p.journeys AS journeys_change_pct,
    y.trains_cancelled,
    100 * y.trains_on_time / y.trains_run AS punctuality_pct,
    RANK() OVER (PARTITION BY y.year ORDER BY y.trains_on_time / y.trains_run DESC) AS punctuality_rank,
    y.delay_minutes / y.trains_run AS average_delay_minutes,
    y.passengers_injured,
    100000 * y.complaints / y.journeys AS complaints_per_100000
FROM raw_operations__line_years AS y
INNER JOIN raw_operations__lines AS l ON y.line = l.code
INNER JOIN core_operations__network_year AS n ON y.year = n.year
LEFT JOIN raw_operations__line_years AS p ON y.line = p.line AND y.year = p.year + 1
ORDER BY y.year, y.journeys DESC
