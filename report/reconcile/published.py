"""Whether a number is said as a figure publishes it: its own wording is true of it, whatever it was rounded from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from numbertext.extraction import extract
from numbertext.statement import Statement
from report.figures.catalogue import Figure
from report.figures.resolve import worded
from report.figures.rounding import SCALES, round_value
from report.figures.wordings import Rounded, Wording, last_place
from warehouse.errors import DefinitionError


def is_own_wording(statement: Statement, figure: Figure, value: Decimal, factor: Fraction) -> bool:
    """Return whether a statement is a figure's display: the same number, to the same place, with the same comparison.

    Args:
        statement: The number said.
        figure: The figure.
        value: The cell, unrounded.
        factor: What the statement's number is multiplied by to stand in the figure's unit.
    """
    if statement.value is None or statement.precision is None:
        return False
    if _says(statement, value, figure, factor) and _compares(statement, worded(figure, value)[1]):
        return True
    return any(
        _is_wording(statement, wording, value, factor) for wording in figure.wordings.values()
    )


def _is_wording(statement: Statement, wording: Wording, value: Decimal, factor: Fraction) -> bool:
    if not _says(statement, value, wording, factor):
        return False
    try:
        return _compares(statement, wording.said(value, ""))
    except DefinitionError:
        return False


def _says(statement: Statement, value: Decimal, way: Rounded, factor: Fraction) -> bool:
    """Return whether a statement says a value as it is rounded, to its last place."""
    number = _rounded(value, way.decimals, way.rounding, way.scale)
    if statement.direction:
        if (number < 0) != (statement.direction == "down"):
            return False
        number = abs(number)
    is_same = Fraction(statement.value or 0) * factor == number
    return is_same and Fraction(statement.precision or 0) * factor == last_place(way)


def _compares(statement: Statement, said: str) -> bool:
    return (statement.comparator, statement.hedge) == _comparison(said)


@lru_cache(maxsize=5_000)
def _rounded(value: Decimal, decimals: int, rounding: str, scale: str) -> Fraction:
    return Fraction(round_value(value, decimals, rounding, scale)) * Fraction(SCALES[scale])


@lru_cache(maxsize=2_000)
def _comparison(display: str) -> tuple[str, str]:
    """Return comparator and words of comparison of a display's number."""
    found = next((said for said in extract(display) if said.value is not None), None)
    return (found.comparator, found.hedge) if found else ("eq", "")
