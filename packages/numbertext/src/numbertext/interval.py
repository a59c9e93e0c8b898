"""Intervals of exact numbers, open or closed at each end, and how they are written: `[n - u/2, n + u/2)`.

`A & B` is what two intervals have in common, `A | B` the least interval that holds both; `&` binds before `|`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from numbertext.errors import ConditionError

_WRITTEN = re.compile(r"([\[(])([^,]*),([^,]*)([\])])")
_TERM = re.compile(
    r"(?P<sign>[+-]?)(?P<factor>[0-9]+(?:\.[0-9]+)?)?(?P<name>[a-z])?(?:/(?P<by>[0-9]+|\([^()]+\)))?"
)
_CONTEXT = Context(prec=28)
BOUND_NAMES = frozenset("nmgsuabpqk")
"""What a bound may name; `conditions.yaml` says what each is."""


@dataclass(frozen=True)
class Interval:
    """A set of numbers between two bounds; None is no bound."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def contains(self, other: Interval) -> bool:
        """Return whether every number of the other interval is in this one."""
        return self._starts_before(other) and self._ends_after(other)

    def meets(self, other: Interval) -> bool:
        """Return whether the two have a number in common."""
        return self._reaches(other) and other._reaches(self)

    def is_above(self, other: Interval) -> bool:
        """Return whether every number of this interval is above every number of the other."""
        return not self._reaches(other)

    def common(self, other: Interval) -> Interval:
        """Return what two intervals have in common; they meet."""
        low, low_open = max(self._lower(), other._lower())[1:]
        high, high_open = min(self._upper(), other._upper())[1:]
        return Interval(low, high, bool(low_open), bool(high_open))

    def hull(self, other: Interval) -> Interval:
        """Return the least interval that holds two."""
        low, low_open = min(self._lower(), other._lower())[1:]
        high, high_open = max(self._upper(), other._upper())[1:]
        return Interval(low, high, bool(low_open), bool(high_open))

    def times(self, factor: Fraction) -> Interval:
        """Return the interval in another unit; the factor is positive."""
        bounds = (self.low, self.high)
        low, high = (None if bound is None else bound * factor for bound in bounds)
        return Interval(low, high, self.low_open, self.high_open)

    def negated(self) -> Interval:
        """Return the interval of the same numbers with the other sign."""
        bounds = (self.high, self.low)
        low, high = (None if bound is None else -bound for bound in bounds)
        return Interval(low, high, self.high_open, self.low_open)

    def _lower(self) -> tuple[tuple[bool, Fraction, bool], Fraction | None, bool]:
        """Return the lower bound behind what orders it; no bound comes before any."""
        bound = self.low
        return (bound is not None, bound or Fraction(0), self.low_open), bound, self.low_open

    def _upper(self) -> tuple[tuple[bool, Fraction, bool], Fraction | None, bool]:
        """Return the upper bound behind what orders it; no bound comes after any."""
        bound = self.high
        return (bound is None, bound or Fraction(0), not self.high_open), bound, self.high_open

    def _starts_before(self, other: Interval) -> bool:
        if self.low is None or other.low is None:
            return self.low is None
        return self.low < other.low or (
            self.low == other.low and (other.low_open or not self.low_open)
        )

    def _ends_after(self, other: Interval) -> bool:
        if self.high is None or other.high is None:
            return self.high is None
        return self.high > other.high or (
            self.high == other.high and (other.high_open or not self.high_open)
        )

    def _reaches(self, other: Interval) -> bool:
        """Return whether this one's lower bound lies at or below the other's upper one."""
        if self.low is None or other.high is None:
            return True
        return self.low < other.high or (
            self.low == other.high and not self.low_open and not other.high_open
        )


def point(value: Decimal | Fraction | int) -> Interval:
    """Return the interval of one number."""
    return Interval(Fraction(value), Fraction(value))


def decimal(value: Fraction | None) -> Decimal | None:
    """Return a bound as a decimal of at most 28 digits."""
    return (
        None
        if value is None
        else _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
    )


def written(text: str, names: Mapping[str, Fraction], where: str) -> Interval:
    """Return the interval that a text such as `[n - g/2, n)` says.

    Args:
        text: Two bounds between brackets, or several such pairs joined by `&` and `|`; a bound is a sum of multiples of
            names.
        names: Name -> number.
        where: Place of the text, for errors.

    Raises:
        ConditionError: If it is no interval, or a bound uses an unknown name.
    """
    wide: Interval | None = None
    for alternative in text.split("|"):
        first, *others = (
            _one_written(part.strip(), names, where) for part in alternative.split("&")
        )
        for other in others:
            first = first.common(other)
        wide = first if wide is None else wide.hull(first)
    return wide or Interval()


def _one_written(text: str, names: Mapping[str, Fraction], where: str) -> Interval:
    found = _WRITTEN.fullmatch(text.replace(" ", ""))
    if not found:
        raise ConditionError(f"interval {text!r}", where=where, expected="e.g. [n - g/2, n)")
    opening, low, high, closing = found.groups()
    low_bound, high_bound = (_bound(part, names, where) if part else None for part in (low, high))
    return Interval(
        low_bound,
        high_bound,
        low_open=opening == "(" and low_bound is not None,
        high_open=closing == ")" and high_bound is not None,
    )


def check_written(text: str, names: Collection[str], where: str) -> None:
    """Raise ConditionError when a text is no interval over some names, before there are numbers for them."""
    # Numbers of which no short sum is nothing.
    numbers = {name: Fraction(10007 ** (place + 1)) for place, name in enumerate(sorted(names))}
    written(text, numbers, where)


def _bound(text: str, names: Mapping[str, Fraction], where: str) -> Fraction:
    terms = _terms(text)
    if terms is None:
        raise ConditionError(
            f"bound {text!r}",
            where=where,
            expected="a sum of multiples of n, m, g, s, u, a, b, p, q, k",
        )
    return sum((_value(term, names, text, where) for term in terms), Fraction(0))


@dataclass(frozen=True)
class _Term:
    """A multiple of a name, or of one, over a bound."""

    factor: Fraction
    name: str | None
    by: str | None


@lru_cache(maxsize=1_000)
def _terms(text: str) -> tuple[_Term, ...] | None:
    """Return the terms of a bound; None where it is no sum of terms."""
    terms, at = [], 0
    while at < len(text):
        found = _TERM.match(text, at)
        if found is None or found.end() == at or not (found["factor"] or found["name"]):
            return None
        factor = Fraction(found["factor"] or 1) * (-1 if found["sign"] == "-" else 1)
        terms.append(_Term(factor, found["name"], found["by"] and found["by"].strip("()")))
        at = found.end()
    return tuple(terms)


def _value(term: _Term, names: Mapping[str, Fraction], text: str, where: str) -> Fraction:
    value = term.factor
    if term.name:
        if term.name not in names:
            raise ConditionError(
                f"{term.name!r} in the bound {text!r}",
                where=where,
                expected=", ".join(sorted(names)) or "a number",
            )
        value *= names[term.name]
    divisor = _bound(term.by, names, where) if term.by else Fraction(1)
    if divisor == 0:
        raise ConditionError(f"bound {text!r}", where=where, expected="nothing divided by 0")
    return value / divisor
