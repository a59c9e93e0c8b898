"""Ministerial Conferences of the Bali Process, and the printed figures of their attendance.

Attendance is a table of its own: publishers count different things and contradict one another,
and every figure is kept. Figures of one conference that disagree must be marked, which is a
check over rows and lives with the models.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import NATURES, Answers, Date, Flag, Rows, Text, Transcribed, Whole

MEASURES = (
    "countries",
    "delegates",
    "international organisations",
    "member states",
    "member states and organisations",
    "ministers",
    "observer states",
    "observer states and organisations",
    "states",
)


class Conferences(Transcribed):
    """A Ministerial Conference: when, where, and what it decided in a few words."""

    conference_no: Whole = pa.Field(title="Number of the conference", ge=1, le=99)
    title: Text = pa.Field(title="Title")
    start_date: Date = pa.Field(title="First day")
    end_date: Date = pa.Field(title="Last day")
    city: Text = pa.Field(title="City or place")
    country: Text = pa.Field(title="Country")
    co_chairs: Text = pa.Field(title="Co-chairing states")
    outcome: Text = pa.Field(title="Outcome", nullable=True)

    @pa.dataframe_check(
        name="ends_after_it_starts",
        title="a conference does not end before it starts, nor last longer than a week",
        description="correct start_date or end_date",
    )
    def ends_after_it_starts(cls, rows: Rows) -> Answers:
        """A span of more than a week is a slip of month or year."""
        days = (rows["end_date"] - rows["start_date"]).dt.days
        return (days >= 0) & (days <= 7)

    class Config:
        """The file has these columns and no other; a conference is listed once."""

        strict = True
        unique: ClassVar[list[str]] = ["conference_no"]


class Attendance(Transcribed):
    """One printed number about who attended a conference."""

    conference_no: Whole = pa.Field(title="Number of the conference", ge=1, le=99)
    publisher: Text = pa.Field(title="Who gives the number")
    measure: Text = pa.Field(title="What is counted", isin=list(MEASURES))
    count: Whole = pa.Field(title="Number", metadata={"unit": "as in the measure"}, ge=1, le=5000)
    is_conflicting: Flag = pa.Field(title="Another publisher gives a different number")
    nature: Text = pa.Field(title="Nature of the number", isin=list(NATURES))

    @pa.dataframe_check(
        name="conflicts_are_explained",
        title="a number marked as conflicting names the conflict in its caveat",
        description="write in the caveat which other number is printed, and where",
    )
    def conflicts_are_explained(cls, rows: Rows) -> Answers:
        """The mark alone would not tell a reader what to weigh."""
        return ~rows["is_conflicting"] | rows["caveat"].notna()

    class Config:
        """The file has these columns and no other; a publisher counts a thing once."""

        strict = True
        unique: ClassVar[list[str]] = ["conference_no", "publisher", "measure"]
