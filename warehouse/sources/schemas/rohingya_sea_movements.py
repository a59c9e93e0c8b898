"""Rules of the sea movements in the Bay of Bengal and the Andaman Sea.

Rules of one row. Periods overlap and scopes differ on purpose; which rows overlap is worked out in the report
table.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import NATURES, Answers, Date, Rows, Text, Transcribed, Whole

QUALIFIERS = ("some", "approximately", "estimated", "around", "nearly", "more than", "at least")


class Movements(Transcribed):
    """Movements of one period, as one statement gives them."""

    period: Text = pa.Field(title="Period")
    period_start: Date = pa.Field(title="First day of the period")
    period_end: Date = pa.Field(title="Last day of the period")
    scope: Text = pa.Field(title="Who and where")
    departures: Whole = pa.Field(
        title="People who departed", nullable=True, gt=0, metadata={"unit": "people"}
    )
    departures_qualifier: Text = pa.Field(
        title="Words before the departures (blank: none)", nullable=True, isin=list(QUALIFIERS)
    )
    boats: Whole = pa.Field(title="Boats", nullable=True, gt=0, metadata={"unit": "boats"})
    dead_or_missing: Whole = pa.Field(
        title="Dead or missing", nullable=True, ge=0, metadata={"unit": "people"}
    )
    dead_or_missing_qualifier: Text = pa.Field(
        title="Words before the dead or missing (blank: none)", nullable=True, isin=list(QUALIFIERS)
    )
    disembarked: Whole = pa.Field(
        title="Disembarked", nullable=True, ge=0, metadata={"unit": "people"}
    )
    published: Text = pa.Field(title="Published", str_matches=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    nature: Text = pa.Field(title="Nature of this row", nullable=True, isin=list(NATURES))

    class Config:
        """Every column known, one row a period."""

        strict = True
        unique: ClassVar[list[str]] = ["period"]

    @pa.dataframe_check(
        name="period_in_order",
        title="a period ends after it starts",
        description="correct the dates: first and last day of the period",
    )
    def period_in_order(cls, rows: Rows) -> Answers:
        """Dates of a period are its first and its last day."""
        return rows["period_start"] < rows["period_end"]

    @pa.dataframe_check(
        name="says_something",
        title="a row has departures or dead and missing",
        description="enter what was stated or remove the row",
    )
    def says_something(cls, rows: Rows) -> Answers:
        """A row without a figure is no evidence."""
        return rows["departures"].notna() | rows["dead_or_missing"].notna()

    @pa.dataframe_check(
        name="outcomes_within_departures",
        title="dead, missing and disembarked are not more than departed",
        description="check the three numbers against the statement",
    )
    def outcomes_within_departures(cls, rows: Rows) -> Answers:
        """People whose fate is unknown make up the difference."""
        outcomes = rows["dead_or_missing"].fillna(0) + rows["disembarked"].fillna(0)
        return rows["departures"].isna() | (outcomes <= rows["departures"]).fillna(value=False)
