"""The groups and mechanisms through which the Bali Process works, one row each."""

from __future__ import annotations

from typing import ClassVar

import pandas as pd
import pandera.pandas as pa

from warehouse.sources.fields import Answers, Date, Rows, Text, Transcribed, Whole


class Groups(Transcribed):
    """A working group, task force, forum or mechanism, with its co-chairs and its beginning."""

    abbreviation: Text = pa.Field(title="Abbreviation", str_length={"min_value": 2})
    name: Text = pa.Field(title="Name", str_length={"min_value": 5})
    co_chairs: Text = pa.Field(title="Co-chairs")
    established_year: Whole = pa.Field(
        title="Year of its founding", metadata={"unit": "year"}, nullable=True, ge=2002, le=2100
    )
    first_met: Date = pa.Field(title="First meeting or activation", nullable=True)

    @pa.dataframe_check(
        name="met_after_founding",
        title="a group does not meet before the year of its founding",
        description="correct the year or the date of the first meeting",
    )
    def met_after_founding(cls, rows: Rows) -> Answers:
        """Compared by year, because the founding has no day."""
        met = pd.to_datetime(rows["first_met"]).dt.year
        known = rows["first_met"].notna() & rows["established_year"].notna()
        return ~known | (met >= rows["established_year"].astype("float64"))

    class Config:
        """The file has these columns and no other; a group is listed once."""

        strict = True
        unique: ClassVar[list[str]] = ["abbreviation"]
