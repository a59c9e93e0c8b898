"""Rules of the printed estimates of modern slavery, by publication, form and region.

Rules of one row. That forms and regions add up to their totals within rounding is an SQL check.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Millions, Ratio, Rows, Text, Transcribed, Whole
from warehouse.sources.schemas import global_slavery_index

FORMS = (
    "modern slavery (all)",
    "forced labour",
    "forced labour: private, other than commercial sexual exploitation",
    "forced labour: commercial sexual exploitation",
    "forced labour: imposed by the State",
    "forced marriage",
)
"""Forms: the total, its two parts, and the three parts of forced labour."""


class Estimates(Transcribed):
    """One printed estimate: people, prevalence or both."""

    publication: Text = pa.Field(title="Publication", str_matches=r"^(GEMS|GSI) \d{4}$")
    published: Text = pa.Field(title="Published", str_matches=r"^\d{4}-\d{2}(-\d{2})?$")
    reference_year: Whole = pa.Field(
        title="Reference year", ge=2000, le=2100, metadata={"unit": "year"}
    )
    reference: Text = pa.Field(title="Reference, in the publication's words")
    form: Text = pa.Field(title="Form", isin=list(FORMS))
    region: Text = pa.Field(title="Region", isin=["World", *global_slavery_index.REGIONS])
    people_millions: Millions = pa.Field(
        title="People, as printed", nullable=True, gt=0, metadata={"unit": "million"}
    )
    rounded_to_millions: Millions = pa.Field(
        title="Printed to the nearest", nullable=True, gt=0, metadata={"unit": "million"}
    )
    prevalence_per_1000: Ratio = pa.Field(
        title="People per 1,000, as printed",
        nullable=True,
        gt=0,
        le=1000,
        metadata={"unit": "per 1,000"},
    )

    class Config:
        """Every column known, one row a publication, form and region."""

        strict = True
        unique: ClassVar[list[str]] = ["publication", "form", "region"]

    @pa.dataframe_check(
        name="says_something",
        title="a row has people or prevalence",
        description="enter what was printed or remove the row",
    )
    def says_something(cls, rows: Rows) -> Answers:
        """A row without a figure is no evidence."""
        return rows["people_millions"].notna() | rows["prevalence_per_1000"].notna()

    @pa.dataframe_check(
        name="people_with_rounding",
        title="people are given with their rounding",
        description="enter the step of the last printed digit, in millions, where people are given only",
    )
    def people_with_rounding(cls, rows: Rows) -> Answers:
        """Sums of rounded parts are judged by it."""
        return rows["people_millions"].notna() == rows["rounded_to_millions"].notna()
