"""Rounding and wording a cell without the module that rounds what is published: by fractions, written apart from it.

So a fault of that module, which both engines' figures would share, shows as a difference.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from report.figures.catalogue import Figure
from report.figures.rounding import Number
from warehouse.errors import DefinitionError

_SCALES = {"one": 1, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_NOT_STATED = "not stated"


def own_wording(figure: Figure, cell: object) -> str:
    """Return a cell as a figure would publish it; raises DefinitionError where it is no finite number."""
    if cell is None:
        return _NOT_STATED
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        text = cell.isoformat() if isinstance(cell, dt.date) else str(cell)
    else:
        text = _number(cell, figure)
    return figure.display.replace("{value}", text)


def _number(cell: Number, figure: Figure) -> str:
    try:
        exact = Fraction(repr(cell)) if isinstance(cell, float) else Fraction(cell)
    except (ValueError, OverflowError) as error:
        raise DefinitionError(f"value {cell!r}", expected="a finite number") from error
    scaled = exact / _SCALES[figure.scale] * Fraction(10) ** figure.decimals
    steps = _steps(abs(scaled), figure.rounding)
    sign = "\N{MINUS SIGN}" if scaled < 0 and steps else ""
    if figure.decimals <= 0:
        return f"{sign}{steps * 10**-figure.decimals:,}"
    whole, rest = divmod(steps, 10**figure.decimals)
    return f"{sign}{whole:,}.{rest:0{figure.decimals}d}"


def _steps(amount: Fraction, mode: str) -> int:
    """Return how many steps of the last place an amount is, which is not negative."""
    below, rest = divmod(amount, 1)
    is_half, is_more = rest == Fraction(1, 2), rest > Fraction(1, 2)
    goes_up = {
        "down": False,
        "up": rest > 0,
        "half_up": is_half or is_more,
        "half_even": is_more or (is_half and below % 2 == 1),
    }
    return int(below) + goes_up[mode]
