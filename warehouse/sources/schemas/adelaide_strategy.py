"""The eight areas of cooperation of the 2023 Adelaide Strategy for Cooperation."""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Text, Transcribed, Whole


class Areas(Transcribed):
    """An area of cooperation, with its number in the strategy."""

    area_no: Whole = pa.Field(title="Number of the area", ge=1, le=8, unique=True)
    area: Text = pa.Field(title="Area of cooperation", str_length={"min_value": 5}, unique=True)

    class Config:
        """The file has these columns and no other; an area is listed once."""

        strict = True
        unique: ClassVar[list[str]] = ["area_no"]
