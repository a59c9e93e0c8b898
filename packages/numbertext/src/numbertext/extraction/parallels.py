"""Constructions in which a number alone is in the measure of one before it: `(2021: 31)`, `the target being 25`.

What lends in general is `elision`; here stands what lets a measure, which hardly any number borrows, be lent.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from numbertext.extraction.aside.dates import is_month, is_year
from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import (
    BASE_VERBS,
    MEASURES,
    STOPS,
    TIME_NOUNS,
    is_adjective,
    is_past,
    is_plural,
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
    " and"
)
BENCHMARKS = wordlist(
    "target limit standard ceiling threshold norm goal guideline median maximum minimum average mean benchmark"
    " objective forecast budget cap floor estimate baseline record requirement"
)
GAUGES = wordlist("; age average mean median score index number rank grade total")
"""What is measured in no share, though it stands between one and the next number."""
EQUATING = wordlist("of is was being at to : were")
GAPS = wordlist("gap spread lead margin difference swing disparity range differential")
"""Nouns of a distance, which is in percentage points where it lies between percentages."""
RELATIVE = wordlist("share times points places ranks positions") | {
    "per cent",
    "percentage points",
    "basis points",
}
"""Units of a change that the level it led to does not have."""
DATING = wordlist("in for during by at")
LINKS = wordlist("and but while to from then") | {",", ";", "("}
WHOLE = 100
SORTING = wordlist("for in among")
SHARING = ("and", "or", ",")
ENDS = wordlist("and but while respectively") | {",", ";", ".", ")", ""}


def shares_measure(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Return whether a number without a noun is in the measure of an earlier one."""
    if draft.first - earlier.last > FARTHEST:
        return False
    rules = (in_brackets, of_benchmark, _reached, _dated, gapped)
    return any(rule(page, earlier, draft) for rule in rules)


