"""Nouns and units left out because another number of the sentence has them: `45 countries in 2021 and 52 in 2022`."""

from __future__ import annotations

from dataclasses import replace

from numbertext.extraction.coins import ends_in_coin, in_coins
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import (
    BASE_VERBS,
    DETERMINERS,
    LONG_TIMES,
    MEASURES,
    STOPS,
    is_adjective,
    is_past,
    is_plural,
)
from numbertext.extraction.lenders import can_lend, subjects_first
from numbertext.extraction.likeness import can_be_share, has_subject, parallel
from numbertext.extraction.movement import direction_of
from numbertext.extraction.page import TokenPage
from numbertext.extraction.parallels import BENCHMARKS, RELATIVE, shares_measure
from numbertext.extraction.shared_nouns import as_points, listed_share, shared_head
from numbertext.extraction.units import unit_at
from numbertext.extraction.wordlist import wordlist

WINDOW = 16
"""How many numbers back a noun may be borrowed from."""
SHARES = wordlist("ratio fraction percent vague")
COUNTING = wordlist("cardinal vague change")
COORDINATORS = wordlist("and or to nor but")
PARALLEL = wordlist(
    "to from and or against versus than with lasts last lasted by averages averaged for every"
)
NEXT = 6
SCORED = wordlist("scored scores score scoring rated rates graded marked scale ranked")
"""What is said on a scale, and in no unit."""
LOCATIVE = wordlist("in across throughout at within among")
HEADS_OF = wordlist("total average minimum maximum mean median out than")
MEASURING = LONG_TIMES | MEASURES | {"times", "points", "share", "per cent", "percentage points"}


def completed(page: TokenPage, drafts: list[Draft]) -> list[Draft]:
    """Return claims with the units that neighbouring numbers lend them."""
    done: list[Draft] = []
    for position, draft in enumerate(drafts):
        is_bare = _needs(draft)
        lent = (
            _lent(page, drafts, position, done[-WINDOW:])
            if is_bare
            else shared_head(page, drafts, position)
        )
        done.append(_multiple(page, lent, done))
    return done


def _multiple(page: TokenPage, draft: Draft, done: list[Draft]) -> Draft:
    """Read `1.9 times EBITDA, within the limit of three times`: the second is a multiple like the first."""
    if draft.kind == "cardinal" and draft.unit in ("points", "point"):
        return as_points(page, draft, done)
    if draft.kind != "cardinal" or draft.unit != "times" or page.low(draft.last) != "times":
        return draft
    if page.low(draft.last + 1).isalnum():
        return draft
    near = (item for item in done if page.same_sentence(item.first, draft.first))
    if not any(item.kind == "change" and item.unit == "times" for item in near):
        return draft
    return replace(draft, kind="change", last=draft.last + 1, direction="up")


def _needs(draft: Draft) -> bool:
    if draft.kind == "change":
        return draft.unit == ""
    if draft.kind == "ordinal":
        return draft.unit == "" and draft.noun_at is not None
    return draft.kind in ("cardinal", "vague") and draft.unit == ""


def _lent(page: TokenPage, drafts: list[Draft], position: int, done: list[Draft]) -> Draft:
    draft = drafts[position]
    if page.low(draft.first - 1) == "within" and _is_of_period(page, draft, done):
        return aside(draft.first, draft.last, "period", "term")
    if draft.kind == "ordinal":
        joined = _joined_ordinal(page, drafts, position)
        return joined or _ordinal(page, draft, done)
    if done and done[-1].rule == "aside.confidence.level" and draft.comparator == "between":
        said = next((item for item in reversed(done) if item.is_statement), None)
        return replace(draft, kind=said.kind, unit=said.unit) if said else draft
    joined = _following(page, drafts, position) or parallel(page, draft, done)
    if joined is not None:
        return joined
    return (
        draft
        if _is_complement(page, draft) or _is_scored(page, draft)
        else _borrowed(page, draft, done)
    )


def _is_of_period(page: TokenPage, draft: Draft, done: list[Draft]) -> bool:
    """Return whether a period was told so before: `half within ten days and the rest within 28`."""
    near = (item for item in done[::-1] if page.same_sentence(item.first, draft.first))
    words = (
        at for at in range(max(0, draft.first - 20), draft.first - 1) if page.low(at) == "within"
    )
    is_worded = any(
        page.low(at + 1) in ("a", "an", "one") and page.low(at + 2) in LONG_TIMES for at in words
    )
    return is_worded or any(item.rule == "aside.period.term" for item in near)


