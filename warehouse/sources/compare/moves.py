"""Cells before and after: how much they moved, and how the largest of many are said.

Every list ends with a digest of what it leaves out, so that whoever accepts it accepts all of it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

SHOWN = 5
"""Places that are said of each kind of change; a digest stands for the others."""
_DIGITS = 8
_EXACT = {2: "exactly doubled", 1 / 2: "exactly halved"}
_MOST_TENS = 12


class Move(NamedTuple):
    """A value at one place, before and after; None is blank."""

    place: str
    before: Decimal | None
    after: Decimal | None

    @property
    def size(self) -> Decimal:
        """How far it moved; a blank counts as nothing."""
        return abs((self.after or Decimal(0)) - (self.before or Decimal(0)))

    @property
    def factor(self) -> float:
        """How many times the smaller the larger is; infinite from or to nothing, or over zero."""
        return factor(self.before or Decimal(0), self.after or Decimal(0))

    @property
    def percent(self) -> float:
        """The change in per cent of what was before."""
        return percent(self.before, self.after)

    def __str__(self) -> str:
        """Return place, before, after and change."""
        told = f"{self.place} {plain(self.before)} became {plain(self.after)}".lstrip()
        how = change(self.before, self.after)
        return f"{told} ({how})" if how else told


def value(given: object) -> Decimal | None:
    """Return a number of DuckDB, exact; None for a blank."""
    return None if given is None else Decimal(str(given))


def plain(number: Decimal | None) -> str:
    """Return a number without noughts behind its last digit."""
    if number is None:
        return "blank"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def factor(before: Decimal, after: Decimal) -> float:
    """Return how many times the smaller of two numbers the larger is, 1 or more."""
    if before == after:
        return 1.0
    if before * after <= 0:
        return math.inf
    return float(max(before / after, after / before))


def percent(before: Decimal | None, after: Decimal | None) -> float:
    """Return a change in per cent of what was before, without sign; infinite from nothing or blank to something."""
    if before is None or after is None:
        return 0.0 if before == after else math.inf
    if before == 0:
        return 0.0 if after == 0 else math.inf
    return float(abs(after - before) / abs(before) * 100)


def change(before: Decimal | None, after: Decimal | None) -> str:
    """Return a change in words: exact where it is a slip's usual size, else in per cent; empty for what has no size."""
    if not before or after is None:
        return ""
    times = tens(before, after)
    if times:
        return f"exactly {10**times:,} times" if times > 0 else f"exactly 1/{10**-times:,}"
    for ratio, words in _EXACT.items():
        if after == before * Decimal(ratio):
            return words
    moved = (after - before) / abs(before) * 100
    return f"{float(moved):+,.1f} %"


def tens(before: Decimal, after: Decimal) -> int:
    """Return the power of ten, if any but 0, by which a number was multiplied exactly."""
    if before == 0 or before * after <= 0:
        return 0
    power = round(math.log10(float(after / before)))
    is_exact = abs(power) <= _MOST_TENS and after == before * Decimal(10) ** power
    return power if is_exact else 0


def total(numbers: Iterable[Decimal | None]) -> Decimal:
    """Return a sum in which a blank is nothing."""
    return sum((number for number in numbers if number is not None), Decimal(0))


def largest(moves: Iterable[Move]) -> str:
    """Return the largest moves in words, and how many there are besides."""
    ordered = sorted(moves, key=lambda move: (-move.size, move.place))
    return listed([str(move) for move in ordered])


def listed(texts: Sequence[str]) -> str:
    """Return the first of some texts, and of the others their number and digest."""
    shown, others = texts[:SHOWN], texts[SHOWN:]
    return "; ".join(shown) + (f" and {len(others)} more [{digest(others)}]" if others else "")


def digest(texts: Sequence[str]) -> str:
    """Return a short digest of texts in their order."""
    text = json.dumps(list(texts), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_DIGITS]