def in_brackets(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `31 days (2020: 28)`, `14.5 weeks (interquartile range 9–22)`; `(n = 45)` is no measure."""
    at = draft.first - 1
    while at > draft.first - LONGEST_OPENING and page.low(at) != "(":
        if not (page.low(at) in OPENINGS or page.token(at).kind == "number" or is_month(page, at)):
            return False
        at -= 1
    is_near = page.low(at) == "(" and earlier.last <= at <= earlier.last + 10
    return is_near and page.low(draft.last) in (")", ",", ";", "in", "to")


def of_benchmark(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `23 days, the target being 25`, `18 µg/m³, within the annual limit of 40`."""
    at = draft.first - 1
    is_equal = page.low(at) in EQUATING and page.low(at - 1) in BENCHMARKS
    return is_equal and page.low(draft.last) in ENDS | STOPS and earlier.last < at


def _reached(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `fell by 1.2 days to 5.4`: the level is in the unit of the change."""
    is_level = page.low(draft.first - 1) == "to" and draft.first - earlier.last <= 3
    return is_level and earlier.kind == "change" and earlier.unit not in RELATIVE


def _dated(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `27 minutes in 2011, 29 in 2016 and 30 in 2022`."""
    if page.low(draft.first - 1) not in LINKS or not _has_date(page, draft.last):
        return False
    return any(_has_date(page, at) for at in range(earlier.last, earlier.last + 4))


def _sorted(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `4.1 per 1,000 for boys, 3.6 for girls`, `12 per cent in Kenya, 14 in Peru`."""
    sorting = page.low(draft.last)
    is_alike = sorting in SORTING and page.low(earlier.last) == sorting
    is_joined = page.low(draft.first - 1) in (",", "and", "but")
    is_possible = earlier.kind == "rate" or (draft.value is not None and draft.value <= WHOLE)
    is_near = draft.first - earlier.last <= LONGEST_OPENING
    return is_alike and is_joined and is_possible and is_near


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
            return (
                page.low(draft.last) in ENDS and all(map(_is_name, names)) and link >= earlier.last
            )
        if not page.is_word(link):
            return False
    return False


def _is_name(word: str) -> bool:
    is_verb = is_past(word) or word in BASE_VERBS or direction_of(word) is not None
    return word.isalpha() and word not in STOPS and not is_verb


def shared_head(page: TokenPage, drafts: list[Draft], position: int) -> Draft:
    """Return a number with the noun that it shares: `1,400 Syrian and 900 Afghan families`.

    What stands right behind it was taken for the noun, and only says which of them.
    """
    draft = drafts[position]
    before = draft
    for other in drafts[position + 1 : position + 6]:
        word = page.low(before.last)
        is_lone = before.kind == "cardinal" and before.unit == word and not is_plural(word)
        is_joined = page.low(before.last + 1) in SHARING and other.first == before.last + 2
        is_one = before.value == 1 and not is_adjective(word)
        if not (is_lone and is_joined) or is_one or word in MEASURES | TIME_NOUNS:
            return draft
        if is_plural(other.unit):
            is_group = other.kind == "cardinal" and page.low(other.last) != other.unit
            return replace(draft, unit=other.unit) if is_group else draft
        before = other
    return draft


def parallel(page: TokenPage, draft: Draft, done: list[Draft]) -> Draft | None:
    """Take rate, per cent or money over in `from 5.1 per 1,000 to 4.8`, `97.4 per 100 …, compared with 95.8`."""
    word = page.low(draft.first - 1)
    is_compared = (
        word in ("with", "against", "versus", "to", "from", "and", "than", "by")
        and draft.kind == "cardinal"
    )
    earlier = next((item for item in reversed(done) if item.kind != "set_aside"), None)
    if earlier is None or not page.same_sentence(earlier.first, draft.first):
        return None
    if not is_compared:
        return _gapped_share(page, draft, earlier)
    after = page.low(draft.last)
    is_followed = page.is_word(draft.last) or draft.last in page.numerals
    if is_followed and after not in STOPS and not is_past(after):
        return None
    return _rated(draft, earlier) or _compared(page, draft, earlier, word)


def _compared(page: TokenPage, draft: Draft, earlier: Draft, word: str) -> Draft | None:
    if earlier.kind not in ("rate", "percent", "money", "points") or word == "by":
        return None
    is_near = draft.first - earlier.last <= (12 if earlier.kind == "rate" else 7)
    is_sum = earlier.kind == "money" and (word == "and" or has_subject(page, draft))
    return _like(draft, earlier) if is_near and not is_sum else None


def has_subject(page: TokenPage, draft: Draft) -> bool:
    """Return whether something else is spoken of: `to £8m, and staff from 90 to 61`."""
    at = draft.first - 2
    return page.low(at - 1) in ("and", ",", "but", "while") and _is_name(page.low(at))


def _like(draft: Draft, earlier: Draft) -> Draft:
    is_rounded = draft.is_rounded or earlier.kind == "percent"
    return replace(draft, kind=earlier.kind, unit=earlier.unit, is_rounded=is_rounded)


def _is_mark(draft: Draft) -> bool:
    """Return whether a number has decimals, as marks have: `4.3 out of 5, up from 4.1`."""
    return draft.precision is not None and draft.precision < 1


def _rated(draft: Draft, earlier: Draft) -> Draft | None:
    if earlier.ratio is None or not (_is_mark(earlier) and _is_mark(draft)):
        return None
    best, value = earlier.ratio[1], draft.value or Decimal(0)
    return replace(
        draft, kind="ratio", value=value / best, ratio=(value, best), unit="share", noun_at=None
    )


def _bracketed_alike(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `flood (31 per cent), storm (28) and drought (9)`."""
    is_bare = page.low(draft.first - 1) == "(" and page.low(draft.last) == ")"
    is_share = draft.kind == "cardinal" and earlier.kind in ("percent", "rate")
    is_near = draft.first - earlier.last <= 8 and page.low(earlier.first - 1) == "("
    return is_bare and is_share and is_near and page.low(earlier.last) in (")", ",")


def _is_dated_bracket(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `0.21 per 100,000 hours (2021: 0.34)`, `63.4% (prior year 67.1)`."""
    return (
        in_brackets(page, earlier, draft)
        and page.low(draft.last) == ")"
        and page.low(draft.first - 1) != "("
    )


def _is_aim_of_share(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `61 per cent, two points above the target of 59`: the aim of a share is a share."""
    is_share = earlier.unit in ("per cent", "percentage points") and draft.comparator == "eq"
    is_near = draft.first - earlier.last <= LONGEST_OPENING
    return is_share and is_near and of_benchmark(page, earlier, draft)


def _gapped_share(page: TokenPage, draft: Draft, earlier: Draft) -> Draft | None:
    """Read `England has 159 per 100,000, Finland 51`, `spruce 70 per cent, pine 20`, `61% in 2021, 58 in 2022`."""
    if _bracketed_alike(page, earlier, draft):
        return _like(draft, earlier)
    if _is_aim_of_share(page, earlier, draft):
        return replace(draft, kind="percent", unit="per cent", is_rounded=True)
    if earlier.kind not in ("rate", "percent") or draft.kind != "cardinal":
        return None
    rules = (_is_dated_bracket, _dated, _sorted)
    if any(rule(page, earlier, draft) for rule in rules):
        return _like(draft, earlier)
    between = {page.low(at) for at in range(earlier.last, draft.first)}
    if draft.first - earlier.last > 6 or between & GAUGES or not gapped(page, earlier, draft):
        return None
    return _like(draft, earlier)


def as_points(page: TokenPage, draft: Draft, done: list[Draft]) -> Draft:
    """Read `from 54% to 81%, a spread of 27 points` as percentage points; a lead of 12 points in a league is none."""
    if page.low(draft.last) not in ("points", "point"):
        return draft
    near = {
        page.low(at)
        for at in range(max(0, draft.first - 6), draft.last + 3)
        if page.same_sentence(at, draft.first)
    }
    is_of_shares = any(
        item.unit in ("per cent", "percentage points")
        and page.same_sentence(item.first, draft.first)
        for item in done[-8:]
    )
    if not near & GAPS or not (is_of_shares or "gap" in near):
        return draft
    return replace(
        draft,
        kind="points",
        last=draft.last + 1,
        unit="percentage points",
        rule="points.gap",
        noun_at=None,
    )
