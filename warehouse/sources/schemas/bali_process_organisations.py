"""The member organisations of the Bali Process, one row each.

Rules of the list only; their number is compared with the number stated by the Bali Process in a
check.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Flag, Rows, Text, Transcribed


class Organisations(Transcribed):
    """An international organisation that is a member, with the groups it belongs to."""

    abbreviation: Text = pa.Field(title="Abbreviation", str_matches=r"^[A-Z]{2,10}$")
    name: Text = pa.Field(title="Name", str_length={"min_value": 5})
    is_ad_hoc_group_member: Flag = pa.Field(title="Member of the Ad Hoc Group")
    is_steering_group_member: Flag = pa.Field(title="Member of the Steering Group")

    @pa.dataframe_check(
        name="steering_group_is_within_ad_hoc_group",
        title="an organisation of the Steering Group is also one of the Ad Hoc Group",
        description="correct the flag that is wrong, and name the page that says so",
    )
    def steering_group_is_within_ad_hoc_group(cls, rows: Rows) -> Answers:
        """The Ad Hoc Group is the wider of the two."""
        return ~rows["is_steering_group_member"] | rows["is_ad_hoc_group_member"]

    class Config:
        """The file has these columns and no other; an organisation is listed once."""

        strict = True
        unique: ClassVar[list[str]] = ["abbreviation"]
