"""Registered founding dates, from which anniversaries and decades are computed."""

from __future__ import annotations

from typing import ClassVar

import pandas as pd
import pandera.pandas as pa

from warehouse.sources.fields import Answers, Date, Rows, Text, Transcribed, Whole


class Milestones(Transcribed):
    """A founding, by year, with its days where they are known."""

    milestone_id: Text = pa.Field(title="Identifier", str_matches=r"^[a-z0-9_]+$")
    milestone: Text = pa.Field(title="Milestone")
    body: Text = pa.Field(title="Body that was founded")
    founded_year: Whole = pa.Field(
        title="Year of the founding", metadata={"unit": "year"}, ge=1900, le=2100
    )
    founded_from: Date = pa.Field(title="First day of the founding meeting", nullable=True)
    founded_to: Date = pa.Field(title="Last day of the founding meeting", nullable=True)

    @pa.dataframe_check(
        name="days_lie_in_the_year",
        title="the days of a founding lie in its year, in order; both are known or neither",
        description="correct founded_year, founded_from or founded_to",
    )
    def days_lie_in_the_year(cls, rows: Rows) -> Answers:
        """Anniversaries are counted by the year, so the days must not contradict it."""
        start, end = rows["founded_from"], rows["founded_to"]
        year = rows["founded_year"].astype("float64")
        dated = (
            (pd.to_datetime(start).dt.year == year)
            & (pd.to_datetime(end).dt.year == year)
            & (end >= start)
        )
        return (start.isna() & end.isna()) | dated.fillna(value=False)

    class Config:
        """The file has these columns and no other; a milestone is listed once."""

        strict = True
        unique: ClassVar[list[str]] = ["milestone_id"]
