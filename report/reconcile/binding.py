"""Which quantity a statement is about: by unit, subject words, place and period, and by value only among equals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from numbertext.conditions import Conditions
from report.reconcile.baseline import YEAR_BEFORE, Baseline
from report.reconcile.changes import derived_changes
from report.reconcile.context import Context
from report.reconcile.explanation import Explainer, label_overlap
from report.reconcile.finding import CONTRADICTED, SUPPORTED
from report.reconcile.judgement import Judgement, judge
from report.reconcile.match import Match, order
from report.reconcile.naming import subject_score
from report.reconcile.periods import Period
from report.reconcile.place_names import Places, Said
from report.reconcile.readings import Quantity, Reading
from report.reconcile.units import counted_nouns, factor, is_measure, is_order, normal_unit
from report.reconcile.words import stem_of, stems

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
        ),
    )
)
_COMPARATIVES = frozenset(map(stem_of, ("more", "fewer")))
"""What may compare a level too: `108 million people, more than ever`."""


@dataclass(frozen=True)
class Binder:
    """Finds the quantities that statements are about.

    Attributes:
        quantities: What the edition knows.
        places: The places that its tables and catalogue name.
        conditions: The table of truth conditions.
        explainer: Says what is missing for a sentence to be about a quantity.
    """

    quantities: Sequence[Quantity]
    places: Places
    conditions: Conditions
    explainer: Explainer
    _in_unit: dict[tuple[str, str, Baseline | None], list[tuple[Quantity, Fraction | None]]] = (
        field(init=False, default_factory=dict, repr=False)
    )
    _changes: dict[Baseline, Sequence[Quantity]] = field(
        init=False, default_factory=dict, repr=False
    )

    def matches(self, context: Context) -> list[Match]:
        """Return the quantities that a statement may be about, those that explain its clause first."""
        said = self.places.said(context)
        comparable = self._comparable(context)
        found = [m for q, by in comparable if (m := self._match(context, q, by)) is not None]
        named = [match for match in found if match.is_named]
        found = [self._explained(context, said, match) for match in named or found]
        return sorted(found, key=order)

    def _explained(self, context: Context, said: Said, match: Match) -> Match:
        of = (context, said, match.quantity, match.reading)
        missing = self.explainer.missing(*of, whole=not match.in_clause, is_named=match.is_named)
        return replace(
            match,
            missing=missing,
            doubts=self.explainer.missing_at_heart(*of) if missing and match.holds else missing,
            overlap=label_overlap(context, match.quantity),
            precision=context.statement.precision,
        )

    def bound(
        self, context: Context, quantity: Quantity, own: Reading | None = None
    ) -> Match | None:
        """Return a match with a quantity that a person bound the statement to.

        None where the units differ, or the clause names a period of which the quantity has no reading.

        Args:
            context: The number in its surroundings.
            quantity: The quantity.
            own: The reading that is meant where the clause names no period; the present one if it is not given.
        """
        by = factor(context.statement, quantity.figure)
        if by is None:
            return None
        if own is None or context.periods:
            return self._judged(context, quantity, by, 0.0, named=True)
        judgement = self._judgement(context, quantity, own, by)
        is_past = judgement.verdict == CONTRADICTED and own is quantity.present
        earlier = self._holding(context, quantity, by) if is_past else None
        return Match(quantity, own, judgement, 0.0, is_named=True, holds_earlier=earlier)

    def unmet(self, context: Context, match: Match) -> tuple[str, ...]:
        """Return what a sentence says that its figure cannot bear, whatever the figure's words explain."""
        said = self.places.said(context)
        return self.explainer.unmet(context, said, match.quantity)

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

    def _match(self, context: Context, quantity: Quantity, by: Fraction) -> Match | None:
        if not _is_counted(context, quantity):
            return None
        subject = subject_score(context, quantity)
        if subject is None:
            return None
        bonus = _change_bonus(context, quantity, whole=not subject.in_clause)
        if bonus is None:
            return None
        match = self._judged(context, quantity, by, subject.score + bonus, named=subject.is_named)
        return match and replace(match, in_clause=subject.in_clause)

    def _judged(
        self, context: Context, quantity: Quantity, by: Fraction, score: float, *, named: bool
    ) -> Match | None:
        reading, bonus = reading_of(context, quantity)
        if reading is None:
            return None
        judgement = self._judgement(context, quantity, reading, by)
        earlier = None
        if judgement.verdict == CONTRADICTED and reading is quantity.present and not bonus:
            earlier = self._holding(context, quantity, by)
        return Match(quantity, reading, judgement, score + bonus, named, holds_earlier=earlier)

    def _judgement(
        self, context: Context, quantity: Quantity, reading: Reading, by: Fraction
    ) -> Judgement:
        return judge(context.statement, reading, by, self.conditions, quantity.figures)

    def _holding(self, context: Context, quantity: Quantity, by: Fraction) -> Reading | None:
        readings = reversed(quantity.earlier)
        return next(
            (
                reading
                for reading in readings
                if self._judgement(context, quantity, reading, by).verdict == SUPPORTED
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
        found = next((r for period in periods if (r := _at(context, quantity, period))), None)
        if found is not None:
            return found, bonus
    return (None, 0.0) if context.periods else (quantity.present, 0.0)


def _at(context: Context, quantity: Quantity, period: Period) -> Reading | None:
    """Return the reading of a period; of a change over some years the one that has the end and the start said."""
    found = quantity.at(period)
    if found is not None or context.statement.kind != "change":
        return found
    baseline = context.baseline
    return next(
        (
            reading
            for reading in quantity.readings
            if reading.period
            and reading.period.since is not None
            and reading.period.year == period.year
            and (baseline is None or baseline.before(period.year) == reading.period.since)
        ),
        None,
    )


def _change_bonus(context: Context, quantity: Quantity, *, whole: bool) -> float | None:
    """Return what being a change adds; None where one of statement and quantity is a change and the other is not.

    A number of people `added` may be of a change too.
    """
    if context.statement.kind == "change":
        return 0.0 if quantity.figure.is_change and _is_measured_so(context, quantity) else None
    if not quantity.figure.is_change:
        return 0.0
    said = any(
        word.stem in _CHANGE_WORDS | _COMPARATIVES and (whole or context.in_clause(word))
        for word in context.words
    )
    return _CHANGE_BONUS if said else None


def says_change(context: Context) -> bool:
    """Return whether a sentence has a word for a change, and not only one that may compare a level."""
    return any(word.stem in _CHANGE_WORDS for word in context.words)


def _is_measured_so(context: Context, quantity: Quantity) -> bool:
    """Return whether a change can be measured from when the text says; those of figures are from the year before."""
    period = quantity.present.period
    if quantity.is_derived or context.baseline is None or period is None:
        return True
    start = period.year - 1 if period.since is None else period.since
    return context.baseline.before(period.year) == start


def _is_counted(context: Context, quantity: Quantity) -> bool:
    """Return whether a number without a noun is of what the quantity counts: the sentence has its noun then."""
    unit = normal_unit(quantity.figure.unit)
    if context.statement.unit or is_measure(unit) or context.statement.kind == "ordinal":
        return True
    if is_order(quantity.figure):
        return bool(set(stems(unit)[-1:]) & context.stems)
    return bool(counted_nouns(quantity.figure) & context.stems)
