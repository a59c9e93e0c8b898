"""Shares of a whole as one number of another: `one in 150`, `one school in twelve`, `38:1`, `every fourth`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from numbertext.extraction.aside.dates import is_year
from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import STOPS, TIME_NOUNS, is_past, is_plural
from numbertext.extraction.movement import is_moving
from numbertext.extraction.numerals import Numeral
from numbertext.extraction.ordinals import ordinal_at
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

LINKS = (
    ("-", "in", "-"),
    ("-", "in", "-", "every", "-"),
    ("in",),
    ("out", "of"),
    ("in", "every"),
    ("of", "every"),
    ("out", "of", "every"),
    ("for", "every"),
)


PROPORTIONS = wordlist("ratio odds outnumber outnumbered outnumbering")


def ratio(page: TokenPage, index: int) -> Draft | None:
    """Claim `two in five`, `one child in ten`, `3 out of 4`, `one-in-five`, `between one in five and one in four`."""
    low = _one_ratio(page, index)
    if low is None:
        return _ratio_of_range(page, index)
    joint, opening = page.low(low.last), page.low(low.first - 1)
    high = _one_ratio(page, low.last + 1)
    if (joint, opening) not in (("and", "between"), ("to", "from")) or high is None:
        return low
    if joint == "to" and is_moving(page, low.first - 1):
        return low
    return _range(low, high, low.first - 1) or low


def _ratio_of_range(page: TokenPage, index: int) -> Draft | None:
    """Claim `one or two in ten`, `two to three out of ten`."""
    one = page.numerals.get(index)
    if one is None or page.low(one.last) not in ("or", "to", "-", "–"):
        return None
    high = _one_ratio(page, one.last + 1)
    if high is None or high.ratio is None or not one.is_whole or not 0 < one.value < high.ratio[0]:
        return None
    low = replace(high, first=index, value=one.value / high.ratio[1])
    return _range(low, high, index)


def _range(low: Draft, high: Draft, first: int) -> Draft | None:
    if low.value is None or high.value is None or low.value >= high.value:
        return None
    return replace(
        high,
        first=first,
        value=None,
        low=low.value,
        high=high.value,
        ratio=None,
        comparator="between",
        rule="range.ratio",
    )


def _one_ratio(page: TokenPage, index: int) -> Draft | None:
    one = page.numerals.get(index)
    if one is None or one.scale != 1 or page.token(index - 1).text in ("$", "€", "£"):
        return None
    at = one.last
    while at < one.last + 4 and page.is_word(at) and page.low(at) not in STOPS:
        at += 1
    link = max((item for item in LINKS if page.matches(at, item)), key=len, default=None)
    other = page.numerals.get(at + len(link)) if link else None
    if not one.is_whole and link != ("out", "of"):
        return None
    if link is None or other is None or not _fits(page, one, other, link, has_noun=at > one.last):
        return None
    return quotient(one.first, other.last, one, other, "ratio.in")


def _fits(
    page: TokenPage, one: Numeral, other: Numeral, link: tuple[str, ...], *, has_noun: bool
) -> bool:
    if not 0 < one.value < other.value or other.has_decimals:
        return False
    if is_year(page, other.first) or page.low(other.last) in ("%", "per", "percent"):
        return False
    if link == ("out", "of"):
        return not has_noun or one.value <= 10
    return link != ("in",) or _is_share(page, one, other, has_noun=has_noun)


def _is_share(page: TokenPage, one: Numeral, other: Numeral, *, has_noun: bool) -> bool:
    """Tell `one in 150 people` from `one in 2021`, `12 in 40 countries` and `3 in 10 years`."""
    after = page.low(other.last)
    if (
        after in TIME_NOUNS
        or after == "-"
        or (after not in STOPS and page.low(other.last + 1) in TIME_NOUNS)
    ):
        return False
    is_counted = is_plural(after) or (is_plural(page.low(other.last + 1)) and after not in STOPS)
    if has_noun:
        return one.value <= 10 and not (is_counted and not is_past(after))
    return one.value <= 10 or other.value in (100, 1000, 10000)


def quotient(first: int, last: int, one: Numeral, other: Numeral, rule: str) -> Draft:
    """Return a claim for one number divided by another."""
    return Draft(
        first,
        last,
        "ratio",
        rule,
        value=one.value / other.value,
        ratio=(one.value, other.value),
        unit="share",
        precision=one.precision,
        granularity=one.granularity,
    )


def proportion(page: TokenPage, index: int) -> Draft | None:
    """Claim `38:1`, and `25 to 1` behind the word ratio."""
    one, at = page.numerals.get(index), index + 1
    if one is None or one.value == 0:
        return None
    is_colon = page.low(at) == ":" and page.is_glued(at) and page.is_glued(at + 1)
    near = {page.low(before) for before in range(max(0, index - 6), index)}
    is_told = bool(near & PROPORTIONS) or (
        one.has_decimals and page.low(one.last + 1) in ("1", "one")
    )
    is_worded = page.low(one.last) == "to" and is_told and not is_colon
    other = page.numerals.get((one.last if is_worded else at) + 1)
    if other is None or not (is_colon or is_worded) or other.value == 0:
        return None
    is_direct = page.low(index - 1) == "by"
    if is_worded and not is_direct and 1 not in (one.value, other.value):
        return None
    return quotient(index, other.last, one, other, "ratio.proportion")


def every(page: TokenPage, index: int) -> Draft | None:
    """Claim `every fourth`."""
    found = ordinal_at(page, index)
    if found is None or page.low(index - 1) != "every" or found.value < 2:
        return None
    if page.low(found.last) in TIME_NOUNS:
        return None
    one = Decimal(1)
    return Draft(
        index - 1,
        found.last,
        "ratio",
        "ratio.every",
        value=one / found.value,
        ratio=(one, found.value),
        unit="share",
        precision=one,
        granularity=one,
    )
