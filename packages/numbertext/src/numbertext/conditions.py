"""Truth conditions: which values make a statement true, and which a careful writer would put so.

The rows stand in a table (`condition_table`). Arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from numbertext.interval import Interval, written
from numbertext.statement import Statement

_ROUNDED_KINDS = ("percent", "points", "rate")


@dataclass(frozen=True)
class Condition:
    """One row of the table: which statements it takes, and their two intervals as they are written."""

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

    def takes(self, statement: Statement) -> bool:
        """Return whether the row is for such statements."""
        value = statement.value
        return (
            _listed(statement.comparator, self.comparators)
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


Intervals = tuple[Interval, Interval, str]


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

    def intervals(self, statement: Statement) -> Intervals | None:
        """Return a statement's literal interval, its pragmatic one and the row's id; None where it says no number."""
        said = _said(statement)
        if said not in self._known:
            self._known[said] = self._intervals(statement)
        return self._known[said]

    def _intervals(self, statement: Statement) -> Intervals | None:
        if statement.kind == "vague":
            return self._amount(amount_word(statement.text))
        if statement.value is None and statement.comparator != "between":
            return None
        row = next((row for row in self.rows if row.takes(statement)), None)
        if row is None:
            return None
        names = _names(statement)
        literal, pragmatic = (written(t, names, self.where) for t in (row.literal, row.pragmatic))
        return literal, pragmatic, row.id

    def _amount(self, word: str) -> Intervals | None:
        if word not in self.amounts:
            return None
        literal, pragmatic = (written(text, {}, self.where) for text in self.amounts[word])
        return literal, pragmatic, word


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


def _names(statement: Statement) -> dict[str, Fraction]:
    if statement.ratio is not None:
        return _names_of_quotient(*statement.ratio)
    given = {
        "n": statement.value,
        "u": statement.precision or Decimal(1),
        "g": statement.granularity or statement.precision or Decimal(1),
        "a": statement.low,
        "b": statement.high,
    }
    return {name: Fraction(value) for name, value in given.items() if value is not None}


def _names_of_quotient(p: Decimal, q: Decimal) -> dict[str, Fraction]:
    n, k = Fraction(p) / Fraction(q), Fraction(granularity_of(q))
    exponent = p.as_tuple().exponent
    written = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    return {
        "n": n,
        "u": Fraction(written),
        "g": _grain_of_quotient(p, q),
        "p": Fraction(p),
        "q": Fraction(q),
        "k": k,
    }


def _grain_of_quotient(p: Decimal, q: Decimal) -> Fraction:
    if q <= 1:
        return Fraction(granularity_of(p))
    if q <= 10:
        return Fraction(1, 10)
    return Fraction(p) * Fraction(granularity_of(q)) / Fraction(q) ** 2


def granularity_of(value: Decimal) -> Decimal:
    """Return the place value of the last digit that is not zero; of 150 that is 10."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
