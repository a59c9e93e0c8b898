"""Exact arithmetic on what is known of cells: a number, or the interval that it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context as Precision
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from numbertext import Interval
from report.reconcile.cells.operands import Cell

_PRECISION = Precision(prec=28)
_ZERO = Fraction(0)


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


def known(cell: Cell) -> Interval:
    """Return what is known of a cell's value."""
    return cell.reading.interval


def plain(number: Fraction | Decimal, decimals: int | None = None) -> str:
    """Return a number for readers: as it is, or to some decimals."""
    value = Decimal(number) if isinstance(number, Decimal) else _quotient(number)
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), context=_PRECISION)
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if decimals is None and "." in text else text


def _quotient(number: Fraction) -> Decimal:
    return _PRECISION.divide(Decimal(number.numerator), Decimal(number.denominator))
