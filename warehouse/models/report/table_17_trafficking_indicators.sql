/*
title: Other indicators on trafficking and displacement
key: [indicator, reference]
columns:
  indicator: {title: Indicator}
  reference: {title: Reference}
  qualifier: {title: Words before the value}
  value: {title: Value}
  unit: {title: Unit}
  publisher: {title: Publisher}
  published: {title: Published}
notes:
  - Single figures as their publishers state them; no rows stand behind them here, and none is added to another.
  - Reference years up to that of the edition.
*/
SELECT
    i.indicator,
    i.reference,
    i.qualifier,
    i.value,
    i.unit,
    i.publisher,
    i.published
FROM raw_trafficking_indicators__indicators AS i
CROSS JOIN raw_edition AS e
WHERE i.reference_year <= e.year
ORDER BY published DESC, publisher, indicator, reference
