/*
title: The whole network, by year
unit: the column's
key: [year]
*/
SELECT
    y.year,
    COUNT(*) AS lines,
    CAST(SUM(l.length_km) AS DECIMAL(18, 6)) AS route_km,
    CAST(SUM(y.journeys) AS BIGINT) AS journeys,
    CAST(SUM(y.train_km) AS BIGINT) AS train_km,
    CAST(SUM(y.trains_run) AS BIGINT) AS trains_run,
    CAST(SUM(y.trains_cancelled) AS BIGINT) AS trains_cancelled,
    CAST(SUM(y.trains_on_time) AS BIGINT) AS trains_on_time,
    CAST(SUM(y.delay_minutes) AS BIGINT) AS delay_minutes,
    CAST(SUM(y.passengers_injured) AS BIGINT) AS passengers_injured,
    CAST(SUM(y.complaints) AS BIGINT) AS complaints
FROM raw_operations__line_years AS y
INNER JOIN raw_operations__lines AS l ON y.line = l.code
GROUP BY y.year
