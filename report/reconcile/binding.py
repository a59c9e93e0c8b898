"""Which quantity a statement is about: by unit, subject words, place and period, and by value only among equals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from numbertext.conditions import Conditions
from report.reconcile.baseline import YEAR_BEFORE, Baseline
from report.reconcile.changes import derived_changes
from report.reconcile.context import Context
from report.reconcile.finding import CONTRADICTED, STALE, SUPPORTED
from report.reconcile.judgement import Judgement, judge
from report.reconcile.naming import Places, Said, subject_score
from report.reconcile.readings import Quantity, Reading
from report.reconcile.units import factor
from report.reconcile.words import stem_of

_EQUAL, _SAME = 10.0, 1.0
_CHANGE_BONUS = 8.0
_CHANGE_WORDS = frozenset(
    map(
        stem_of,
        (
            "added",
            "increase",
            "rise",
            "rose",
            "grew",
            "growth",
            "fell",
            "fall",
            "decline",
            "drop",
            "change",
            "more",
            "fewer",
        ),
    )
)


@dataclass(frozen=True)
class Match:
    """A quantity that a statement may be about.

    Attributes:
        quantity: The quantity.
        reading: Its value at the period that the text names, else the present one.
        judgement: What the statement is, if it is about that reading.
        score: How well the text's words fit it; higher is better.
        is_named: Whether the text says its subject, not its unit only.
        holds_earlier: The latest earlier reading that bears the statement out, where the reading does not.
    """

    quantity: Quantity
    reading: Reading
    judgement: Judgement
    score: float
    is_named: bool
    holds_earlier: Reading | None = None

    @property
    def verdict(self) -> str:
        """What the statement is, if it is about this quantity."""
        return STALE if self.holds_earlier else self.judgement.verdict


@dataclass(frozen=True)
class Binder:
    """Finds the quantities that statements are about.

    Attributes:
        quantities: What the edition knows.
        places: The places that its tables and catalogue name.
        conditions: The table of truth conditions.
    """

    quantities: Sequence[Quantity]
    places: Places
    conditions: Conditions
    _in_unit: dict[tuple[str, str, Baseline | None], list[tuple[Quantity, Fraction | None]]] = (
        field(init=False, default_factory=dict, repr=False)
    )
    _changes: dict[Baseline, Sequence[Quantity]] = field(
        init=False, default_factory=dict, repr=False
    )

    def matches(self, context: Context) -> list[Match]:
        """Return the quantities that a statement may be about, the best first."""
        said = self.places.said(context)
        comparable = self._comparable(context)
        found = [m for q, by in comparable if (m := self._match(context, said, q, by)) is not None]
        named = [match for match in found if match.is_named]
        found = named or found
        top = max((match.score for match in found), default=0.0)
        return sorted(found, key=lambda match: _order(match, top))

    def bound(self, context: Context, quantity: Quantity) -> Match | None:
        """Return a match with a quantity that a person bound the statement to; None where the units differ."""
        by = factor(context.statement, quantity.figure)
        return None if by is None else self._judged(context, quantity, by, 0.0, named=True)

    def in_other_units(self, context: Context) -> Iterator[Quantity]:
        """Yield the quantities whose unit is not a statement's."""
        return (quantity for quantity, by in self._factors(context) if by is None)

    def _comparable(self, context: Context) -> Iterator[tuple[Quantity, Fraction]]:
        """Yield the quantities in a statement's unit, each with what the statement's number is multiplied by."""
        return ((quantity, by) for quantity, by in self._factors(context) if by is not None)

    def _factors(self, context: Context) -> list[tuple[Quantity, Fraction | None]]:
        statement = context.statement
        unit = statement.kind, statement.unit, context.baseline
        if unit not in self._in_unit:
            pool = [*self.quantities, *self._changes_for(context)]
            self._in_unit[unit] = [(q, factor(statement, q.figure)) for q in pool]
        return self._in_unit[unit]

    def _changes_for(self, context: Context) -> Sequence[Quantity]:
        """Return the changes that no figure publishes; where the text does not say from when, from the year before."""
        if context.statement.kind != "change":
            return ()
        baseline = context.baseline or YEAR_BEFORE
        if baseline not in self._changes:
            self._changes[baseline] = derived_changes(self.quantities, baseline)
        return self._changes[baseline]

    def _match(
        self, context: Context, said: Said, quantity: Quantity, by: Fraction
    ) -> Match | None:
        bonus = _change_bonus(context, quantity)
        if bonus is None:
            return None
        if not said.agree(quantity.figure):
            return None
        subject = subject_score(context, quantity)
        if subject is None:
            return None
        return self._judged(context, quantity, by, subject.score + bonus, named=subject.is_named)

    def _judged(
        self, context: Context, quantity: Quantity, by: Fraction, score: float, *, named: bool
    ) -> Match | None:
        reading, bonus = reading_of(context, quantity)
        if reading is None:
            return None
        judgement = judge(context.statement, reading, by, self.conditions)
        earlier = None
        if judgement.verdict == CONTRADICTED and reading is quantity.present and not bonus:
            earlier = self._holding(context, quantity, by)
        return Match(quantity, reading, judgement, score + bonus, named, earlier)

    def _holding(self, context: Context, quantity: Quantity, by: Fraction) -> Reading | None:
        readings = reversed(quantity.earlier)
        return next(
            (
                reading
                for reading in readings
                if judge(context.statement, reading, by, self.conditions).verdict == SUPPORTED
            ),
            None,
        )


