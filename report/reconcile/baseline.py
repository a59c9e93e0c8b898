"""From when a change is measured: the year that a text names (`since 2012`), or how long it took (`in a decade`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from numbertext.statement import Statement
from report.reconcile.periods import Period, period_of

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {"a": 1, "an": 1, **{word: number for number, word in enumerate(_WORDS, 1)}}
_HOW_MANY = rf"(?:(?P<number>{'|'.join(_NUMBERS)}|\d{{1,3}})[\s-])"
_UNIT = r"(?P<unit>year|decade)s?\b"
_TOOK = re.compile(
    r"\b(?:in|over|within|during|across)\s+(?:(?:just|only|less than|little more than)\s+)?"
    rf"(?:the\s+)?(?:(?:past|last|previous|preceding)\s+)?{_HOW_MANY}?{_UNIT}",
    re.I,
)
_BEFORE = re.compile(
    rf"{_HOW_MANY}?{_UNIT}\s+(?:ago|earlier|before|previously)\b"
    r"|\b(?:previous|preceding|prior)\s+year\b",
    re.I,
)
_FIRST_TIME = re.compile(r"\b(?:time|high|low|level|rise|fall|increase|drop)\s+$", re.I)
_STARTING = re.compile(
    r"\b(?:(?:levels?|numbers?|figure|value|total|that|those) (?:of|in|at)|since"
    r"|compared (?:with|to)|against|relative to|from|between|than(?: (?:in|at|for))?|versus|vs\.?|over|on)"
    r"\s+(?:the\s+)?(?:(?:end|start|beginning|middle)(?:\s+of|-)?\s*|(?:late|early|mid)[\s-]+)?$",
    re.I,
)
_END_BEFORE = 12
"""So many letters before a year `end of` may stand."""
_YEARS = {"year": 1, "decade": 10}


@dataclass(frozen=True)
class Baseline:
    """What a change is measured from: a year, or a number of years before what it is measured at; `at_end` of it."""

    year: int | None = None
    years: int = 1
    at_end: bool = False

    def before(self, after: int) -> int:
        """Return the year that a change up to another year is measured from."""
        return after - self.years if self.year is None else self.year

    def joins(self, before: Period, after: Period) -> bool:
        """Return whether a change from one period to another is measured so."""
        start = self.before(after.year)
        is_then = not self.at_end or before.month in (None, 12)
        return is_then and start < after.year and before == replace(after, year=start)


YEAR_BEFORE = Baseline()


def is_start(text: str, start: int, date: Statement) -> bool:
    """Return whether a date is what a change is measured from, by the words before it.

    Args:
        text: The block of text.
        start: Where clause or sentence starts.
        date: The date, within it.
    """
    if not _STARTING.search(text[start : date.start]):
        return False
    said = period_of(date.text)
    return said is not None and said.since is None


def baseline_of(
    text: str, start: int, end: int, at: int, dates: Iterable[Statement]
) -> Baseline | None:
    """Return what a change is measured from as a clause says it, or None where it does not.

    Args:
        text: The block of text.
        start: Where the clause starts.
        end: Where it ends.
        at: Where the change stands.
        dates: The dates of the clause.
    """
    starts = []
    for date in dates:
        said = period_of(date.text)
        if said is not None and said.since is not None:
            starts.append((abs(date.start - at), said.since, False))
        elif said is not None and is_start(text, start, date):
            around = period_of(text[max(start, date.start - _END_BEFORE) : date.end])
            starts.append((abs(date.start - at), said.year, bool(around and around.at_end)))
    if starts:
        _, year, at_end = min(starts)
        return Baseline(year=year, at_end=at_end)
    spans = [
        found
        for pattern in (_TOOK, _BEFORE)
        for found in pattern.finditer(text, start, end)
        if not _FIRST_TIME.search(text[start : found.start()])
    ]
    if not spans:
        return None
    nearest = min(spans, key=lambda found: abs(found.start() - at))
    return Baseline(years=_length(nearest))


def _length(found: re.Match[str]) -> int:
    unit = found["unit"] or "year"
    number = (found["number"] or "one").lower()
    many = _NUMBERS[number] if number in _NUMBERS else int(number)
    return many * _YEARS[unit.lower()]
