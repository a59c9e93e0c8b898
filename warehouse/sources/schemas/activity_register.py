"""The register that assigns activities of the office to areas of the Adelaide Strategy.

A register of our own, not a transcription: it says who classified, when and why, and stays
provisional until the office confirms it. Whether the event and the area exist is checked with
the models.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Date, Text, Whole


class Assignments(pa.DataFrameModel):
    """One activity under one area; an activity may stand under several."""

    event_id: Text = pa.Field(title="Event", str_matches=r"^[0-9]{4}-[0-9]{2}$")
    area_no: Whole = pa.Field(title="Area of the Adelaide Strategy", ge=1, le=8)
    classified_by: Text = pa.Field(title="Who classified", str_length={"min_value": 3})
    classified_on: Date = pa.Field(title="When")
    reason: Text = pa.Field(title="Why this area", str_length={"min_value": 10, "max_value": 200})

    class Config:
        """The file has these columns and no other; an activity stands under an area once."""

        strict = True
        unique: ClassVar[list[str]] = ["event_id", "area_no"]
