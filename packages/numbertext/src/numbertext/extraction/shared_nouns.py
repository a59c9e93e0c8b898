"""Nouns and points that several numbers share: `1,400 Syrian and 900 Afghan families`, `a spread of 27 points`."""

from __future__ import annotations

from dataclasses import replace

from numbertext.extraction.brackets import bracket_around
from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import (
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

GAPS = wordlist("gap spread lead margin difference swing disparity range differential")
"""Nouns of a distance, which is in percentage points where it lies between percentages."""
WHOLE = 100
LONGEST_LIST, LONGEST_NAME = 12, 5
SHARING = ("and", "or", ",")


def shared_head(page: TokenPage, drafts: list[Draft], position: int) -> Draft:
    """Return a number with the noun that it shares: `1,400 Syrian and 900 Afghan families`.

    What stands right behind it was taken for the noun, and only says which of them.
    """
    draft = drafts[position]
    if position and _is_part(page, drafts[:position], draft):
        return replace(draft, unit=_whole_of(page, drafts[:position], draft))
    before = draft
    for other in drafts[position + 1 : position + 6]:
        word = page.low(before.last).removesuffix("'s")
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


def _is_part(page: TokenPage, done: list[Draft], draft: Draft) -> bool:
    """Return whether a number only says which of a whole: `31 students (18 undergraduate, 9 taught)`."""
    is_sorting = (
        draft.kind == "cardinal" and draft.unit == page.low(draft.last) and draft.value != 1
    )
    is_noun = (
        is_plural(draft.unit) or draft.unit in MEASURES | TIME_NOUNS or draft.unit.endswith("s")
    )
    return is_sorting and not is_noun and bool(_whole_of(page, done, draft))


def _whole_of(page: TokenPage, done: list[Draft], draft: Draft) -> str:
    """Return the plural that stands right before the bracket of a number, counted by the number before it."""
    opening = bracket_around(page, draft.first)
    if opening is None:
        return ""
    whole = next((item for item in reversed(done) if item.last <= opening), None)
    is_counted = whole is not None and whole.kind == "cardinal" and is_plural(whole.unit)
    return (
        whole.unit
        if whole is not None and is_counted and page.low(opening - 1) == whole.unit
        else ""
    )


def listed_share(page: TokenPage, drafts: list[Draft], position: int) -> bool:
    """Return whether per cent stands at the end of a list only: `coal 49.3, solar 18.5 and others 11.2 per cent`."""
    before = drafts[position]
    is_named = _names(page, 0, before)
    for other in drafts[position + 1 : position + LONGEST_LIST]:
        joints = [page.low(at) for at in range(before.last, other.first)]
        if not (is_named and joints and joints[0] in SHARING and len(joints) <= LONGEST_NAME):
            return False
        is_fit = before.value is not None and 0 <= before.value <= WHOLE
        if not is_fit or not _names(page, before.last, other):
            return False
        if other.kind == "percent":
            return other.precision == before.precision and page.low(other.last) != "of"
        if other.kind != "cardinal" or other.unit or other.precision != before.precision:
            return False
        before = other
    return False


def _names(page: TokenPage, start: int, draft: Draft) -> bool:
    """Return whether a noun stands right before a number, behind an index."""
    at = draft.first - 1
    is_noun = page.is_word(at) and page.low(at) not in STOPS and not is_past(page.low(at))
    return at >= start and is_noun and direction_of(page.low(at)) is None


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
