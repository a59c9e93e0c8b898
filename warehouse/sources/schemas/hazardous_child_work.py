"""Rules of ILO's estimates of children in hazardous work, by region, sex, age group and sector.

Rules of one row. That sexes and age groups add up to their totals is an SQL check.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Rows, Text, Transcribed, Whole

SEXES = ("total", "male", "female")
AGE_GROUPS = ("5-17", "5-11", "12-14", "15-17")


class Children(Transcribed):
    """Children in hazardous work of one region, sex and age group."""

    reference_year: Whole = pa.Field(
        title="Reference year", ge=2000, le=2100, metadata={"unit": "year"}
    )
    region: Text = pa.Field(title="Region")
    sex: Text = pa.Field(title="Sex", isin=list(SEXES))
    age_group: Text = pa.Field(title="Age group", isin=list(AGE_GROUPS))
    children: Whole = pa.Field(
        title="Children in hazardous work", ge=0, metadata={"unit": "children"}
    )
    agriculture: Whole = pa.Field(
        title="Of whom in agriculture", ge=0, metadata={"unit": "children"}
    )
    industry: Whole = pa.Field(title="Of whom in industry", ge=0, metadata={"unit": "children"})
    services: Whole = pa.Field(title="Of whom in services", ge=0, metadata={"unit": "children"})

    class Config:
        """Every column known, one row a year, region, sex and age group."""

        strict = True
        unique: ClassVar[list[str]] = ["reference_year", "region", "sex", "age_group"]

    @pa.dataframe_check(
        name="sectors_add_up",
        title="the three sectors add up to the children, within the rounding of each",
        description="compare the row with the publication; a digit or a column may have slipped",
    )
    def sectors_add_up(cls, rows: Rows) -> Answers:
        """Each figure is rounded to one child, so the sum may be two off."""
        return (
            rows["children"] - rows["agriculture"] - rows["industry"] - rows["services"]
        ).abs() <= 2
