"""Rounding of published values: the only module that rounds or formats a number that anyone reads.

Exact decimal arithmetic, with the mode stated by each figure. pandas rounds 2.5 to 2 and DuckDB to 3; neither is
called for a published value.
"""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import TypeGuard

from warehouse.errors import DefinitionError

MODES = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
}
SCALES = {
    "one": Decimal(1),
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
}
# Any double has its digits in it, with as many places as are published.
_CONTEXT = decimal.Context(prec=800)

Number = int | float | Decimal


def is_number(value: object) -> TypeGuard[Number]:
    """Return whether a cell is a number; true and false are none."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def exact(value: Number) -> Decimal:
    """Return a number as a decimal; a float counts as the shortest decimal that reads back as it.

    Raises:
        DefinitionError: If the value is not finite.
    """
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise DefinitionError(
            f"value {value!r}", expected="a finite number", remedy="check the model's divisor"
        )
    return number


def round_value(value: Number, decimals: int, mode: str = "half_up", scale: str = "one") -> Decimal:
    """Return a value as it is published.

    Args:
        value: The cell, unrounded.
        decimals: Places after the point; negative rounds to tens, hundreds and so on.
        mode: `half_up` (away from zero), `half_even`, `down` (towards zero) or `up` (away from zero).
        scale: `one`, `thousand`, `million` or `billion`: the value is divided by it first.

    Raises:
        DefinitionError: If the value is not finite, or has more digits than any column holds.
    """
    scaled = _CONTEXT.divide(exact(value), SCALES[scale])
    quantum = Decimal(1).scaleb(-decimals)
    try:
        rounded = scaled.quantize(quantum, rounding=MODES[mode], context=_CONTEXT)
    except decimal.InvalidOperation as error:
        raise DefinitionError(
            f"value {value!r} with {decimals} decimals", expected="at most 800 digits"
        ) from error
    return _CONTEXT.add(rounded, Decimal(0)) if rounded else abs(rounded)


def as_text(value: Decimal, decimals: int) -> str:
    """Return a rounded value as readers see it: commas for thousands, a point, a true minus sign."""
    text = f"{value:,.{max(decimals, 0)}f}"
    return text.replace("-", "\N{MINUS SIGN}")
