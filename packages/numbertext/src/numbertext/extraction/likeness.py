"""Numbers alone that are a share, a rate or money like the one before: `from 5.1 per 1,000 to 4.8`, `pine 20`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from numbertext.extraction.brackets import bracket_around
from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import STOPS, is_past
from numbertext.extraction.page import TokenPage
from numbertext.extraction.parallels import (
    ENDS,
    EQUATING,
    FARTHEST,
    LONGEST_OPENING,
    SORTING,
    WHOLE,
    dated,
    gapped,
    in_brackets,
    is_name,
    of_benchmark,
)
from numbertext.extraction.wordlist import wordlist

GAUGES = wordlist("; age average mean median score index number rank grade total")
"""What is measured in no share, though it stands between one and the next number."""
INTERVALS = wordlist("ci cri ui interval confidence range iqr c")
NEAREST = 8
FARTHEST_COMPARED = 12
POINTING = wordlist("it that those this")


def parallel(page: TokenPage, draft: Draft, done: list[Draft]) -> Draft | None:
    """Take rate, per cent or money over in `from 5.1 per 1,000 to 4.8`, `97.4 per 100 …, compared with 95.8`."""
    word = page.low(draft.first - 1)
    interval = _interval_of(page, draft, done)
    if interval is not None:
        return interval
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


def _interval_of(page: TokenPage, draft: Draft, done: list[Draft]) -> Draft | None:
    """Read the bounds behind an amount: `14.8% (11.9–18.2)`, `31 days (95% CI 28–34)`."""
    opening = bracket_around(page, draft.first) if draft.comparator == "between" else None
    said = next((item for item in reversed(done) if item.is_statement), None)
    if opening is None or said is None or said.last > opening or not said.unit:
        return None
    words = {page.low(at) for at in range(opening + 1, draft.first)}
    is_only = not words or bool(words & INTERVALS)
    is_near = opening - said.last <= 1 and said.kind in ("percent", "rate", "cardinal")
    if not (is_only and is_near) or said.comparator == "between":
        return None
    return replace(draft, kind=said.kind, unit=said.unit, is_rounded=said.is_rounded)


def can_be_share(draft: Draft, other: Draft) -> bool:
    """Return whether a bare number can be a percentage as another is: 41,200 is none beside 62 per cent."""
    value, like = draft.value or draft.high, other.value or other.high
    return value is None or like is None or abs(value) <= max(Decimal(WHOLE), 3 * abs(like))


def _is_as_fine(earlier: Draft, draft: Draft) -> bool:
    """Return whether two numbers have decimals, and as many."""
    return (draft.precision or WHOLE) < 1 and draft.precision == earlier.precision


def _compared(page: TokenPage, draft: Draft, earlier: Draft, word: str) -> Draft | None:
    if earlier.kind not in ("rate", "percent", "money", "points") or word == "by":
        return None
    if earlier.kind == "percent" and not can_be_share(draft, earlier):
        return None
    is_far = earlier.kind == "rate" or _is_as_fine(earlier, draft)
    is_told = word in ("against", "versus") or page.low(draft.first - 2) in (
        "compared",
        "up",
        "down",
    )
    is_near = draft.first - earlier.last <= (
        FARTHEST_COMPARED if is_far or is_told else NEAREST - 1
    )
    is_sum = earlier.kind == "money" and (word == "and" or has_subject(page, draft))
    return _like(draft, earlier) if is_near and not is_sum else None


def has_subject(page: TokenPage, draft: Draft) -> bool:
    """Return whether something else is spoken of: `to £8m, and staff from 90 to 61`."""
    at = draft.first - 2
    return page.low(at - 1) in ("and", ",", "but", "while") and is_name(page.low(at))


def _like(draft: Draft, earlier: Draft) -> Draft:
    is_rounded = draft.is_rounded or earlier.kind == "percent"
    return replace(draft, kind=earlier.kind, unit=earlier.unit, is_rounded=is_rounded)


def _is_mark(draft: Draft) -> bool:
    """Return whether a number has decimals, as marks have: `4.3 out of 5, up from 4.1`."""
    return draft.precision is not None and draft.precision < 1


def _is_mark_of(earlier: Draft, draft: Draft) -> bool:
    return earlier.ratio is not None and _is_mark(earlier) and _is_mark(draft)


def _rated(draft: Draft, earlier: Draft) -> Draft | None:
    if earlier.ratio is None or not _is_mark_of(earlier, draft):
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
    if draft.first - 1 == earlier.last and _is_as_fine(earlier, draft):
        return is_bare and is_share
    return is_bare and is_share and is_near and page.low(earlier.last) in (")", ",")


def _is_dated_bracket(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `0.21 per 100,000 hours (2021: 0.34)`, `63.4% (prior year 67.1)`."""
    return (
        in_brackets(page, earlier, draft)
        and page.low(draft.last) == ")"
        and page.low(draft.first - 1) != "("
    )


