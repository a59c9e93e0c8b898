/*
title: The network by year
key: [year]
columns:
  year: {title: Year, unit: year}
  lines: {title: Lines, unit: lines}
  route_km: {title: Route length, unit: km, decimals: 1}
  journeys: {title: Passenger journeys, unit: journeys}
  journeys_change: {title: Change of journeys on the year before, unit: journeys}
  journeys_change_pct: {title: Change of journeys on the year before, unit: per cent, decimals: 1}
  train_km: {title: Train-kilometres, unit: train-km}
  trains_cancelled: {title: Trains cancelled, unit: trains}
  cancelled_pct: {title: Share of the timetabled trains that was cancelled, unit: per cent, decimals: 1}
  punctuality_pct: {title: Trains less than five minutes late, unit: per cent, decimals: 1}
  punctuality_change: {title: Change of punctuality on the year before, unit: percentage points, decimals: 1}
  average_delay_minutes: {title: Average delay of a train, unit: minutes, decimals: 1}
  passengers_injured: {title: Passengers injured, unit: people}
  injured_per_million_train_km: {title: Passengers injured per million train-kilometres, unit: per 1000000, decimals: 1}
  complaints: {title: Complaints, unit: complaints}
  complaints_per_100000: {title: "Complaints per 100,000 journeys", unit: per 100000, decimals: 1}
*/
SELECT
    n.year,
    n.lines,
    n.route_km,
    n.journeys,
    n.journeys - p.journeys AS journeys_change,
    100 * (n.journeys - p.journeys) / p.journeys AS journeys_change_pct,
    n.train_km,
    n.trains_cancelled,
    100 * n.trains_cancelled / (n.trains_run + n.trains_cancelled) AS cancelled_pct,
    100 * n.trains_on_time / n.trains_run AS punctuality_pct,
    100 * n.trains_on_time / n.trains_run - 100 * p.trains_on_time / p.trains_run AS punctuality_change,
    n.delay_minutes / n.trains_run AS average_delay_minutes,
    n.passengers_injured,
    1000000 * n.passengers_injured / n.train_km AS injured_per_million_train_km,
    n.complaints,
    100000 * n.complaints / n.journeys AS complaints_per_100000
FROM core_operations__network_year AS n
LEFT JOIN core_operations__network_year AS p ON n.year = p.year + 1
ORDER BY n.year
