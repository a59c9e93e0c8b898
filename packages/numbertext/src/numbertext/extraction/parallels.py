"""Constructions in which a number alone is in the measure of one before it: `(2021: 31)`, `the target being 25`.

What lends in general is `elision`; here stands what lets a measure, which hardly any number borrows, be lent.
"""

from __future__ import annotations

from numbertext.extraction.aside.dates import is_month, is_year
from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import (
    BASE_VERBS,
    STOPS,
    is_past,
)
from numbertext.extraction.movement import direction_of
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

LONGEST_OPENING = 8
FARTHEST = 24
OPENINGS = wordlist(
    "range iqr interquartile median mean sd se average year prior previous last preceding target standard"
    " deviation budget plan planned forecast from was in before up down compared with against vs versus national"
    " eu oecd england q h first second third fourth quarter half : = , / – - fy min max minimum maximum baseline"
    " and th percentile quartile decile"
)
BENCHMARKS = wordlist(
    "target limit standard ceiling threshold norm goal guideline median maximum minimum average mean benchmark"
    " objective forecast budget cap floor estimate baseline record requirement"
)
EQUATING = wordlist("of is was being at to : were")
RELATIVE = wordlist("share times points places ranks positions") | {
    "per cent",
    "percentage points",
    "basis points",
}
"""Units of a change that the level it led to does not have."""
DATING = wordlist("in for during by at")
LINKS = wordlist("and but while to from then") | {",", ";", "("}
WHOLE = 100
SORTING = wordlist("for in among on")
ENDS = wordlist("and but while respectively") | {",", ";", ".", ")", ""}


def shares_measure(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Return whether a number without a noun is in the measure of an earlier one."""
    if draft.first - earlier.last > FARTHEST:
        return False
    rules = (in_brackets, of_benchmark, _reached, dated, gapped, _alike)
    return any(rule(page, earlier, draft) for rule in rules)


def in_brackets(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `31 days (2020: 28)`, `14.5 weeks (interquartile range 9–22)`; `(n = 45)` is no measure."""
    at = draft.first - 1
    while at > draft.first - LONGEST_OPENING and page.low(at) != "(":
        if not (page.low(at) in OPENINGS or page.token(at).kind == "number" or is_month(page, at)):
            return False
        at -= 1
    is_near = page.low(at) == "(" and earlier.last <= at <= earlier.last + 10
    return is_near and page.low(draft.last) in (")", ",", ";", "in", "to", "a", "last")


def of_benchmark(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `23 days, the target being 25`, `18 µg/m³, within the annual limit of 40`."""
    at = draft.first - 1
    is_equal = page.low(at) in EQUATING and page.low(at - 1) in BENCHMARKS
    return is_equal and page.low(draft.last) in ENDS | STOPS and earlier.last < at


def _reached(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `fell by 1.2 days to 5.4`: the level is in the unit of the change."""
    is_level = page.low(draft.first - 1) == "to" and draft.first - earlier.last <= 3
    return is_level and earlier.kind == "change" and earlier.unit not in RELATIVE


def dated(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `27 minutes in 2011, 29 in 2016 and 30 in 2022`."""
    if page.low(draft.first - 1) not in LINKS or not _has_date(page, draft.last):
        return False
    return any(_has_date(page, at) for at in range(earlier.last, earlier.last + 4))


def _alike(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `17.4 years: 21.2 for diesel units, 9.8 for electric stock`: as fine, and each for its own."""
    is_alike = (draft.precision or WHOLE) < 1 and draft.precision == earlier.precision
    is_joined = page.low(draft.first - 1) in (":", ",", "and", "but", ";")
    return is_alike and is_joined and page.low(draft.last) in SORTING | {"on", "at"}


def _has_date(page: TokenPage, at: int) -> bool:
    at += page.low(at) in DATING
    return is_year(page, at) or is_month(page, at)


def gapped(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `men worked 31.2 hours a week, women 24.6`: the verb and the measure are left out."""
    is_by = page.low(draft.first - 1) == "by"
    if is_by and page.low(earlier.first - 1) != "by":
        return False
    at = draft.first - 1 - is_by
    for link in (at - 1, at - 2, at - 3):
        if page.low(link) in (",", ";", "and", "but"):
            names = [page.low(spot) for spot in range(link + 1, at + 1)]
            is_measure = page.token(at).text.isupper() and len(page.low(at)) > 1
            if is_measure and earlier.precision != draft.precision:
                return False
            return (
                page.low(draft.last) in ENDS and all(map(is_name, names)) and link >= earlier.last
            )
        if not page.is_word(link):
            return False
    return False


def is_name(word: str) -> bool:
    """Return whether a word may be the name or noun of a clause without its verb."""
    is_verb = is_past(word) or word in BASE_VERBS or direction_of(word) is not None
    return word.isalpha() and word not in STOPS and not is_verb
