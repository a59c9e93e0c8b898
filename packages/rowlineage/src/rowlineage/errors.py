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


class LimitReached(LineageError):
    """What was run took more than it may; it says nothing of the query, and there is no evidence."""


class TimeLimitReached(LimitReached):
    """A query with lineage, or a replay, ran longer than it may.

    Args:
        seconds: How long it may run.
        where: The model.
    """

    def __init__(self, seconds: float, where: str = "") -> None:
        super().__init__(
            f"it ran for more than {seconds:g} seconds",
            where=where or "query",
            expected="a query that ends",
            remedy="trace a smaller part of it, or allow more time",
        )


class MemoryLimitReached(LimitReached):
    """A query with lineage, or a replay, needed more memory, or room beside it, than there is.

    Args:
        said: What DuckDB said.
        where: The model.
    """

    def __init__(self, said: str, where: str = "") -> None:
        words = said.strip().partition("\n")[0] or "none is left"
        super().__init__(
            f"it needs more memory than it may take: {words}",
            where=where or "query",
            expected="a query that fits into memory_limit and max_temp_directory_size",
            remedy="trace a smaller part of it, or allow DuckDB more",
        )


class InternalFault(LineageError):
    """A fault of rowlineage itself, not of the query: there is no evidence, and it is worth a report.

    Args:
        error: What was raised.
        place: File and line of rowlineage where it was.
        model: The model.
    """

    def __init__(self, error: Exception, place: str, model: str = "") -> None:
        words = str(error).strip().partition("\n")[0]
        super().__init__(
            f"a fault of rowlineage itself ({place}): {type(error).__name__}{words and ': '}{words}",
            where=model or "query",
            expected="an answer, or the name of what is not understood",
            remedy="please report it with the query and this message; in other words the query may be traced",
        )
