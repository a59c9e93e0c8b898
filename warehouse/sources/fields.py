"""Column types and the common columns that source schemas are written with.

Types are Arrow types, so that a value is whole, exact or absent and never a float by accident. The rules of a
particular source belong to its own module in `schemas/`.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

import pandas as pd
import pandera.pandas as pa
import pyarrow

from warehouse.natures import NATURES

__all__ = [
    "BASES",
    "NATURES",
    "Amount",
    "Answers",
    "Date",
    "Flag",
    "Millions",
    "Precise",
    "Ratio",
    "Rows",
    "Text",
    "Transcribed",
    "Whole",
]

Whole = Annotated[pd.ArrowDtype, pyarrow.int64()]
"""A whole number: people, events, years."""

Text = Annotated[pd.ArrowDtype, pyarrow.string()]
"""Text as the source gives it."""

Date = Annotated[pd.ArrowDtype, pyarrow.date32()]
"""A calendar date, written YYYY-MM-DD in raw files."""

Flag = Annotated[pd.ArrowDtype, pyarrow.bool_()]
"""True or false, written yes/no or true/false in raw files."""

Ratio = Annotated[pd.ArrowDtype, pyarrow.decimal128(18, 6)]
"""An exact decimal with six places: per cent, per 1,000."""

Precise = Annotated[pd.ArrowDtype, pyarrow.decimal128(38, 16)]
"""An exact decimal as long as spreadsheets print their floats."""

Amount = Annotated[pd.ArrowDtype, pyarrow.decimal128(18, 2)]
"""An amount of money, two places."""

Millions = Annotated[pd.ArrowDtype, pyarrow.decimal128(12, 3)]
"""A quantity published in millions, exact as printed."""

Rows: TypeAlias = pd.DataFrame
"""The rows that a rule across columns is asked about."""

Answers: TypeAlias = "pd.Series[bool]"
"""Whether the rule holds, row by row; blank where it cannot be told."""

BASES = ("seen", "computed", "inferred")
"""How a transcribed value came about: read as it stands, or worked out by the transcriber."""


class Transcribed(pa.DataFrameModel):
    """The columns of a file that was transcribed from publications: where each row was read, and in which words."""

    document: Text = pa.Field(title="Document", str_length={"min_value": 3})
    url: Text = pa.Field(
        title="Address of the document", str_matches=r"^https?://[^\s]+( ; https?://[^\s]+)*$"
    )
    as_read: Text = pa.Field(
        title="Words or figures as read", str_length={"min_value": 1, "max_value": 400}
    )
    basis: Text = pa.Field(title="Basis", isin=list(BASES))
    caveat: Text = pa.Field(title="Caveat", nullable=True)

    @pa.dataframe_check(
        name="worked_out_rows_say_how",
        title="a computed or inferred row says how in its caveat",
        description="write in the caveat how the value was worked out, or set basis to seen",
    )
    def worked_out_rows_say_how(cls, rows: Rows) -> Answers:
        """A reader must be able to redo what the transcriber worked out."""
        return (rows["basis"] == "seen") | rows["caveat"].notna()
