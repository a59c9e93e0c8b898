/*
title: Modern slavery in the Member States
unit: people
key: [iso3]
columns:
  iso3: {title: Country code}
  member: {title: Member State}
  gsi_region: {title: Region of the index}
  record: {title: Record}
  population: {title: Population, unit: people}
  prevalence_per_1000: {title: People in modern slavery per 1000, unit: per 1000, decimals: 1}
  estimated_people: {title: Estimated people in modern slavery, unit: people}
  rank_by_prevalence: {title: Rank by prevalence}
  rank_by_people: {title: Rank by estimated people}
notes:
  - As the Global Slavery Index prints it. A Member State that is not listed, or is listed without an estimate, has no number here; a blank is not zero.
  - Ranked are Member States with an estimate, among themselves; equal numbers share a rank.
  - A population of 0 in the source is shown as not stated.
  - New Caledonia is not listed; whether the estimate for France covers it is not stated.
chart:
  kind: tiles
  title: Prevalence of modern slavery in the Member States
  label: iso3
  name: member
  value: prevalence_per_1000
  breaks: [3, 6, 9, 12]
  grid: |
    TUR .   .   .   .   .   MNG PRK JPN .   .   .   USA
    SYR IRQ IRN AFG .   .   CHN KOR .   .   .   .   .
    JOR ARE .   PAK NPL BTN MAC HKG .   .   .   .   .
    .   .   .   IND BGD MMR LAO VNM PHL PLW .   .   .
    .   .   MDV LKA .   THA KHM BRN .   .   NRU KIR .
    .   .   .   .   .   MYS SGP IDN TLS PNG SLB .   WSM
    .   .   .   .   .   .   .   .   AUS .   VUT FJI TON
    .   .   .   .   .   .   .   .   .   NZL NCL .   .
  note: Tiles stand roughly where the Member States lie. Codes are those of ISO 3166.
*/
WITH ranked AS (
    SELECT
        c.iso3,
        RANK() OVER (ORDER BY c.prevalence_per_1000 DESC) AS rank_by_prevalence,
        RANK() OVER (ORDER BY c.estimated_people DESC) AS rank_by_people
    FROM raw_global_slavery_index__countries AS c
    INNER JOIN raw_bali_process_members__members AS m ON m.iso3 = c.iso3
    WHERE c.estimated_people IS NOT NULL
)
SELECT
    m.iso3,
    m.name AS member,
    c.region AS gsi_region,
    CASE
        WHEN c.country IS NULL THEN 'not listed in the index'
        WHEN c.estimated_people IS NULL THEN 'listed without an estimate'
        ELSE 'estimate'
    END AS record,
    NULLIF(c.population, 0) AS population,
    c.prevalence_per_1000,
    c.estimated_people,
    r.rank_by_prevalence,
    r.rank_by_people
FROM raw_bali_process_members__members AS m
LEFT JOIN raw_global_slavery_index__countries AS c ON c.iso3 = m.iso3
LEFT JOIN ranked AS r ON r.iso3 = m.iso3
ORDER BY rank_by_prevalence NULLS LAST, iso3