def _borrowed(page: TokenPage, draft: Draft, done: list[Draft]) -> Draft:
    near = [item for item in done if page.same_sentence(item.first, draft.first)]
    lenders = [
        item
        for item in near[::-1]
        if item.kind in COUNTING and can_lend(page, item, draft) and _lends(page, item, draft)
    ]
    lenders = subjects_first(page, lenders, draft)
    several = [item for item in lenders if item.value != 1]
    placed = [item for item in several if page.low(item.first - 1) not in LOCATIVE]
    chosen = next(iter(placed or several), None)
    if chosen is None and lenders:
        return replace(draft, unit=lenders[0].unit)
    before = near[-1] if near else None
    if chosen is None and draft.kind == "change" and before and before.kind == "change":
        is_joined = draft.first - before.last <= NEXT and page.low(draft.first - 1) in ("and", ",")
        chosen = before if is_joined and before.unit in MEASURING else None
    if chosen is None and draft.kind == "change" and draft.is_rounded:
        sums = (item for item in near[::-1] if item.kind == "money")
        chosen = next(sums, None)
    if chosen is None:
        return replace(draft, unit=_noun_of_share(page, draft, done))
    return replace(draft, unit=chosen.unit)


def _noun_of_share(page: TokenPage, draft: Draft, done: list[Draft]) -> str:
    """Return the noun that a share before is of: `half of projects were good and six were cancelled`."""
    at = draft.first - 1
    is_named = (
        page.is_word(at) and page.low(at) not in STOPS | {"further"} and not is_past(page.low(at))
    )
    is_named = is_named and not draft.hedge
    if not _is_whole(draft) or (is_named and page.low(draft.last) in (",", ".", ";", "and", "")):
        return ""
    for item in reversed(done):
        if not page.same_sentence(item.first, draft.first):
            return ""
        if item.kind == "rate" and _noun_of_rate(page, item):
            return _noun_of_rate(page, item)
        if item.kind in SHARES and page.low(item.last) == "of":
            at = item.last + 1 + (page.low(item.last + 1) in DETERMINERS)
            unit = unit_at(page, at, is_singular=False)
            if is_plural(unit):
                return unit
    return ""


def _noun_of_rate(page: TokenPage, rate: Draft) -> str:
    """Return what a rate counts: `18 counterfeits per million notes, and most were poor`."""
    numeral = next(
        (page.numerals[at] for at in range(rate.first, rate.last) if at in page.numerals), None
    )
    return unit_at(page, numeral.last, is_singular=False) if numeral else ""


def _following(page: TokenPage, drafts: list[Draft], position: int) -> Draft | None:
    """Take the unit of a number that is joined behind: `45, 60 and 120 pupils`, `142 to 91 per 100,000`."""
    draft = drafts[position]
    if draft.kind != "cardinal":
        return None
    if listed_share(page, drafts, position):
        return replace(draft, kind="percent", unit="per cent", is_rounded=True)
    other = _joined(page, drafts, position)
    return _like_joined(page, draft, other) if other is not None else None


def _like_joined(page: TokenPage, draft: Draft, other: Draft) -> Draft | None:
    is_part = page.low(draft.last) == "of"
    has_currency_before = other.kind == "money" and other.first not in page.numerals
    if other.kind == "percent" and not can_be_share(draft, other):
        return None
    if (
        other.kind in ("rate", "percent", "money", "points")
        and not is_part
        and not has_currency_before
    ):
        is_rounded = draft.is_rounded or other.kind == "percent"
        lent = replace(draft, kind=other.kind, unit=other.unit, is_rounded=is_rounded)
        return in_coins(lent) if ends_in_coin(page, other.last) else lent
    if other.kind == "change" and page.low(draft.last) in ("and", "or") and draft.unit == "":
        return replace(draft, kind="change", unit=other.unit, direction=other.direction)
    if other.kind == "cardinal" and not page.is_hyphen(other.last):
        return replace(draft, unit=other.unit)
    return None


def _joined(page: TokenPage, drafts: list[Draft], position: int) -> Draft | None:
    """Return the next number with a unit, joined directly or through a list of numbers that ends with `and`."""
    before, has_comma = drafts[position], False
    for other in drafts[position + 1 : position + 8]:
        end = before.last + _modifier(page, before, other)
        joint = page.low(end)
        if other.first != end + 1 or joint not in COORDINATORS | {",", "of", "±"}:
            return None
        has_comma = has_comma or joint == ","
        if other.unit:
            return None if joint == "," else other
        if not has_comma or other.kind != "cardinal":
            return None
        before = other
    return None


def _modifier(page: TokenPage, draft: Draft, other: Draft) -> int:
    """Return how long the adjective is that each number has of its own: `98 sea-based and 33 land-based farms`."""
    is_hyphened = page.is_hyphen(draft.last + 1) and page.is_word(draft.last)
    word = page.low(draft.last + 2 * is_hyphened)
    if not (is_adjective(word) or is_past(word)):
        return 0
    is_shared = page.is_word(other.last) and page.low(other.last) != other.unit
    return (3 if is_hyphened else 1) * is_shared


def _is_scored(page: TokenPage, draft: Draft) -> bool:
    """Return whether a number is one of a scale: `scored from 0 to 100`."""
    return bool({page.low(at) for at in range(draft.first - 3, draft.first)} & SCORED)


