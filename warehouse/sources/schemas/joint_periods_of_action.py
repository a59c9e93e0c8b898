"""Results of the Joint Periods of Action against criminal networks, one figure a row."""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Date, Rows, Text, Transcribed, Whole

QUALIFIERS = ("exact", "more than")


class Results(Transcribed):
    """One printed result of a Joint Period of Action."""

    joint_period: Text = pa.Field(title="Joint Period of Action", str_matches=r"^jpoa-[0-9]+$")
    ordinal: Whole = pa.Field(title="Number of the period", ge=1, le=99)
    period_as_stated: Text = pa.Field(title="Period in words")
    start_date: Date = pa.Field(title="First day", nullable=True)
    end_date: Date = pa.Field(title="Last day", nullable=True)
    participating_countries: Whole = pa.Field(
        title="Countries that took part", metadata={"unit": "countries"}, nullable=True, ge=1, le=60
    )
    metric: Text = pa.Field(title="What is counted")
    value: Whole = pa.Field(title="Number", metadata={"unit": "as in the metric"}, ge=0)
    qualifier: Text = pa.Field(title="Exact, or a lower bound", isin=list(QUALIFIERS))

    @pa.dataframe_check(
        name="ends_after_it_starts",
        title="a period does not end before it starts; both days are known or neither",
        description="correct start_date or end_date, or leave both blank where not stated",
    )
    def ends_after_it_starts(cls, rows: Rows) -> Answers:
        """Half a span would be read as an open one."""
        start, end = rows["start_date"], rows["end_date"]
        return (start.notna() == end.notna()) & (start.isna() | (end >= start).fillna(value=False))

    @pa.dataframe_check(
        name="countries_agree_with_the_metric",
        title="participating countries are the same number as a metric and as a column",
        description="correct value or participating_countries",
    )
    def countries_agree_with_the_metric(cls, rows: Rows) -> Answers:
        """A period without results still has one row, for its participants."""
        is_participants = rows["metric"] == "participating countries"
        return ~is_participants | (rows["value"] == rows["participating_countries"]).fillna(
            value=False
        )

    class Config:
        """The file has these columns and no other; a period counts a thing once."""

        strict = True
        unique: ClassVar[list[str]] = ["joint_period", "metric"]
