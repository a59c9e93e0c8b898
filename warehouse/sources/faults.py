"""Faults met while one file is read: collected by rule, listed up to a limit and counted beyond it.

A fault knows its line and cell but not its file; the place is added once, when faults become problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from warehouse.problems import WITHHELD, Severity
from warehouse.sources.limits import LISTED_FAULTS, SHOWN_CHARACTERS

__all__ = ["WITHHELD", "Fault", "Faults", "Rule"]


@dataclass(frozen=True)
class Rule:
    """A rule in words, the column it is about and what to do when it is broken.

    Attributes:
        id: Name of the rule in its table, which stays when the words change; holds nothing that a file says.
        column: Column name as in the file, or empty for a rule about the whole row or file.
        words: The rule in words.
        remedy: What to do.
        severity: `error`, or `warning` for what is only reported.
        quotes: Whether the values of its faults are cells of the file, and not counts or kinds of them.
    """

    id: str
    column: str
    words: str
    remedy: str
    severity: Severity = "error"
    quotes: bool = True


@dataclass(frozen=True)
class Fault:
    """One broken rule at one line, with the offending value as text and, where it has one, a remedy of its own."""

    rule: Rule
    line: int
    value: str = ""
    remedy: str = ""


@dataclass
class _Listed:
    faults: list[Fault] = field(default_factory=list)
    total: int = 0


class Faults:
    """Faults of a file or a part of it, in the order in which they were met."""

    limit = LISTED_FAULTS

    def __init__(self) -> None:
        self._by_rule: dict[Rule, _Listed] = {}

    def is_empty(self) -> bool:
        """Return whether nothing was found."""
        return not self._by_rule

    def add(self, rule: Rule, line: int, value: str = "", remedy: str = "") -> None:
        """Add one fault; `remedy` replaces the one of the rule for this line."""
        listed = self._by_rule.setdefault(rule, _Listed())
        listed.total += 1
        if len(listed.faults) < self.limit:
            listed.faults.append(Fault(rule, line, shown(value), remedy))

    def add_all(
        self, rule: Rule, lines: Sequence[int], values: Sequence[str] = (), total: int | None = None
    ) -> None:
        """Add the faults of one rule.

        Args:
            rule: The broken rule.
            lines: Lines of the faults, at least as many as are listed.
            values: Offending values of these lines; none where the rule is not about one cell.
            total: Number of faults where it is larger than the number of lines given.
        """
        listed = self._by_rule.setdefault(rule, _Listed())
        listed.total += len(lines) if total is None else total
        room = self.limit - len(listed.faults)
        for index, line in enumerate(lines[:room]):
            listed.faults.append(Fault(rule, int(line), shown(values[index]) if values else ""))

    def merge(self, later: Faults) -> None:
        """Add the faults of a later part of the same file."""
        for rule, listed in later._by_rule.items():
            mine = self._by_rule.setdefault(rule, _Listed())
            mine.total += listed.total
            mine.faults.extend(listed.faults[: self.limit - len(mine.faults)])

    def listed(self) -> Iterator[Fault]:
        """Yield the faults up to the limit of each rule, and one more that counts the rest."""
        for rule, listed in self._by_rule.items():
            yield from listed.faults
            more = listed.total - len(listed.faults)
            if more:
                words = f"{rule.words} (broken {more:,} more times than is listed)"
                yield Fault(replace(rule, words=words), 0)


def shown(value: str) -> str:
    """Return a value as far as a fault tells it."""
    return value if len(value) <= SHOWN_CHARACTERS else value[:SHOWN_CHARACTERS] + "..."
