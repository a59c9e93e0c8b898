"""Whether a statement is true of a value, exactly, or cannot be told: two intervals against the value's own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from numbertext.conditions import Conditions
from numbertext.interval import Interval
from numbertext.statement import Statement
from report.reconcile.finding import CONTRADICTED, LOOSE, STATED_ONLY, SUPPORTED, UNDECIDED
from report.reconcile.readings import Reading

STATED = "stated"
FALLING, RISING = "down", "up"


@dataclass(frozen=True)
class Judgement:
    """What a statement is, if it is about a reading: a verdict, and the rule of the table that decided."""

    verdict: str
    rule: str

    @property
    def holds(self) -> bool:
        """Whether the reading bears the statement out."""
        return self.verdict in (SUPPORTED, LOOSE, STATED_ONLY)


def judge(
    statement: Statement, reading: Reading, factor: Fraction, conditions: Conditions
) -> Judgement:
    """Return what a statement is if it is about a reading.

    Args:
        statement: The number said.
        reading: The value that the evidence has.
        factor: What the statement's number is multiplied by to stand in the reading's unit.
        conditions: The table of truth conditions.
    """
    found = conditions.intervals(statement)
    if found is None:
        return Judgement(UNDECIDED, "")
    literal, pragmatic, rule = found
    value = _directed(reading.interval, statement)
    said, careful = scaled(literal, factor), scaled(pragmatic, factor)
    if not said.meets(value):
        return Judgement(CONTRADICTED, rule)
    if not said.contains(value):
        return Judgement(UNDECIDED, rule)
    if reading.nature == STATED:
        return Judgement(STATED_ONLY, rule)
    return Judgement(SUPPORTED if careful.meets(value) else LOOSE, rule)


def scaled(interval: Interval, factor: Fraction) -> Interval:
    """Return an interval in another unit; the factor is positive."""
    low, high = (
        None if bound is None else bound * factor for bound in (interval.low, interval.high)
    )
    return Interval(low, high, interval.low_open, interval.high_open)


def _directed(interval: Interval, statement: Statement) -> Interval:
    """Return a change's size when the statement says `fell by`: a fall of 5 is a change of -5."""
    if statement.direction == FALLING or (
        statement.kind == "change"
        and statement.direction != RISING
        and interval.high is not None
        and interval.high < 0
    ):
        return _negated(interval)
    return interval


def _negated(interval: Interval) -> Interval:
    low, high = (None if bound is None else -bound for bound in (interval.high, interval.low))
    return Interval(low, high, interval.high_open, interval.low_open)
