"""Amounts of change beside a noun that says it: `an increase of 64%`, `a 5 per cent increase`, `a pay award of 4%`."""

from __future__ import annotations

from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import STOPS, is_plural
from numbertext.extraction.movement import (
    AWARDED,
    NOUNS,
    direction_of,
    direction_of_noun,
    mover_before,
)
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist


def noun_of(page: TokenPage, draft: Draft) -> str | None:
    """Read `an increase of 64%`, `a reduction in emissions of 5 per cent`."""
    at = draft.first - 1
    while page.low(at) in ("about", "a", "an"):
        at -= 1
    if page.low(at) != "of":
        return None
    for spot in range(at - 1, max(-1, at - 8), -1):
        word = page.low(spot)
        if spot == at - 1 and word in AWARDED:
            return _awarded(page, draft, spot)
        if direction_of_noun(word) is not None and (
            spot == at - 1 or page.low(spot + 1) in ("in", "on")
        ):
            if word == "difference" or (word == "loss" and draft.kind in ("money", "cardinal")):
                return None
            return direction_of_noun(word)
        if word in ("of", "to", "was", "were", "is") or not page.is_word(spot):
            return None
    return None


def noun_before(page: TokenPage, draft: Draft) -> str | None:
    """Read `GDP growth slowed to 3.1 per cent`, `the cut was 25 basis points`: what is said of a noun of change."""
    if draft.kind not in ("percent", "points", "money") or page.low(draft.first - 1) not in SAYING:
        return None
    for at in range(draft.first - 2, max(-1, draft.first - 14), -1):
        word = page.low(at)
        if not page.same_sentence(at, draft.first) or page.token(at).text in ";:(),":
            return None
        if at in page.numerals and not page.token(at).text.isdigit():
            return None
        if word in GROWTHS:
            return NOUNS.get(word, "") if draft.kind == "percent" else None
        is_total = draft.unit == "basis points" and page.low(draft.first - 1) == "to"
        if (
            word in NOUNS
            and word not in UNSAID
            and (is_total or page.low(draft.first - 1) in EQUATING)
        ):
            is_noun = page.low(at - 1) in _DETERMINED | TOTALLED
            return NOUNS[word] if is_noun else None
    return None


def noun_behind(page: TokenPage, draft: Draft) -> str | None:
    """Read `a 5 per cent increase`, `12 per cent annual growth`."""
    if draft.kind == "fraction" and page.low(draft.last) not in NOUNS:
        return None
    at = draft.last + (page.is_hyphen(draft.last))
    at += 2 * (page.low(at) == "°" and page.is_glued(at + 1))
    for spot in range(at, at + 5):
        word = page.low(spot)
        if page.is_hyphen(spot):
            continue
        if word in NOUNS and word not in (
            "change",
            "changes",
            "shift",
            "loss",
            "difference",
            "drops",
        ):
            is_noun = page.low(draft.first - 1) in _DETERMINED or draft.kind != "cardinal"
            return NOUNS[word] if is_noun and not _is_noun_modifier(page, spot) else None
        if (
            not page.is_word(spot)
            or word in STOPS
            or (is_plural(word) and draft.kind == "cardinal")
        ):
            return None
        if page.low(spot) in ("year", "month", "day") and draft.kind == "cardinal":
            return None
    return None


def _is_noun_modifier(page: TokenPage, at: int) -> bool:
    """Return whether a noun of change only modifies: `12 per cent growth target`."""
    return page.is_word(at + 1) and page.low(at + 1) in (
        "target",
        "targets",
        "rate",
        "rates",
        "fund",
        "path",
    )


def _awarded(page: TokenPage, draft: Draft, at: int) -> str | None:
    """Read `a pay award of 4 per cent`, `a reduction target of 30 per cent`, `grew at a compound rate of 23%`."""
    word, before = page.low(at), page.low(at - 1)
    if draft.kind != "percent":
        return None
    if word in PACES:
        is_far = any(page.low(spot) == "at" for spot in range(at - 4, at))
        mover = mover_before(page, at, reach=24 if is_far else 6)
        is_at = mover is not None and (page.low(mover + 1) == "at" or is_far)
        return direction_of(page.low(mover)) if mover is not None and is_at else None
    return AWARDED[word] if before in PAID or before in NOUNS else None


_DETERMINED = wordlist("a an the this another")
SAYING = wordlist(
    "to at was is were are be been of reached averaged averaging hit stood exceeded from equalled reaching"
)
EQUATING = wordlist("was is were are be been averaged totalled equalled")
GROWTHS = wordlist("growth")
TOTALLED = wordlist("annual average overall net total cumulative")
UNSAID = wordlist(
    "change changes shift difference loss variation swing gain gains improvement recovery"
)
PACES = wordlist("rate pace")
PAID = wordlist("pay salary wage annual cost-of-living")
"""What an award of a percentage adds to."""