def _is_bracketed_before(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `2.1 per 1,000 at risk (3.4 in 2015)`, `64 per cent (61 a year earlier)`."""
    is_open = page.low(draft.first - 1) == "(" and draft.first - earlier.last <= LONGEST_OPENING
    is_dated = page.low(draft.last) == "in" and page.token(draft.last + 1).kind == "number"
    return is_open and (is_dated or page.matches(draft.last, ("a", "year")))


def _is_aim_of_share(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `61 per cent, two points above the target of 59`: the aim of a share is a share."""
    is_share = earlier.unit in ("per cent", "percentage points") and draft.comparator == "eq"
    is_near = draft.first - earlier.last <= LONGEST_OPENING
    is_possible = can_be_share(draft, earlier) and is_near
    return is_share and is_possible and of_benchmark(page, earlier, draft)


def _gapped_share(page: TokenPage, draft: Draft, earlier: Draft) -> Draft | None:
    """Read `England has 159 per 100,000, Finland 51`, `spruce 70 per cent, pine 20`, `61% in 2021, 58 in 2022`."""
    if _bracketed_alike(page, earlier, draft):
        return _like(draft, earlier)
    if _is_aim_of_share(page, earlier, draft):
        return replace(draft, kind="percent", unit="per cent", is_rounded=True)
    if _is_mark_of(earlier, draft) and page.low(draft.last) in ENDS:
        return _rated(draft, earlier)
    is_share = earlier.kind == "percent" and can_be_share(draft, earlier)
    if draft.kind != "cardinal" or not (is_share or earlier.kind == "rate"):
        return None
    rules = (_is_dated_bracket, _is_bracketed_before, dated, _sorted, _said_again, _is_gapped)
    is_alike = any(rule(page, earlier, draft) for rule in rules)
    return _like(draft, earlier) if is_alike else None


def _is_gapped(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    between = {page.low(at) for at in range(earlier.last, draft.first)}
    between -= {";"} if _is_as_fine(earlier, draft) else set()
    is_near = draft.first - earlier.last <= NEAREST and not between & GAUGES
    return is_near and gapped(page, earlier, draft)


def _sorted(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `4.1 per 1,000 for boys, 3.6 for girls`, `12 per cent in Kenya, 14 in Peru`."""
    sorting = page.low(draft.last)
    between = {page.low(at) for at in range(earlier.last, draft.first)}
    is_alike = sorting in SORTING and (
        sorting in between if sorting == "on" else page.low(earlier.last) == sorting
    )
    is_joined = page.low(draft.first - 1) in (",", "and", "but")
    is_possible = earlier.kind == "rate" or (draft.value is not None and draft.value <= WHOLE)
    is_near = draft.first - earlier.last <= LONGEST_OPENING
    return is_alike and is_joined and is_possible and is_near


def _said_again(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    """Read `a rate of 3.6 per 1,000, while that for stillbirths stood at 3.9`, `6.25 per cent, …remains at 6.75`."""
    is_said = page.low(draft.first - 1) in EQUATING and page.low(draft.last) in ENDS
    near = {page.low(at) for at in range(max(earlier.last, draft.first - 8), draft.first)}
    is_alike = _is_as_fine(earlier, draft)
    is_meant = bool(near & POINTING) and not near & GAUGES
    return is_said and (is_alike or is_meant) and draft.first - earlier.last <= FARTHEST
