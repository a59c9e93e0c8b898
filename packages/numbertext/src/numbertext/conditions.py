"""Truth conditions: which values make a statement true, and which a careful writer would put so.

The rows stand in a table (`condition_table`). Arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from numbertext.bound_names import granularity_of, names_of
from numbertext.interval import Interval, written
from numbertext.statement import Statement

__all__ = [
    "COUNT",
    "MEASURE",
    "Condition",
    "Conditions",
    "Intervals",
    "amount_word",
    "granularity_of",
    "how_written",
]

COUNT, MEASURE = "count", "measure"
"""What a statement is about: a whole number that was counted, or a mean, a rate, a share that was worked out."""
_ROUNDED_KINDS = ("percent", "points", "rate")


@dataclass(frozen=True)
class Condition:
    """One row of the table: which statements it takes, and their intervals as they are written.

    Attributes:
        of: `count` or `measure` for a row that only takes statements about such; empty for both.
        undecided_outside: Where a true statement lies outside of it, it misleads; empty where none does.
    """

    id: str
    literal: str
    pragmatic: str
    comparators: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    written: str = ""
    at_least: Decimal | None = None
    quotient_of_at_most: Decimal | None = None
    of: str = ""
    undecided_outside: str = ""

    def takes(self, statement: Statement, about: str = COUNT) -> bool:
        """Return whether the row is for such statements, of what was counted or of what was worked out."""
        value = statement.value
        return (
            self.of in ("", about)
            and _listed(statement.comparator, self.comparators)
            and _listed(statement.kind, self.kinds)
            and _listed(statement.unit, self.units)
            and _listed(statement.hedge, self.hedges)
            and self.written in ("", how_written(statement))
            and (self.at_least is None or (value is not None and value >= self.at_least))
            and (
                self.quotient_of_at_most is None
                or (statement.ratio is not None and statement.ratio[1] <= self.quotient_of_at_most)
            )
        )


class Intervals(NamedTuple):
    """What a row says of a statement.

    Attributes:
        literal: Outside of it the statement is false.
        pragmatic: Inside of it a careful writer would say the same.
        rule: Id of the row.
        sayable: Outside of it a statement that is not false misleads and is left undecided; None for no bounds.
    """

    literal: Interval
    pragmatic: Interval
    rule: str
    sayable: Interval | None = None


@dataclass(frozen=True)
class Conditions:
    """The table of truth conditions.

    Attributes:
        rows: Rows for numbers; the first that takes a statement counts.
        amounts: Vague word -> literal and pragmatic interval.
        where: File that the rows stand in, for errors.
    """

    rows: tuple[Condition, ...]
    amounts: Mapping[str, tuple[str, str]]
    where: str
    _known: dict[tuple[object, ...], Intervals | None] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )

    def intervals(self, statement: Statement, about: str = COUNT) -> Intervals | None:
        """Return what the table says of a statement about a count or a measure; None where it says no number."""
        said = (about, *_said(statement))
        if said not in self._known:
            self._known[said] = self._intervals(statement, about)
        return self._known[said]

    def _intervals(self, statement: Statement, about: str) -> Intervals | None:
        if statement.kind == "vague":
            return self._amount(amount_word(statement.text))
        if statement.value is None and statement.comparator != "between":
            return None
        row = next((row for row in self.rows if row.takes(statement, about)), None)
        if row is None:
            return None
        names = names_of(statement)
        literal, pragmatic = (written(t, names, self.where) for t in (row.literal, row.pragmatic))
        outside = row.undecided_outside
        return Intervals(
            literal, pragmatic, row.id, written(outside, names, self.where) if outside else None
        )

    def _amount(self, word: str) -> Intervals | None:
        if word not in self.amounts:
            return None
        literal, pragmatic = (written(text, {}, self.where) for text in self.amounts[word])
        return Intervals(literal, pragmatic, word)


def how_written(statement: Statement) -> str:
    """Return `rounded`, `round` or `exact`."""
    if statement.is_rounded or statement.kind in _ROUNDED_KINDS:
        return "rounded"
    granularity = statement.granularity or Decimal(1)
    return "round" if granularity > (statement.precision or Decimal(1)) else "exact"


def amount_word(text: str) -> str:
    """Return the vague amount that a phrase says, as the table has it: without its article."""
    words = text.lower().split()
    return " ".join(words[1:] if words and words[0] in ("a", "the") else words)


def _listed(value: str, allowed: tuple[str, ...]) -> bool:
    return not allowed or value in allowed


def _said(statement: Statement) -> tuple[object, ...]:
    """Return what the rows and their intervals depend on: texts say the same numbers again and again."""
    between = statement.comparator == "between"
    return (
        statement.kind,
        statement.comparator,
        statement.unit,
        statement.hedge,
        statement.value,
        statement.precision,
        statement.granularity,
        statement.is_rounded,
        statement.ratio,
        (statement.low, statement.high) if between else None,
        statement.text if statement.kind == "vague" else None,
    )
