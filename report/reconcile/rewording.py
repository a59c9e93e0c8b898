"""True wordings: what a writer could say instead, in the figure's unit and with the statement's words of comparison."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from numbertext.interval import decimal
from numbertext.statement import Statement
from report.figures.catalogue import Figure
from report.figures.resolve import worded
from report.figures.rounding import SCALES, as_text, round_value
from report.reconcile.periods import when
from report.reconcile.readings import Reading
from report.reconcile.units import is_measure, normal_unit

_DOWN = {"gt": "more than", "ge": "at least"}
_UP = {"lt": "fewer than", "le": "up to", "almost": "almost"}


def as_published(figure: Figure, reading: Reading) -> str:
    """Return a reading as the figure publishes it, with its period: `108.4 million at end-2022`."""
    return _with_period(worded(figure, reading.value)[1], reading)


def exactly(reading: Reading) -> str:
    """Return a reading unrounded, with its period: `29,413,033 at end-2022`."""
    return _with_period(f"{reading.value:,f}", reading)


def reworded(statement: Statement, figure: Figure, reading: Reading, factor: Fraction) -> str:
    """Return a true wording of a reading, as near to the statement's own words as it can be.

    A value that the source rounded itself is said as it was printed: a finer comparison would claim too much.
    """
    to_the_unit = statement.comparator == "eq" and statement.precision == 1
    if to_the_unit and figure.scale != "one" and not is_measure(statement.unit):
        return _with_period(as_text(round_value(reading.value, 0), 0), reading)
    words = {**_DOWN, **_UP}.get(statement.comparator)
    if not words or reading.rounded_to or reading.is_part or statement.precision is None:
        return as_published(figure, reading)
    if words == "fewer than" and is_measure(normal_unit(figure.unit)):
        words = "less than"
    step = Fraction(statement.precision) * factor
    rounded = _stepped(Fraction(reading.value), step, up=statement.comparator in _UP)
    strict = statement.comparator in ("gt", "lt", "almost")
    if rounded <= 0 or (strict and rounded == reading.value):
        return as_published(figure, reading)
    return _with_period(f"{words} {_said(rounded, figure)}", reading)


def _stepped(value: Fraction, step: Fraction, *, up: bool) -> Decimal:
    steps = value / step
    whole = -(-steps.numerator // steps.denominator) if up else steps.numerator // steps.denominator
    number = whole * step
    return decimal(number) or Decimal(0)


def _said(value: Decimal, figure: Figure) -> str:
    scaled = value / SCALES[figure.scale]
    exponent = scaled.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    text = as_text(round_value(value, decimals, figure.rounding, figure.scale), decimals)
    head, _, tail = figure.display.partition("{value}")
    # The sign of a currency belongs to the number; a hedge before it (`about`) does not.
    return f"{head if normal_unit(figure.unit).isupper() else ''}{text}{tail}"


def _with_period(text: str, reading: Reading) -> str:
    return " ".join(part for part in (text, when(reading.words)) if part)
