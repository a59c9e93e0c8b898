"""Exact arithmetic on what is known of cells: a number, or the interval that it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context as Precision
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from numbertext import Interval
from report.figures.rounding import as_text, round_value
from report.reconcile.cells.operands import CellAt

_PRECISION = Precision(prec=28)
_ZERO = Fraction(0)
_PLACES = 4


def added(intervals: Sequence[Interval]) -> Interval:
    """Return the sum."""
    return reduce(_plus, intervals)


def _plus(one: Interval, other: Interval) -> Interval:
    low = None if one.low is None or other.low is None else one.low + other.low
    high = None if one.high is None or other.high is None else one.high + other.high
    return Interval(low, high, one.low_open or other.low_open, one.high_open or other.high_open)


def less(one: Interval, other: Interval) -> Interval:
    """Return the difference."""
    return _plus(one, other.negated())


def scaled(interval: Interval, by: Fraction) -> Interval:
    """Return a multiple; `by` is positive."""
    return interval.times(by)


def divided(one: Interval, other: Interval) -> Interval | None:
    """Return the quotient; None where either may be negative, or the divisor zero or without bound."""
    if one.low is None or other.low is None or one.low < _ZERO or other.low <= _ZERO:
        return None
    low = _ZERO if other.high is None else one.low / other.high
    high = None if one.high is None else one.high / other.low
    is_low_open = one.low_open or other.high_open or other.high is None
    return Interval(low, high, is_low_open, one.high_open or other.low_open)


def known(cell: CellAt) -> Interval:
    """Return what is known of a cell's value."""
    return cell.reading.interval


def plain(number: Fraction | Decimal) -> str:
    """Return a number for readers, to four places after the point at most, without zeros at its end."""
    value = number if isinstance(number, Decimal) else _quotient(number)
    text = as_text(round_value(value, _PLACES), _PLACES)
    return text.rstrip("0").rstrip(".")


def _quotient(number: Fraction) -> Decimal:
    return _PRECISION.divide(Decimal(number.numerator), Decimal(number.denominator))
