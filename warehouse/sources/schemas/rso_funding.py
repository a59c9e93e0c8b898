"""Public statements about the funding of the office, with an amount where one is printed."""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import NATURES, Amount, Answers, Rows, Text, Transcribed, Whole


class Funding(Transcribed):
    """One contribution, or one statement that somebody contributes."""

    funding_id: Text = pa.Field(title="Identifier", str_matches=r"^[a-z0-9-]+$")
    item: Text = pa.Field(title="What is funded")
    funder: Text = pa.Field(title="Funder")
    year: Whole = pa.Field(title="Year", metadata={"unit": "year"}, nullable=True, ge=2012, le=2100)
    amount: Amount = pa.Field(
        title="Amount", metadata={"unit": "the row's currency"}, nullable=True, gt=0
    )
    currency: Text = pa.Field(title="Currency (ISO 4217)", nullable=True, str_matches=r"^[A-Z]{3}$")
    amount_as_stated: Text = pa.Field(title="Amount in the source's words", nullable=True)
    purpose: Text = pa.Field(title="Purpose", nullable=True)
    nature: Text = pa.Field(title="Nature of the statement", isin=list(NATURES))

    @pa.dataframe_check(
        name="amounts_have_currency_and_words",
        title="an amount has a currency and the words it was read from",
        description="fill amount, currency and amount_as_stated, or leave all three blank",
    )
    def amounts_have_currency_and_words(cls, rows: Rows) -> Answers:
        """A number without its currency cannot be published."""
        given = rows["amount"].notna()
        return (given == rows["currency"].notna()) & (given == rows["amount_as_stated"].notna())

    class Config:
        """The file has these columns and no other; a contribution is listed once."""

        strict = True
        unique: ClassVar[list[str]] = ["funding_id"]
