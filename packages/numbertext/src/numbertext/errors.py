"""The package's errors: each says what is wrong, where, what was expected and what to do."""

from __future__ import annotations


class TextError(Exception):
    """Base of every error of numbertext.

    Args:
        fact: What is wrong, with the value that was found.
        where: Document or table concerned; empty when nothing narrower is known.
        expected: What would have been right; empty when the fact says it already.
        remedy: What to do next.
    """

    def __init__(self, fact: str, *, where: str = "", expected: str = "", remedy: str = "") -> None:
        super().__init__(fact)
        self.fact = fact
        self.where = where
        self.expected = expected
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the parts that are known, one a line."""
        head = f"{self.where}: {self.fact}" if self.where else self.fact
        named = (("expected", self.expected), ("remedy", self.remedy))
        return "\n".join([head, *(f"  {name}: {part}" for name, part in named if part)])


class ConditionError(TextError):
    """A table of truth conditions is wrong: a row, an interval or a bound of it."""
