"""What the lineage engine refuses, and how it says so; the refusals themselves are raised where they are found."""

from __future__ import annotations

from warehouse.errors import ReportError


class UnsupportedSQL(ReportError):
    """A construct whose row-level lineage is not understood, and is therefore refused.

    Attributes:
        construct: The construct in SQL words, e.g. `TABLESAMPLE`.
        model: Name of the model, or `query` for SQL that has no name.
        line: Line of the SQL text, counted from 1; 0 when the place is not known.
    """

    def __init__(self, construct: str, *, model: str = "", line: int = 0, remedy: str = "") -> None:
        self.construct = construct
        self.model = model or "query"
        self.line = line
        super().__init__(
            f"lineage does not support {construct}",
            where=f"{self.model}, line {line}" if line else self.model,
            remedy=remedy or "write the query without it",
        )


class AmbiguousKey(ReportError):
    """The key matches more than one row of the result."""


class NoSuchRow(ReportError):
    """The key matches no row of the result, or names a column that the result lacks."""
