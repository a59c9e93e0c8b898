"""What the bounds of a truth condition may name: the number said, its size, and how finely it was written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from numbertext.statement import Statement

_SCALES = tuple(Decimal(10) ** power for power in (12, 9, 6, 3))


def names_of(statement: Statement) -> dict[str, Fraction]:
    """Return the numbers that the bounds of a statement may name; `conditions.yaml` says what each is."""
    if statement.ratio is not None:
        return _names_of_quotient(*statement.ratio)
    granularity = statement.granularity or statement.precision or Decimal(1)
    value = statement.value
    given = {
        "n": value,
        "m": None if value is None else abs(value),
        "u": statement.precision or Decimal(1),
        "g": granularity,
        "s": None if value is None else _scale_of(abs(value), granularity),
        "a": statement.low,
        "b": statement.high,
    }
    return {name: Fraction(value) for name, value in given.items() if value is not None}


def _scale_of(size: Decimal, granularity: Decimal) -> Decimal:
    """Return what the scale word is worth that a number in digits could be said with; a thousand for 20,000."""
    return next((scale for scale in _SCALES if size >= scale), granularity)


def _names_of_quotient(p: Decimal, q: Decimal) -> dict[str, Fraction]:
    n, k = Fraction(p) / Fraction(q), Fraction(granularity_of(q))
    exponent = p.as_tuple().exponent
    written = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    grain = _grain_of_quotient(p, q)
    return {
        "n": n,
        "m": abs(n),
        "s": grain,
        "u": Fraction(written),
        "g": grain,
        "p": Fraction(p),
        "q": Fraction(q),
        "k": k,
    }


def _grain_of_quotient(p: Decimal, q: Decimal) -> Fraction:
    if q <= 1:
        return Fraction(granularity_of(p))
    if q <= 10:
        return Fraction(1, 10)
    return Fraction(p) * Fraction(granularity_of(q)) / Fraction(q) ** 2


def granularity_of(value: Decimal) -> Decimal:
    """Return the place value of the last digit that is not zero; of 150 that is 10."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
