"""Activities that a published Work Plan of the Regional Support Office announces for a year.

The file may be without rows: a plan that is known of but was not published gives no row, and no
row is invented.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Text, Transcribed, Whole


class PlannedActivities(Transcribed):
    """One planned activity under one area of the Adelaide Strategy."""

    plan_year: Whole = pa.Field(
        title="Year of the plan", metadata={"unit": "year"}, ge=2012, le=2100
    )
    activity_no: Whole = pa.Field(title="Number in the plan", ge=1)
    title: Text = pa.Field(title="Activity", str_length={"min_value": 5})
    area_no: Whole = pa.Field(title="Area of the Adelaide Strategy", ge=1, le=8)

    class Config:
        """The file has these columns and no other; an activity stands under an area once."""

        strict = True
        unique: ClassVar[list[str]] = ["plan_year", "activity_no", "area_no"]
