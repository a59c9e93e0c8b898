"""Since when something has not been seen: `first time in three years`, `highest level in 12 years`, `first time`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from numbertext.extraction.draft import Draft, counted
from numbertext.extraction.grammar import STOPS, TIME_NOUNS, is_past
from numbertext.extraction.ordinals import is_superlative, ordinal_at
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

ARTICLES = wordlist("a an one")
HISTORIES = wordlist("history existence record records life lifetime past story run reign")
LONGEST_NAME = 6
"""How many words may lead to the age of a thing: `in the national film festival's 46-year history`."""
HEDGES = wordlist("more than over nearly almost about around at least some well just close to")
PEAKS = wordlist("high highs low lows peak record best worst trough")
REACH = 9


def first_time(page: TokenPage, index: int) -> Draft | None:
    """Claim `first time`, with the span of time where one is said."""
    found = ordinal_at(page, index)
    if (
        found is None
        or page.low(found.last) != "time"
        or page.low(index - 1) not in ("the", "only", "very")
    ):
        return None
    spanned = _with_span(page, index, found.last + 1)
    if spanned:
        return spanned
    if found.value > 1:
        return None
    return Draft(index, found.last + 1, "occurrence", "occurrence.first_time")


def superlative(page: TokenPage, index: int) -> Draft | None:
    """Claim `highest level in 12 years`, `worst result in a decade` at the superlative."""
    word = page.low(index)
    is_first = word in ("first", "second", "third") and page.low(index + 1) != "time"
    if not (is_superlative(word) or is_first or word == "only") or page.low(index - 1) in (
        "most",
        "at",
    ):
        return None
    at = index + 1
    while at < index + REACH and page.is_word(at) and _is_nominal(page.low(at)):
        at += 1
    return _with_span(page, index, at)


def peak(page: TokenPage, index: int) -> Draft | None:
    """Claim `a 41-year high`, `an 18-month low of 3 per cent`; `a 10-year low-interest loan` is none."""
    numeral = page.numerals.get(index)
    if numeral is None or not page.is_hyphen(numeral.last):
        return None
    noun = numeral.last + 1
    at = noun + 1 + page.is_hyphen(noun + 1)
    is_peak = page.low(noun) in TIME_NOUNS and page.low(at) in PEAKS
    if not is_peak or page.is_hyphen(at + 1):
        return None
    if page.is_word(at + 1) and page.low(at + 1) not in STOPS and not is_past(page.low(at + 1)):
        return None
    draft = counted(numeral, "occurrence", "occurrence.peak")
    return replace(draft, last=at + 1, unit=page.low(noun))


def _is_nominal(word: str) -> bool:
    return (word not in STOPS or word == "such") and not is_past(word)


def _with_span(page: TokenPage, first: int, at: int) -> Draft | None:
    """Read `in three years`, `in more than 20 years`, `in a decade`, `for 12 years`."""
    if page.low(at) not in ("in", "for") or (
        page.low(at) == "for" and page.low(first) != "first" and not is_superlative(page.low(first))
    ):
        return None
    at += 1
    at += page.low(at) == "the" and page.low(at + 1) in ("last", "past")
    at += page.low(at) in ("last", "past")
    while page.low(at) in HEDGES:
        at += 1
    named = _history(page, first, at)
    if named:
        return named
    numeral = page.numerals.get(at)
    if numeral:
        noun = numeral.last
        if page.low(noun) not in TIME_NOUNS:
            return None
        draft = counted(numeral, "occurrence", "occurrence.in_time")
        return replace(draft, first=first, last=noun + 1, unit=page.low(noun))
    if page.low(at) not in ARTICLES or page.low(at + 1) not in TIME_NOUNS:
        return None
    one = Decimal(1)
    return Draft(
        first,
        at + 2,
        "occurrence",
        "occurrence.in_time",
        value=one,
        precision=one,
        granularity=one,
        unit=page.low(at + 1),
    )


def _history(page: TokenPage, first: int, at: int) -> Draft | None:
    """Read `in its 46-year history`, `in the event's 46-year history`."""
    for spot in range(at, at + LONGEST_NAME):
        numeral = page.numerals.get(spot)
        if numeral is None:
            if not page.is_word(spot):
                return None
            continue
        noun = numeral.last + 1
        is_age = page.is_hyphen(numeral.last) and page.low(noun) in TIME_NOUNS
        if not is_age or page.low(noun + 1) not in HISTORIES:
            return None
        draft = counted(numeral, "occurrence", "occurrence.in_history")
        return replace(draft, first=first, last=noun + 1, unit=page.low(noun))
    return None
