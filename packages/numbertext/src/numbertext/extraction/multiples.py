"""Multiples: `doubled`, `threefold`, `1.8 times as many`, `twice the rate`; and how often: `met twice`, `22 times`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from numbertext.extraction.draft import Draft, counted
from numbertext.extraction.grammar import AUXILIARIES, STOPS, is_adverb, is_past
from numbertext.extraction.page import TokenPage
from numbertext.extraction.ranges import span_of_amounts
from numbertext.extraction.wordlist import wordlist
from numbertext.extraction.words import (
    BARE_MULTIPLIERS,
    MULTIPLIERS,
    ONES,
    SCALES,
    TENS,
    TIMES,
)

COMPARED = wordlist(
    "as the that those what its their our his her this these current higher greater larger bigger faster"
    " longer lower smaller normal average annual previous last today pre national usual baseline official"
)
AMBIGUOUS = wordlist("more less fewer")
MULTIPLYING = frozenset(("times", "x", "to", "or", "and", "-", "–", "—"))
"""What may stand behind the number of a multiple: its sign, or the joint of a range."""
FREQUENT = wordlist(
    "daily weekly monthly yearly quarterly more less fewer a an per each every running"
)
RATES = wordlist("a an per each every in during")
DETERMINED = wordlist("the that those what its their our his her this these")
FOLDS = {**ONES, **TENS, "hundred": Decimal(100), "thousand": SCALES["thousand"]}
HALF, ONE = Decimal("0.5"), Decimal(1)


def _multiple(first: int, last: int, value: Decimal, rule: str) -> Draft:
    return Draft(
        first,
        last,
        "change",
        rule,
        value=value,
        unit="times",
        precision=ONE,
        granularity=ONE,
        direction="down" if value < 1 else "up",
    )


def multiplier(page: TokenPage, index: int) -> Draft | None:
    """Claim `doubled`, `tripling`, `halved`, and `double the proportion`."""
    word = page.low(index)
    if word in MULTIPLIERS and word != "halves":
        return _multiple(index, index + 1, MULTIPLIERS[word], "change.multiplier")
    if word in BARE_MULTIPLIERS and is_bare_multiplier(page, index):
        return _multiple(index, index + 1, BARE_MULTIPLIERS[word], "change.multiplier")
    return None


def is_bare_multiplier(page: TokenPage, index: int) -> bool:
    """Return whether `double`, `triple`, `halve` says a multiple here; `double room` does not."""
    after, before = page.low(index + 1), page.low(index - 1)
    if page.is_hyphen(index + 1) or page.is_hyphen(index):
        return False
    if after in DETERMINED or page.low(index) == "halve":
        return True
    is_verbal = before in AUXILIARIES | {"to"} or before in ("than", "almost", "nearly", "about")
    return is_verbal and not (
        before in AUXILIARIES and page.low(index) == "double" and after == "digit"
    )


def fold(page: TokenPage, index: int) -> Draft | None:
    """Claim `threefold`, `ten-fold`, `5-fold`."""
    word = page.low(index)
    value, last = FOLDS.get(word.removesuffix("fold")), index + 1
    if not word.endswith("fold") or value is None:
        numeral = page.numerals.get(index)
        at = numeral.last + (page.low(numeral.last) == "-") if numeral else index
        if numeral is None or page.low(at) != "fold":
            return None
        value, last = numeral.value, at + 1
    if page.low(index - 1) in ("is", "are", "was", "were") and page.token(last).text in (
        ".",
        ":",
        "",
    ):
        return Draft(index, last, "set_aside", "aside.idiom.fold", reason="idiom")
    draft = _multiple(index, last, value, "change.fold")
    hedge = page.low(index - 2)
    if hedge in ("near", "nearly", "almost") and page.is_hyphen(index - 1):
        return replace(draft, first=index - 2, comparator="almost", hedge=hedge)
    return draft


def times(page: TokenPage, index: int) -> Draft | None:
    """Claim `1.8 times as many`, `two to three times the level`; `met 22 times` is a count."""
    numeral = page.numerals.get(index)
    if numeral is None or not (
        page.low(numeral.last) in MULTIPLYING or page.low(index - 1) == "of"
    ):
        return None
    joint = span_of_amounts(page, index)
    draft = (
        joint if joint and joint.kind == "cardinal" else counted(numeral, "change", "change.times")
    )
    at = draft.last
    if (
        page.low(at) == "x"
        and page.is_glued(at)
        and not (page.is_glued(at + 1) and page.low(at + 1).isalnum())
    ):
        return replace(draft, last=at + 1, kind="change", unit="times", direction="up")
    if _is_factor(page, index) and (joint or draft).kind in ("cardinal", "change"):
        return replace(draft, kind="change", unit="times", rule="change.factor", direction="up")
    if page.low(at) != "times":
        return None
    after = page.low(at + 1)
    rule = "change.ambiguous" if after in AMBIGUOUS else "change.times"
    if _is_compared(page, index, at + 1):
        return replace(
            draft, last=at + 1, kind="change", unit="times", rule=rule, noun_at=None, direction="up"
        )
    return None


def _is_factor(page: TokenPage, index: int) -> bool:
    """Return whether a multiple follows `a factor of`; `a load factor of 91 per cent` is none."""
    is_article = page.low(index - 3) in ("a", "the") or page.low(index - 4) == "by"
    after = page.follows(page.numerals[index].last, (("%",), ("percent",), ("per", "cent")))
    return (
        page.matches(index - 2, ("factor", "of"))
        and is_article
        and (after == page.numerals[index].last)
    )


def _is_compared(page: TokenPage, index: int, at: int) -> bool:
    after = page.low(at)
    is_noun = (
        page.is_word(at) and after not in STOPS and after not in FREQUENT and not is_past(after)
    )
    if is_noun and not is_adverb(after):
        return True
    if after in COMPARED | AMBIGUOUS:
        return after not in ("the", "this", "last") or page.low(at + 1) not in (
            "year",
            "month",
            "week",
        )
    before = page.low(index - 1)
    moved = before in (
        "by",
        "up",
        "grew",
        "grown",
        "increased",
        "rose",
        "risen",
        "multiplied",
        "almost",
        "nearly",
    )
    return (moved and after not in RATES) or after == "over"


def twice(page: TokenPage, index: int) -> Draft | None:
    """Claim `twice as many` as a change, `met twice` as a count."""
    word, after = page.low(index), page.low(index + 1)
    if word not in TIMES:
        return None
    if word != "once" and after in COMPARED and not _is_yearly(page, index + 1):
        return _multiple(index, index + 1, TIMES[word], "change.twice")
    return Draft(
        index,
        index + 1,
        "cardinal",
        "cardinal.times",
        value=TIMES[word],
        unit="times",
        precision=ONE,
        granularity=ONE,
    )


def _is_yearly(page: TokenPage, index: int) -> bool:
    return page.low(index + 1) in ("year", "month", "week", "day", "period") and page.low(
        index
    ) in ("this", "last")
