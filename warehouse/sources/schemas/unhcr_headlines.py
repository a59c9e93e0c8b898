"""Rules of the headline figures that UNHCR printed: totals, parts and estimates, with their words.

What was printed, at the precision in which it was printed. Whether it agrees with the tables of a release is
an SQL check.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import NATURES, Answers, Millions, Rows, Text, Transcribed, Whole
from warehouse.sources.schemas.unhcr_displacement import COUNTED

MONTHS = {"end-year": "12", "mid-year": "06", "April": "04", "May": "05", "September": "09"}
"""Reference points and their months."""

ESTIMATED = ("an estimated", "exceeded", "likely to have exceeded")
"""Words that make a printed figure an estimate."""


class Headlines(Transcribed):
    """One printed figure on forced displacement."""

    reference: Text = pa.Field(
        title="Reference date or month", str_matches=r"^\d{4}-\d{2}(-\d{2})?$"
    )
    reference_year: Whole = pa.Field(
        title="Reference year", ge=1951, le=2100, metadata={"unit": "year"}
    )
    reference_point: Text = pa.Field(title="Reference point", isin=list(MONTHS))
    item: Text = pa.Field(
        title="What is counted", isin=["forcibly displaced people", "refugees (all)", *COUNTED]
    )
    people_millions: Millions = pa.Field(
        title="People, as printed", gt=0, metadata={"unit": "million"}
    )
    rounded_to_millions: Millions = pa.Field(
        title="Printed to the nearest", gt=0, metadata={"unit": "million"}
    )
    qualifier: Text = pa.Field(title="Qualifying words", nullable=True, isin=list(ESTIMATED))
    publication: Text = pa.Field(title="Publication")
    published: Text = pa.Field(title="Published", str_matches=r"^\d{4}-\d{2}(-\d{2})?$")
    nature: Text = pa.Field(title="Nature of this row", nullable=True, isin=list(NATURES))

    class Config:
        """Every column known, one row a reference and item."""

        strict = True
        unique: ClassVar[list[str]] = ["reference", "item"]

    @pa.dataframe_check(
        name="reference_agrees",
        title="reference, year and reference point say the same",
        description="write the reference as a day or month of the year; December is end-year, June mid-year",
    )
    def reference_agrees(cls, rows: Rows) -> Answers:
        """The three columns are one date in three forms."""
        month = rows["reference_point"].map(MONTHS)
        return rows["reference"].str.slice(0, 7) == rows["reference_year"].astype(str) + "-" + month

    @pa.dataframe_check(
        name="estimates_are_marked",
        title="a figure with qualifying words has the nature estimate",
        description="write estimate in the column nature",
    )
    def estimates_are_marked(cls, rows: Rows) -> Answers:
        """No table stands behind such a figure."""
        return rows["qualifier"].isna() | (rows["nature"] == "estimate").fillna(value=False)

    @pa.dataframe_check(
        name="published_after_reference",
        title="nothing is published before its reference date",
        description="correct the reference or the date of publication",
    )
    def published_after_reference(cls, rows: Rows) -> Answers:
        """Years and months compare as text."""
        return rows["published"].str.slice(0, 7) >= rows["reference"].str.slice(0, 7)
