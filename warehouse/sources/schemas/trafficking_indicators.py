"""Rules of the further indicators on trafficking and displacement, with the words they were stated in.

A short list of unlike figures: nothing here is added up.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Rows, Text, Transcribed, Whole


class Indicators(Transcribed):
    """One figure as its publisher states it."""

    indicator: Text = pa.Field(title="Indicator")
    reference_year: Whole = pa.Field(
        title="Reference year", ge=2000, le=2100, metadata={"unit": "year"}
    )
    reference: Text = pa.Field(title="Reference, as stated")
    value: Whole = pa.Field(title="Value")
    unit: Text = pa.Field(title="Unit", isin=["persons", "per cent"])
    qualifier: Text = pa.Field(
        title="Words before the value", nullable=True, isin=["just under", "more than", "some"]
    )
    publisher: Text = pa.Field(title="Publisher")
    published: Text = pa.Field(title="Published", str_matches=r"^\d{4}-\d{2}(-\d{2})?$")

    class Config:
        """Every column known, one row an indicator and reference."""

        strict = True
        unique: ClassVar[list[str]] = ["indicator", "reference"]

    @pa.dataframe_check(
        name="persons_not_negative",
        title="a number of persons is not negative",
        description="give a change as per cent; a number of persons is a count",
    )
    def persons_not_negative(cls, rows: Rows) -> Answers:
        """Only changes in per cent may fall below zero."""
        return (rows["value"] >= 0) | (rows["unit"] == "per cent")
