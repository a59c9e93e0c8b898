/*
title: Children in child labour, by region and reference year
unit: children
key: [reference_year, grouping, region]
columns:
  reference_year: {title: Reference year, unit: year}
  grouping: {title: Grouping of regions}
  region: {title: Region}
  children: {title: Children aged 5-17 in child labour, unit: children}
  children_qualifier: {title: Words before the number}
  rounded_to_children: {title: Printed to the nearest, unit: children}
  prevalence_pct: {title: Share of all children aged 5-17, unit: per cent, decimals: 1}
  prevalence_qualifier: {title: Words before the share}
  hazardous_work: {title: Of whom in hazardous work, unit: children}
  publication: {title: Publication}
  published: {title: Published}
  superseded_by: {title: "Latest reference year of the region, where it is later", unit: year}
notes:
  - Numbers and shares as printed; a share that was not seen in print is blank.
  - The regions of ILO and those of the Sustainable Development Goals overlap and are never added across.
  - An estimate is superseded when the pinned release has a later one for the same region of the same grouping. Of a publication only the regions listed were read, so a blank does not say that no later estimate exists.
  - Reference years up to that of the edition.
*/
WITH known AS (
    SELECT
        c.reference_year,
        c.grouping,
        c.region,
        c.children_millions,
        c.children_qualifier,
        c.rounded_to_millions,
        c.prevalence_pct,
        c.prevalence_qualifier,
        c.hazardous_work_millions,
        c.publication,
        c.published
    FROM raw_child_labour__estimates AS c
    CROSS JOIN raw_edition AS e
    WHERE c.reference_year <= e.year
),
latest AS (
    SELECT k.grouping, k.region, MAX(k.reference_year) AS reference_year
    FROM known AS k
    GROUP BY k.grouping, k.region
)
SELECT
    k.reference_year,
    k.grouping,
    k.region,
    CAST(k.children_millions * 1000000 AS BIGINT) AS children,
    k.children_qualifier,
    CAST(k.rounded_to_millions * 1000000 AS BIGINT) AS rounded_to_children,
    k.prevalence_pct,
    k.prevalence_qualifier,
    CAST(k.hazardous_work_millions * 1000000 AS BIGINT) AS hazardous_work,
    k.publication,
    k.published,
    CASE WHEN l.reference_year > k.reference_year THEN l.reference_year END AS superseded_by
FROM known AS k
INNER JOIN latest AS l ON l.grouping = k.grouping AND l.region = k.region
ORDER BY reference_year DESC, grouping, children DESC, region