def reading_of(context: Context, quantity: Quantity) -> tuple[Reading | None, float]:
    """Return the reading of the period that clause or sentence names, else the present one; and what that adds.

    None where the clause names a period and the quantity has readings by period, but none of that one.
    """
    has_periods = any(reading.period for reading in quantity.readings)
    if not has_periods:
        return quantity.present, 0.0
    for periods, bonus in ((context.periods, 6.0), (context.periods_around, 3.0)):
        found = next((r for period in periods if (r := quantity.at(period)) is not None), None)
        if found is not None:
            return found, bonus
    return (None, 0.0) if context.periods else (quantity.present, 0.0)


def _change_bonus(context: Context, quantity: Quantity) -> float | None:
    """Return what being a change adds; None where one of statement and quantity is a change and the other is not.

    A number of people `added` may be of a change too.
    """
    if context.statement.kind == "change":
        return 0.0 if quantity.figure.is_change and _is_measured_so(context, quantity) else None
    if not quantity.figure.is_change:
        return 0.0
    said = any(word.stem in _CHANGE_WORDS and context.in_clause(word) for word in context.words)
    return _CHANGE_BONUS if said else None


def _is_measured_so(context: Context, quantity: Quantity) -> bool:
    """Return whether a change can be measured from when the text says; those of figures are from the year before."""
    period = quantity.present.period
    if quantity.is_derived or context.baseline is None or period is None:
        return True
    return context.baseline.before(period.year) == period.year - 1


def _order(match: Match, top: float) -> tuple[bool, int, bool, float, str, bool]:
    """Return what sorts matches.

    Of those that the text fits equally well the one that it is true of comes first, then of those that it names in the
    same words one that it was true of. What a figure publishes comes before what is worked out of others, a later
    period before an earlier one, an exact value before a rounded one.
    """
    equal = match.score >= top - _EQUAL
    reading = match.reading
    period = reading.period.order if reading.period else ""
    if equal and match.verdict == SUPPORTED:
        rank = 0
    elif match.score >= top - _SAME and match.verdict == STALE:
        rank = 1
    else:
        rank = 2
    is_derived = rank == 0 and match.quantity.is_derived
    return not equal, rank, is_derived, -match.score, _later_first(period), bool(reading.rounded_to)


def _later_first(order: str) -> str:
    return "".join(chr(0x10FFFF - ord(character)) for character in order) or "~"
