"""What the Regional Support Office states about a year without rows behind it."""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Rows, Text, Transcribed, Whole

QUALIFIERS = ("exact", "some", "more than", "almost", "dozens of", "hundreds of", "thousands of")


class Statements(Transcribed):
    """One number, or one vague quantity, that stands in the office's own text."""

    statement_id: Text = pa.Field(title="Identifier", str_matches=r"^[a-z0-9_]+$")
    report_year: Whole = pa.Field(
        title="Year that the text reports on", metadata={"unit": "year"}, ge=2012, le=2100
    )
    topic: Text = pa.Field(title="What is said")
    value: Whole = pa.Field(title="Number", metadata={"unit": "as in unit"}, nullable=True, ge=0)
    unit: Text = pa.Field(title="Unit")
    qualifier: Text = pa.Field(title="Exact or not", isin=list(QUALIFIERS))

    @pa.dataframe_check(
        name="vague_quantities_have_no_number",
        title="hundreds of and the like carry no number; every other statement has one",
        description="leave value blank for a vague quantity, or write the number and its qualifier",
    )
    def vague_quantities_have_no_number(cls, rows: Rows) -> Answers:
        """A number for a vague word would be ours, not the source's."""
        return rows["qualifier"].str.endswith(" of") == rows["value"].isna()

    class Config:
        """The file has these columns and no other; a statement is made once a year."""

        strict = True
        unique: ClassVar[list[str]] = ["report_year", "statement_id"]
