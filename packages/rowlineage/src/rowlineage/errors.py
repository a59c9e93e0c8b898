"""What the lineage engine refuses, and how it says so; the refusals themselves are raised where they are found."""

from __future__ import annotations


class LineageError(Exception):
    """Base of every error of rowlineage.

    Attributes:
        fact: What is wrong.
        where: Model and line concerned; empty when nothing is known.
        expected: What would have been right; empty when the fact says it already.
        remedy: What to do next.
    """

    def __init__(self, fact: str, *, where: str = "", expected: str = "", remedy: str = "") -> None:
        super().__init__(fact)
        self.fact, self.where, self.expected, self.remedy = fact, where, expected, remedy

    def __str__(self) -> str:
        """Return the parts that are known, one a line."""
        lines = [f"{self.where}: {self.fact}" if self.where else self.fact]
        lines += [f"  expected: {self.expected}"] if self.expected else []
        lines += [f"  remedy: {self.remedy}"] if self.remedy else []
        return "\n".join(lines)


class DamagedEvidence(LineageError, ValueError):
    """A file of kept evidence cannot be read, or is not as it was written.

    Args:
        file: The file.
        why: What is wrong with it.
    """

    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            f"the evidence is damaged: {' '.join(why.split())}",
            where=file,
            expected="the file as it was written with the model's table",
            remedy="run the model again, and keep its evidence anew",
        )


class UnsupportedSQL(LineageError):
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


class AmbiguousKey(LineageError):
    """The key matches more than one row of the result."""


class NoSuchRow(LineageError):
    """The key matches no row of the result, or names a column that the result lacks."""


class RejectedSQL(LineageError):
    """SQL that DuckDB itself does not run, with DuckDB's own words."""


class DifferentAnswer(LineageError):
    """The text with lineage and the author's own text give different values: there is no evidence for either."""


class TimeLimitReached(LineageError):
    """A query with lineage, or a replay, ran longer than it may."""
