"""A quantity that a statement may be about, with how well the text fits it, and which of several comes first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report.reconcile.finding import LOOSE, STALE, STATED_ONLY, SUPPORTED, UNDECIDED
from report.reconcile.judgement import Judgement
from report.reconcile.readings import Quantity, Reading

EQUAL = 1.0
"""Scores that differ by less are equal."""
_RANKS = ((SUPPORTED,), (LOOSE, STATED_ONLY, UNDECIDED), (STALE,))


@dataclass(frozen=True)
class Match:
    """A quantity that a statement may be about.

    Attributes:
        quantity: The quantity.
        reading: Its value at the period that the text names, else the present one.
        judgement: What the statement is, if it is about that reading.
        score: How well the text's words fit it; higher is better.
        is_named: Whether the text says its subject, not its unit only.
        in_clause: Whether the text names its subject in the number's own clause.
        holds_earlier: The latest earlier reading that bears the statement out, where the reading does not.
        missing: What keeps the sentence from being about it and nothing else, in words; empty where nothing does.
        doubts: What of it keeps the verdict from being given.
        overlap: How many words of the figure's label the clause has.
        precision: Place value of the number's last digit, in its unit.
    """

    quantity: Quantity
    reading: Reading
    judgement: Judgement
    score: float
    is_named: bool
    in_clause: bool = True
    holds_earlier: Reading | None = None
    missing: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    overlap: int = 0
    precision: Decimal | None = None

    @property
    def is_too_coarse(self) -> bool:
        """Whether the source rounded the reading more than the number is written, so that another is meant."""
        precision, rounded = self.precision, self.reading.rounded_to
        return precision is not None and rounded is not None and precision <= rounded

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the statement, if it is about this quantity."""
        return self.verdict in (SUPPORTED, LOOSE, STATED_ONLY, UNDECIDED)

    @property
    def verdict(self) -> str:
        """What the statement is, if it is about this quantity."""
        return STALE if self.holds_earlier else self.judgement.verdict


def order(match: Match) -> tuple[int, int, int, int, bool, bool, str, bool]:
    """Return what sorts matches, the best first.

    Those that explain everything come first, then those with less that is missing, then those that the words fit
    better. What is true decides only between figures that the same words fit equally well. What is published comes
    before what is worked out of others, a later period before an earlier one, an exact value before a rounded one.
    """
    reading = match.reading
    period = reading.period.order if reading.period else ""
    return (
        len(match.missing),
        -round(match.score / EQUAL),
        -match.overlap,
        _rank(match),
        match.is_too_coarse,
        match.quantity.is_derived,
        _later_first(period),
        bool(reading.rounded_to),
    )


def _rank(match: Match) -> int:
    """Return how far a statement holds of a match: what tells figures apart that the words fit equally well."""
    return next(
        (rank for rank, verdicts in enumerate(_RANKS) if match.verdict in verdicts), len(_RANKS)
    )


def _later_first(order: str) -> str:
    return "".join(chr(0x10FFFF - ord(character)) for character in order) or "~"
