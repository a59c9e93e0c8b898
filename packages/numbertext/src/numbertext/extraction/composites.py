"""Amounts in two units of one measure: `one hour and ten minutes`, `6 ft 2 in`, `three years and six months`."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.numerals import Numeral
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

LATER = wordlist("ago later earlier before after")
YEAR, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, FOOT, INCH, STONE, POUND, OUNCE = range(12)
UNITS = MappingProxyType(
    {
        **dict.fromkeys(("year", "years", "yr", "yrs"), YEAR),
        **dict.fromkeys(("month", "months"), MONTH),
        **dict.fromkeys(("week", "weeks"), WEEK),
        **dict.fromkeys(("day", "days"), DAY),
        **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), HOUR),
        **dict.fromkeys(("minute", "minutes", "min", "mins", "m"), MINUTE),
        **dict.fromkeys(("second", "seconds", "sec", "secs", "s"), SECOND),
        **dict.fromkeys(("foot", "feet", "ft"), FOOT),
        **dict.fromkeys(("inch", "inches", "in"), INCH),
        "stone": STONE,
        **dict.fromkeys(("lb", "lbs", "pound", "pounds"), POUND),
        **dict.fromkeys(("oz", "ounce", "ounces"), OUNCE),
    }
)
FACTORS = MappingProxyType(
    {
        (YEAR, MONTH): 12,
        (YEAR, WEEK): 52,
        (YEAR, DAY): 365,
        (WEEK, DAY): 7,
        (DAY, HOUR): 24,
        (HOUR, MINUTE): 60,
        (MINUTE, SECOND): 60,
        (FOOT, INCH): 12,
        (STONE, POUND): 14,
        (POUND, OUNCE): 16,
    }
)
"""How many of the second unit make one of the first; the second amount is below that."""


def composite(page: TokenPage, index: int) -> Draft | None:
    """Claim amounts that follow one another from a unit to the next smaller as one, in the last unit."""
    numeral = page.numerals.get(index)
    read = _part(page, numeral, None)
    if numeral is None or read is None:
        return None
    value, unit, last = read
    start = last
    while True:
        further = _further(page, last, unit)
        if further is None:
            break
        added, factor, unit, last = further
        value = value * factor + added
    if page.matches(last, ("and", "a", "half")) and last == start:
        value, last, noun = value + Decimal("0.5"), last + 3, page.low(last - 1)
    else:
        noun = page.low(last - 1)
    if last == start or page.low(last) == "respectively":
        return None
    number = last
    if last > start and page.numeral_ending(last - 1) is not None:
        number = last - 1
    if page.low(index - 1) == "within" or page.low(last) in LATER:
        return aside(index, last, "period", "composite")
    one = Decimal(1)
    return Draft(
        index,
        number,
        "cardinal",
        "cardinal.composite",
        value=value,
        unit=noun,
        precision=one,
        granularity=one,
    )


def _further(page: TokenPage, last: int, unit: int) -> tuple[Decimal, int, int, int] | None:
    """Return the next amount, how many make one of the unit before, its unit and the index after it."""
    at = last + (page.low(last) == ",")
    at += page.low(at) == "and"
    read = _part(page, page.numerals.get(at), unit)
    if read is None:
        return None
    value, smaller, end = read
    factor = FACTORS.get((unit, smaller))
    return (value, factor, smaller, end) if factor and value < factor else None


def _part(
    page: TokenPage, numeral: Numeral | None, larger: int | None
) -> tuple[Decimal, int, int] | None:
    """Return value and unit of one amount and the index after it; `m` behind hours is no million."""
    if numeral is None:
        return None
    if larger == HOUR and page.token(numeral.last - 1).text == "m" and numeral.unscaled < 60:
        return numeral.unscaled, MINUTE, numeral.last
    word = page.low(numeral.last)
    is_symbol = larger is None and word in ("m", "s")
    if (
        word not in UNITS
        or is_symbol
        or numeral.scale != 1
        or (larger is None and not numeral.is_whole)
    ):
        return None
    if word == "in" and (larger != FOOT or page.low(numeral.last + 1) in ("the", "a", "each")):
        return None
    return numeral.value, UNITS[word], numeral.last + 1
