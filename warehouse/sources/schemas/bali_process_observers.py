"""Observers of the Bali Process by name, and printed counts of members and observers.

Names and counts are kept in two tables, because the names known are those of 2002 and the counts
are later: one must never be read as the other.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Flag, Rows, Text, Transcribed, Whole

KINDS = ("organisation", "state")


class Observers(Transcribed):
    """A state or organisation that a page names as an observer."""

    name: Text = pa.Field(title="Name", str_length={"min_value": 2})
    iso3: Text = pa.Field(
        title="ISO 3166 code of a state", nullable=True, str_matches=r"^[A-Z]{3}$"
    )
    kind: Text = pa.Field(title="State or organisation", isin=list(KINDS))
    listed_in: Text = pa.Field(title="List that names it")
    listed_year: Whole = pa.Field(
        title="Year of the list", metadata={"unit": "year"}, nullable=True, ge=2002, le=2100
    )
    is_now_member: Flag = pa.Field(title="A member today")

    @pa.dataframe_check(
        name="states_have_codes",
        title="a state has a country code and an organisation has none",
        description="write the ISO 3166 code of the state, or leave it blank for an organisation",
    )
    def states_have_codes(cls, rows: Rows) -> Answers:
        """Codes join observers to the states named at events."""
        return (rows["kind"] == "state") == rows["iso3"].notna()

    class Config:
        """The file has these columns and no other; a list names an observer once."""

        strict = True
        unique: ClassVar[list[str]] = ["name", "listed_in"]


class Counts(Transcribed):
    """A number of members or observers as printed, with no names behind it here."""

    body: Text = pa.Field(title="What is counted", str_length={"min_value": 5})
    reference: Text = pa.Field(title="Time or occasion of the count")
    count: Whole = pa.Field(
        title="Number", metadata={"unit": "states or organisations"}, ge=0, le=250
    )
    is_current: Flag = pa.Field(title="The count that the Bali Process gives of itself today")

    class Config:
        """The file has these columns and no other; an occasion counts a body once."""

        strict = True
        unique: ClassVar[list[str]] = ["body", "reference"]
