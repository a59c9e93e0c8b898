/*
title: Public statements about the funding of the Regional Support Office
key: [funding_id]
notes:
  - What is in print, not accounts; the office's budget was not found. A blank amount is not stated.
columns:
  funding_id: {title: Identifier}
  year: {title: Year, unit: year}
  item: {title: Item}
  funder: {title: Funder}
  amount: {title: Amount, unit: "the currency of the row", decimals: 2}
  currency: {title: Currency}
  amount_as_stated: {title: Amount in the source's words}
  purpose: {title: Purpose}
*/
SELECT
    f.funding_id,
    f.year,
    f.item,
    f.funder,
    f.amount,
    f.currency,
    f.amount_as_stated,
    f.purpose
FROM raw_rso_funding__funding AS f
ORDER BY f.year DESC NULLS LAST, f.funding_id
