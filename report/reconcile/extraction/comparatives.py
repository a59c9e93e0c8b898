"""Amounts of difference: `154 more than`, `8 per cent lower`, `two thirds fewer`, `7 litres under the ceiling`."""

from __future__ import annotations

from report.reconcile.extraction.draft import Draft
from report.reconcile.extraction.grammar import PREPOSITIONS, STOPS, is_plural
from report.reconcile.extraction.movement import BENCHMARKS, COMPARATIVES, GAUGED
from report.reconcile.extraction.page import Page
from report.reconcile.extraction.wordlist import wordlist

CEILINGS = wordlist(
    "ceiling limit target threshold cap average norm maximum minimum forecast budget level peak record median mean"
    " plan estimate quota standard benchmark guideline allocation requirement legal national european world"
    " global recommended permitted agreed"
)
ENDING = wordlist("and but or while whereas")


def comparative(page: Page, draft: Draft) -> str | None:
    """Read `154 more than`, `8 per cent lower`, `1.8 years below`, `12 percentage points lower`."""
    at = draft.last
    if page.low(at) == "of" and page.low(at + 1) in ("a", "an") and draft.kind == "cardinal":
        at += 2
    if (
        draft.kind == "cardinal"
        and draft.comparator in ("ge", "le")
        and page.low(at - 1) in ("more", "less", "fewer")
    ):
        return None
    if page.low(at) in ("up", "down") and page.low(at + 1) == "on":
        return page.low(at)
    words = 0
    while (
        draft.kind == "cardinal"
        and words < 3
        and page.is_word(at)
        and page.low(at) not in COMPARATIVES
    ):
        if page.low(at) in STOPS:
            return None
        at, words = at + 1, words + 1
    word = page.low(at)
    if word not in COMPARATIVES:
        return None
    if draft.kind in ("cardinal", "money", "fraction"):
        return _than(page, draft, at)
    if word in ("above", "below", "over", "under", "earlier", "later"):
        is_age = (
            draft.kind == "percent"
            and page.low(at + 1).isdigit()
            and page.low(at + 2) not in ("levels", "level")
        )
        return (
            None
            if word in ("over", "under", "earlier", "later")
            or (is_age and len(page.low(at + 1)) < 4)
            else COMPARATIVES[word]
        )
    return COMPARATIVES[word]


def _than(page: Page, draft: Draft, at: int) -> str | None:
    word = page.low(at)
    if word in ("above", "below"):
        return COMPARATIVES[word] if page.low(at + 1) in BENCHMARKS else None
    if word in ("over", "under") and page.low(at + 1) in BENCHMARKS:
        is_gauged = draft.unit in GAUGED or draft.kind != "cardinal"
        return COMPARATIVES[word] if is_gauged and page.low(at + 2) in CEILINGS else None
    if _is_predicate(page, draft, at):
        return COMPARATIVES[word]
    if _is_additional(page, draft, at):
        return COMPARATIVES[word]
    if (
        word in ("over", "under", "later", "earlier", "older", "younger")
        and page.low(at + 1) != "than"
    ):
        return None
    for spot in range(at + 1, at + 5):
        if page.low(spot) == "than":
            return COMPARATIVES[word]
        if not page.is_word(spot) or page.low(spot) in ("in", "of", "were", "was", "and"):
            break
    return None


def _is_predicate(page: Page, draft: Draft, at: int) -> bool:
    """Read `A$21 million higher,` and `two thirds fewer.`: the comparative ends the clause."""
    after = page.token(at + 1)
    ends = not after.text or not (after.low.isalnum() or after.text in "-%") or after.low in ENDING
    is_verbal = after.low in PREPOSITIONS - {"than"}
    fits = draft.kind in ("money", "fraction") or draft.unit in GAUGED
    if page.low(at) in ("over", "under", "more", "later", "earlier", "further", "above", "below"):
        return ends and draft.kind == "fraction"
    return fits and (ends or (is_verbal and draft.kind != "cardinal"))


def _is_additional(page: Page, draft: Draft, at: int) -> bool:
    """Read `Nine more activities were found`: a number, `more` or `fewer`, and a plural."""
    if draft.kind != "cardinal" or at != draft.last or page.low(at) not in ("more", "fewer"):
        return False
    return any(
        is_plural(page.low(spot))
        for spot in range(at + 1, at + 4)
        if all(page.low(word) not in STOPS for word in range(at + 1, spot + 1))
    )
