/*
title: Children in hazardous work, by region, sex and sector
unit: children
key: [reference_year, region]
columns:
  reference_year: {title: Reference year, unit: year}
  region: {title: Region}
  children: {title: Children aged 5-17 in hazardous work, unit: children}
  girls: {title: Girls, unit: children}
  boys: {title: Boys, unit: children}
  agriculture: {title: In agriculture, unit: children}
  industry: {title: In industry, unit: children}
  services: {title: In services, unit: children}
  agriculture_pct: {title: Share in agriculture, unit: per cent, decimals: 1}
notes:
  - ILO's modelled estimates. Hazardous work is a part of child labour, not all of it (table 6).
  - Regions contain one another (Asia and the Pacific contains Southern Asia) and are not to be added up.
  - Girls and boys, or the sectors, may differ from the total by a child, because each is rounded.
  - Reference years up to that of the edition.
*/
WITH children AS (
    SELECT
        c.reference_year,
        c.region,
        c.sex,
        c.children,
        c.agriculture,
        c.industry,
        c.services
    FROM raw_hazardous_child_work__children AS c
    INNER JOIN raw_edition AS e ON c.reference_year <= e.year
    WHERE c.age_group = '5-17'
)
SELECT
    t.reference_year,
    t.region,
    t.children,
    g.children AS girls,
    b.children AS boys,
    t.agriculture,
    t.industry,
    t.services,
    100 * t.agriculture / NULLIF(t.children, 0) AS agriculture_pct
FROM children AS t
LEFT JOIN children AS g ON g.reference_year = t.reference_year AND g.region = t.region AND g.sex = 'female'
LEFT JOIN children AS b ON b.reference_year = t.reference_year AND b.region = t.region AND b.sex = 'male'
WHERE t.sex = 'total'
ORDER BY reference_year DESC, children DESC, region
