/*
title: Money by item and year
key: [year, item]
columns:
  year: {title: Year, unit: year}
  item: {title: Item}
  other_party: {title: Who pays or is paid}
  currency: {title: Currency}
  amount: {title: Amount, unit: "the currency of the row", decimals: 2}
  change_pct: {title: Change on the year before, unit: per cent, decimals: 1}
  per_journey: {title: Amount per passenger journey, unit: "the currency of the row", decimals: 2}
  share_of_cost_pct: {title: Share of the operating cost, unit: per cent, decimals: 1}
notes:
  - A share of the cost is only given in the currency of the cost.
  - An order for many years is not set against the journeys or the cost of one.
*/
SELECT
    a.year,
    a.item,
    a.other_party,
    a.currency,
    a.amount,
    100 * (a.amount - p.amount) / p.amount AS change_pct,
    CASE WHEN a.item <> 'rolling stock order' THEN a.amount / n.journeys END AS per_journey,
    CASE
        WHEN a.item <> 'rolling stock order' AND a.currency = c.currency THEN 100 * a.amount / c.amount
    END AS share_of_cost_pct
FROM raw_accounts__accounts AS a
INNER JOIN core_operations__network_year AS n ON a.year = n.year
INNER JOIN raw_accounts__accounts AS c ON a.year = c.year AND c.item = 'operating cost'
LEFT JOIN raw_accounts__accounts AS p
    ON a.item = p.item AND a.currency = p.currency AND a.year = p.year + 1
ORDER BY a.year, a.item
