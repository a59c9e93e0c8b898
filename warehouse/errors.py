"""The project's errors: each says what is wrong, where, what was expected and what to do.

Errors are for what stops a command (a file that cannot be read, a definition that does not parse). Faults in
the data of a readable file are not errors but rows: see `warehouse.problems`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from numbertext.errors import TextError
    from rowlineage.errors import LineageError


class ReportError(Exception):
    """Base of every error that a user can mend.

    Args:
        fact: What is wrong, with the value that was found.
        where: File, sheet, line, model or command concerned; empty when nothing narrower is known.
        expected: What would have been right; empty when the fact says it already.
        remedy: What to do next, in the words of the person who meets it.
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
        parts = [head]
        if self.expected:
            parts.append(f"  expected: {self.expected}")
        if self.remedy:
            parts.append(f"  remedy: {self.remedy}")
        return "\n".join(parts)


class DefinitionError(ReportError):
    """A register entry, schema, model, edition or figure definition is wrong."""


class SourceFileError(ReportError):
    """A raw file is missing, altered, unreadable or unsafe to read."""


class GateError(ReportError):
    """A table was asked for although its inputs are missing or did not pass their checks."""


class DamagedFileError(ReportError):
    """A file that the project wrote itself, in a generation or a release, is missing, damaged or altered."""


class UnconfirmedError(ReportError):
    """What was asked for is done and can be seen, but the disk does not confirm that it keeps it.

    Args:
        place: What took its place.
        refusal: What the system refused after that.
    """

    def __init__(self, place: Path, refusal: OSError) -> None:
        super().__init__(
            f"{place.name} is in its place, but the disk does not confirm that it keeps it:"
            f" {refusal.strerror or refusal}",
            where=str(place),
            remedy="see whether that disk is sound; there is nothing to do again",
        )
        self.refusal = refusal


class UserError(Protocol):
    """What every error that a user can mend tells, wherever it was raised."""

    fact: str
    where: str
    expected: str
    remedy: str


def user_errors() -> tuple[type[ReportError], type[LineageError], type[TextError]]:
    """Return the bases of all such errors: the project's own, and those of the packages that it rests on.

    For `except user_errors() as error`: Python asks only when something was raised, so that nothing is loaded before.
    """
    from numbertext.errors import TextError  # noqa: PLC0415 - see above
    from rowlineage.errors import LineageError  # noqa: PLC0415 - see above

    return ReportError, LineageError, TextError
