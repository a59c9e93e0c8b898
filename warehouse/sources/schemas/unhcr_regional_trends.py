"""Rules of the figures that UNHCR printed for Asia and the Pacific.

They serve to check the figures by country; the comparison itself is an SQL check.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Ratio, Rows, Text, Transcribed, Whole

COUNTS = ("refugees", "asylum-seekers", "internally displaced people", "stateless people")
SHARES = ("share of the world's refugees", "share of the world's refugees and asylum-seekers")


class Trends(Transcribed):
    """One printed figure for the region at the end of one year: a number of people or a share."""

    year: Whole = pa.Field(title="Year", ge=1951, le=2100, metadata={"unit": "year"})
    measure: Text = pa.Field(title="Measure", isin=[*COUNTS, *SHARES])
    people: Whole = pa.Field(
        title="People, as printed", nullable=True, ge=0, metadata={"unit": "people"}
    )
    rounded_to_people: Whole = pa.Field(
        title="Printed to the nearest", nullable=True, gt=0, metadata={"unit": "people"}
    )
    share_pct: Ratio = pa.Field(
        title="Share, as printed", nullable=True, ge=0, le=100, metadata={"unit": "per cent"}
    )
    published: Text = pa.Field(title="Published", str_matches=r"^\d{4}(-\d{2}(-\d{2})?)?$")

    class Config:
        """Every column known, one row a year and measure."""

        strict = True
        unique: ClassVar[list[str]] = ["year", "measure"]

    @pa.dataframe_check(
        name="people_or_share",
        title="a count has people and their rounding, a share has per cent",
        description="fill people and rounded_to_people for a count, share_pct for a share, and nothing else",
    )
    def people_or_share(cls, rows: Rows) -> Answers:
        """A row holds one figure."""
        count = rows["measure"].isin(COUNTS)
        people, rounding = rows["people"].notna(), rows["rounded_to_people"].notna()
        return (people == count) & (rounding == count) & (rows["share_pct"].notna() == ~count)

    @pa.dataframe_check(
        name="rounded_as_stated",
        title="a count is a multiple of what it was rounded to",
        description="enter the number as printed and the step of its last digit",
    )
    def rounded_as_stated(cls, rows: Rows) -> Answers:
        """4.2 million, rounded to 100,000, is 4,200,000."""
        steps = rows["people"] // rows["rounded_to_people"]
        return rows["people"].isna() | (steps * rows["rounded_to_people"] == rows["people"]).fillna(
            value=False
        )