def _is_complement(page: TokenPage, draft: Draft) -> bool:
    """Return whether a number belongs to a noun before it: `a population of 12 million`, `the figure was zero`."""
    at = draft.first - 1
    if page.low(at - 1) in BENCHMARKS or (page.low(at) == "of" and is_past(page.low(at - 1))):
        return False
    if draft.hedge.rpartition(" ")[2] in ("above", "below", "over", "under", "exceeding"):
        is_noun = page.is_word(at) and page.low(at) not in STOPS and not is_past(page.low(at))
        return is_noun and page.low(at) not in BASE_VERBS
    if draft.hedge and page.low(at) != "of":
        return False
    if page.low(at) == "of" and page.low(at - 1) not in HEADS_OF:
        return page.is_word(at - 1)
    if page.low(at) == "is" and page.low(at - 1) == "figure":
        return draft.value == 0
    return page.low(at) in ("was", "is", "were", "at") and page.low(at - 1) in _MEASURED


def _lends(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    if not earlier.unit or (earlier.unit.isupper() and draft.kind == "cardinal"):
        return False
    is_compound = earlier.noun_at is not None and page.is_hyphen(earlier.noun_at)
    if earlier.unit not in RELATIVE and shares_measure(page, earlier, draft):
        return draft.kind != "vague" and not is_compound
    if earlier.kind == "change" and earlier.unit in MEASURING:
        return False
    if page.low(earlier.first - 1) == "per" or is_compound:
        return False
    if not _is_measure(earlier.unit):
        return _is_whole(draft) or not _is_whole(earlier)
    return draft.kind != "vague" and _is_parallel(page, earlier, draft)


def _is_parallel(page: TokenPage, earlier: Draft, draft: Draft) -> bool:
    at = draft.first - 1
    if page.low(at) == "to" and _is_in_subject(page, earlier, at - 1):
        return False
    if page.low(at) == "by" and has_subject(page, draft):
        return False
    is_moved = draft.kind == "change" or page.low(at) in ("to", "from")
    if is_moved and any(page.low(spot) == ";" for spot in range(earlier.last, at)):
        return False
    is_hedged = draft.hedge != "" and page.low(at) == ","
    return page.low(at) in PARALLEL or is_hedged or draft.kind == "change"


def _is_in_subject(page: TokenPage, earlier: Draft, mover: int) -> bool:
    """Return whether a measure only describes what rose or fell: `sentences of over 10 years rose to 412`."""
    is_before = earlier.last <= mover and direction_of(page.low(mover)) is not None
    return is_before and page.low(earlier.first - 1) in ("of", "within", "than", "in")


def _is_measure(unit: str) -> bool:
    return unit in MEASURING or bool(set(unit) & set("/²³"))


def _joined_ordinal(page: TokenPage, drafts: list[Draft], position: int) -> Draft | None:
    """Take the noun of `the first and second instalments`."""
    draft = drafts[position]
    before = draft
    for other in drafts[position + 1 : position + 4]:
        gap = [page.low(at) for at in range(before.last, other.first)]
        if other.kind != "ordinal" or not set(gap) <= {"and", "or", ",", "to", "the", "both"}:
            return None
        before = other
        if other.unit:
            return replace(draft, unit=other.unit)
    return None


def _is_whole(draft: Draft) -> bool:
    return draft.value is None or draft.value == draft.value.to_integral_value()


def _ordinal(page: TokenPage, draft: Draft, done: list[Draft]) -> Draft:
    """Take the noun over in `the first national strategy …; the second`, `one officer …, a second resigned`."""
    at = draft.first - 1
    if page.low(at) == "the" and page.low(at - 1) == "," and page.is_word(at - 2):
        return replace(draft, unit=page.low(at - 2))
    for earlier in reversed(done):
        if draft.first - earlier.last >= 30 or not page.same_sentence(earlier.first, draft.first):
            break
        if earlier.rule in ("aside.period.part_of_year", "aside.period.first"):
            return aside(draft.first, draft.last, "period", "part_of_year")
        if earlier.kind == "ordinal" and earlier.unit:
            return replace(draft, unit=earlier.unit)
    counted = next(
        (item for item in done[::-1] if item.kind == "cardinal" and item.value == 1), None
    )
    if counted and page.same_sentence(counted.first, draft.first) and page.low(at) in DETERMINERS:
        return replace(draft, unit=counted.unit)
    if draft.value == 1 or page.low(at) != "the":
        return draft
    near = (item for item in done[::-1] if page.same_sentence(item.first, draft.first))
    whole = next(
        (item for item in near if item.kind == "cardinal" and _lends(page, item, draft)), None
    )
    return replace(draft, unit=whole.unit) if whole else draft


_MEASURED = wordlist("figure rate number average total share level score value proportion")
