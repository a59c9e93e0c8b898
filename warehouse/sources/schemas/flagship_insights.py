"""Areas of focus, priorities and insights that public texts report from the flagship events."""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Text, Transcribed, Whole

KINDS = ("area of focus", "insight", "priority")


class Insights(Transcribed):
    """One point reported from an event: in our own few words, with the printed phrase beside it."""

    event_id: Text = pa.Field(title="Event", str_matches=r"^[0-9]{4}-[0-9]{2}$")
    seq: Whole = pa.Field(title="Place in the event's list", ge=1, le=99)
    kind: Text = pa.Field(title="Kind", isin=list(KINDS))
    summary: Text = pa.Field(
        title="In our own words", str_length={"min_value": 5, "max_value": 120}
    )

    class Config:
        """The file has these columns and no other; a point has one place in its list."""

        strict = True
        unique: ClassVar[list[str]] = ["event_id", "seq"]
