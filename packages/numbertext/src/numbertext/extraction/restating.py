"""The same change said twice: `fell 12 per cent, or 340 offences`, `£38m or 10 per cent more than planned`."""

from __future__ import annotations

from numbertext.extraction.draft import Draft
from numbertext.extraction.movement import COMPARATIVES, GAUGED
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

HEDGES = wordlist("about around some nearly almost roughly just over under more than")
REACHING = wordlist(
    "was were is are be been at to of reached reaches reach totalled totals hit stood came amounted from"
)
"""What a level stands behind: `income was £118m, or 9 per cent more than in 2021`."""
FARTHEST = 8


def restated(page: TokenPage, before: Draft, draft: Draft) -> bool:
    """Return whether a number says a change before it once more, as a share, as an amount or in brackets."""
    return (
        _as_share(page, before, draft)
        or _as_amount(page, before, draft)
        or _in_brackets(page, before, draft)
        or _as_again(page, before, draft)
    )


def restated_ahead(page: TokenPage, draft: Draft) -> str | None:
    """Read `£38m or 10 per cent more than planned`: the comparative stands behind the second number only."""
    if draft.kind not in ("money", "cardinal") or page.low(draft.first - 1) in REACHING:
        return None
    at = draft.last
    while at < draft.last + 3 and page.is_word(at) and page.low(at) != "or":
        at += 1
    at += page.low(at) == ","
    if page.low(at) != "or":
        return None
    at += 1
    while page.low(at) in HEDGES:
        at += 1
    share = page.numerals.get(at)
    if share is None:
        return None
    end = page.follows(share.last, (("per", "cent"), ("percent",), ("%",)))
    end += page.low(end) == ","
    is_more = end > share.last and page.low(end) in COMPARATIVES
    return COMPARATIVES[page.low(end)] if is_more else None


def _as_again(page: TokenPage, before: Draft, draft: Draft) -> bool:
    """Read `an increase of £1.65 a week, or £86 a year`: the same change for another time."""
    is_alike = draft.kind == "money" and draft.unit == before.unit
    is_or = page.low(draft.first - 1) == "or" and draft.first - before.last <= FARTHEST
    return is_alike and is_or


def _as_share(page: TokenPage, before: Draft, draft: Draft) -> bool:
    """Read `£310 more than the year before, or 4.7% in cash terms`: the same change as a percentage."""
    is_adjacent = before.last == draft.first - 1 and before.unit != "per cent"
    if draft.kind == "percent" and is_adjacent and page.low(before.last) == "or":
        return page.low(draft.last) != "of"
    if draft.kind != "percent" or not page.matches(draft.first - 2, (",", "or")):
        return False
    between = {page.low(at) for at in range(before.last, draft.first - 2)}
    return page.low(draft.last) != "of" and len(between) <= FARTHEST and "to" not in between


def _as_amount(page: TokenPage, before: Draft, draft: Draft) -> bool:
    """Read `fell by 12 per cent or 340 offences`: the same change as an amount."""
    if before.unit != "per cent" or draft.kind not in ("cardinal", "money"):
        return False
    at = before.last + (page.low(before.last) == ",")
    is_joined = page.low(at) == "or" and draft.first == at + 1
    return is_joined and page.low(draft.last) != "of"


def _in_brackets(page: TokenPage, before: Draft, draft: Draft) -> bool:
    """Read `fell by 340 (12 per cent)`, `by £2m (9%)`: a share right behind an amount of change."""
    is_share = draft.kind == "percent" and before.unit not in (
        "per cent",
        "percentage points",
        "times",
    )
    is_measured = before.unit == "per cent" and (draft.kind == "money" or draft.unit in GAUGED)
    is_share = is_share or is_measured
    opening = draft.first - 1 - (page.low(draft.first - 1) == "or")
    closing = draft.last + (draft.kind == "cardinal" and page.low(draft.last) == draft.unit)
    is_open = page.low(opening) == "(" and page.low(closing) == ")"
    return is_share and is_open and opening - before.last <= 1
