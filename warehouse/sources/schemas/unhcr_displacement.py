"""Rules of UNHCR's world figures on displacement: the categories, who provides them and which ones count.

Rules of one row only. That the parts of a year are all there, and that they agree with the printed headline,
are SQL checks.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import NATURES, Answers, Flag, Rows, Text, Transcribed, Whole

PROVIDERS = {
    "refugees under UNHCR's mandate": "UNHCR",
    "Palestine refugees under UNRWA's mandate": "UNRWA",
    "asylum-seekers": "UNHCR",
    "other people in need of international protection": "UNHCR",
    "internally displaced people (IDMC)": "IDMC",
    "internally displaced people of concern to UNHCR": "UNHCR",
    "stateless people": "UNHCR",
    "others of concern to UNHCR": "UNHCR",
}
"""Who provides the figure of each category."""

COUNTED = tuple(PROVIDERS)[:5]
"""Categories that make up the number of forcibly displaced people."""


class Global(Transcribed):
    """People of one category, world, at one reference point of a year."""

    year: Whole = pa.Field(title="Year", ge=1951, le=2100, metadata={"unit": "year"})
    reference_point: Text = pa.Field(title="Reference point", isin=["end-year", "mid-year"])
    category: Text = pa.Field(title="Category", isin=list(PROVIDERS))
    provider: Text = pa.Field(title="Provider of the figure", isin=["UNHCR", "UNRWA", "IDMC"])
    is_forcibly_displaced: Flag = pa.Field(title="Counts towards forcibly displaced people")
    people: Whole = pa.Field(title="People", nullable=True, ge=0, metadata={"unit": "people"})
    nature: Text = pa.Field(title="Nature of this row", nullable=True, isin=list(NATURES))

    class Config:
        """Every column known, one row a year, reference point and category."""

        strict = True
        unique: ClassVar[list[str]] = ["year", "reference_point", "category"]

    @pa.dataframe_check(
        name="provider_of_category",
        title="each category comes from its own provider",
        description="correct the provider: Palestine refugees are UNRWA's, the displaced in the total IDMC's",
    )
    def provider_of_category(cls, rows: Rows) -> Answers:
        """UNHCR's own count of internally displaced people is not IDMC's."""
        return rows["provider"] == rows["category"].map(PROVIDERS)

    @pa.dataframe_check(
        name="counted_categories",
        title="only the five categories of the headline count towards the total",
        description="set is_forcibly_displaced to yes for the five categories of Global Trends, else to no",
    )
    def counted_categories(cls, rows: Rows) -> Answers:
        """Stateless people and UNHCR's own count of internally displaced people would be counted twice."""
        return rows["is_forcibly_displaced"] == rows["category"].isin(COUNTED)

    @pa.dataframe_check(
        name="mid_year_is_provisional",
        title="a mid-year figure is provisional",
        description="write provisional in the column nature of mid-year rows",
    )
    def mid_year_is_provisional(cls, rows: Rows) -> Answers:
        """Mid-year figures give way to those of the year's end."""
        provisional = (rows["nature"] == "provisional").fillna(value=False)
        return provisional == (rows["reference_point"] == "mid-year")

    @pa.dataframe_check(
        name="stated_at_year_end",
        title="a figure at the end of a year is stated",
        description="enter the figure of the release; only mid-year figures may be missing",
    )
    def stated_at_year_end(cls, rows: Rows) -> Answers:
        """A blank part would make the year's total unknown."""
        return rows["people"].notna() | (rows["reference_point"] == "mid-year")
