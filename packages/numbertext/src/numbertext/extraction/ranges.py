"""Ranges: `between 5 and 7 million`, `5–7 per cent`, `12 to 15 days`, `from 5 to 7 per cent` where it is one range."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from numbertext.extraction.amounts import Amount, amount_at
from numbertext.extraction.coins import HUNDREDTH
from numbertext.extraction.draft import Draft, counted
from numbertext.extraction.grammar import MEASURES
from numbertext.extraction.movement import NOUNS, direction_of, is_moving
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

DASHES = frozenset(("-", "–", "—"))
WIDE = wordlist("anything anywhere somewhere")
HEDGES = wordlist(
    "about around some nearly almost over than more just only further a another roughly little well"
)
INTERVALS = wordlist("ci cri interval iqr")
"""What gives its bounds with a comma between: `95% CI: 0.41, 0.98`."""
RANGING = wordlist(
    "range ranges ranged ranging vary varies varied varying anywhere span spans spanned spanning running"
    " runs run extends extending differ differs lasting takes"
)


def span_of_amounts(page: TokenPage, index: int) -> Draft | None:
    """Claim two amounts that are the ends of one range."""
    low = amount_at(page, index)
    around = _around(page, low) if low else None
    if around is not None:
        return around
    joint = _joint(page, low) if low else None
    if low is None or joint is None:
        return None
    last, word = joint
    high = _upper_end(page, last)
    if high is None or (word == "odd" and high.kind == "cardinal"):
        return None
    pair = _paired(page, low, high, word)
    if word == "to" and _is_change_to_level(page, low, high):
        return None
    if pair is None or not _is_range(page, low, high, word):
        return None
    return _draft(page, *pair)


def _around(page: TokenPage, middle: Amount) -> Draft | None:
    """Read `5.0 ± 0.3 mm`, `1.2 (± 0.1) °C` as the range that they say."""
    at = middle.last
    is_bracketed = page.low(at) == "("
    at += is_bracketed
    step = 1 if page.token(at).text == "±" else 3 if page.matches(at, ("+", "/", "-")) else 0
    spread = amount_at(page, at + step) if step else None
    if spread is None or middle.kind not in ("cardinal", spread.kind):
        return None
    if is_bracketed and page.low(spread.last) != ")":
        return None
    value, off = middle.sign * middle.numeral.value, spread.numeral.value
    is_scaled = middle.numeral.scale == 1 and spread.numeral.scale > 1
    value *= spread.numeral.scale if is_scaled else 1
    last = spread.last + is_bracketed
    draft = counted(spread.numeral, spread.kind, "range.around", first=middle.first, last=last)
    return replace(
        draft,
        value=None,
        low=value - off,
        high=value + off,
        unit=spread.unit,
        comparator="between",
        noun_at=last if spread.kind == "cardinal" else None,
    )


def _upper_end(page: TokenPage, last: int) -> Amount | None:
    """Return the amount that begins right behind the joint, whatever sign of a currency it opens with."""
    for start in range(last, last + 4):
        if start in page.numerals:
            high = amount_at(page, start)
            if high and high.first == last - 1 and high.sign < 0:
                high = replace(high, first=last, sign=1)
            return high if high and high.first == last else None
    return None


def _joint(page: TokenPage, low: Amount) -> tuple[int, str] | None:
    """Return where the upper end begins and the word that joins; a noun of the lower end may stand between."""
    at = low.last
    text = page.token(at).text
    if text in DASHES:
        is_tight = page.is_glued(at) and page.is_glued(at + 1)
        is_odd = not page.is_glued(at) and page.is_glued(at + 1) and text in "-–"
        if is_odd and page.token(at - 1).kind == "number" and page.token(at + 1).kind == "number":
            return at + 1, "odd"
        is_loose = not page.is_glued(at) and not page.is_glued(at + 1) and text == "–"
        return (at + 1, "-") if is_tight or is_loose else None
    if page.matches(at, ("-", "to", "-")):
        return at + 3, "to"
    if page.low(at) in ("to", "and", "or"):
        return at + 1, page.low(at)
    is_interval = {page.low(spot) for spot in range(low.first - 4, low.first)} & INTERVALS
    return (at + 1, "-") if text == "," and is_interval else None


def _paired(page: TokenPage, low: Amount, high: Amount, word: str) -> tuple[Amount, Amount] | None:
    """Share a scale word, a currency or per cent between the ends; None where they do not fit."""
    one, other = low.numeral, high.numeral
    if (
        one.scale == 1
        and (other.scale > 1 or other.scale == HUNDREDTH)
        and one.unscaled < 1000
        and one.unscaled <= other.unscaled * 10
    ):
        low = replace(low, numeral=one.scaled(other.scale))
    if low.kind == "cardinal" and high.kind != "cardinal":
        low = replace(low, kind=high.kind, unit=high.unit)
    if low.kind == "money" and high.kind == "cardinal":
        high = replace(high, kind="money", unit=low.unit)
    if low.kind != high.kind or low.unit != high.unit:
        return None
    return (low, high) if low.sign * low.numeral.value < high.sign * high.numeral.value else None


def _is_range(page: TokenPage, low: Amount, high: Amount, word: str) -> bool:
    before = page.low(low.first - 1)
    if word == "and":
        return before == "between"
    if word == "or":
        step = high.numeral.unscaled - low.numeral.unscaled
        return step <= max(Decimal(1), low.numeral.unscaled / 2) and not low.numeral.has_decimals
    if word in ("-", "odd"):
        return True
    if before == "from":
        return page.low(low.first - 2) in RANGING or not is_moving(page, low.first - 1)
    return page.low(high.last) not in ("vote", "votes", "against")


def _is_change_to_level(page: TokenPage, low: Amount, high: Amount) -> bool:
    """Tell `rose by 8 to 57` and `cut by £3m to £45m` from `rose by 5 to 7 per cent`."""
    if low.kind == "cardinal" and (high.kind != "cardinal" or page.low(high.last) == "times"):
        return False
    if _is_narrow(page, low, high):
        return False
    at = low.first - 1
    while page.low(at) in HEDGES or page.low(at).endswith("ly"):
        at -= 1
    if page.low(at) == "by":
        return is_moving(page, at)
    return direction_of(page.low(at)) is not None and page.low(at) not in NOUNS


def _is_narrow(page: TokenPage, low: Amount, high: Amount) -> bool:
    """Return whether two decimals lie so near that they are one range: `by 1.2 to 1.6 metres`."""
    one, other = low.numeral, high.numeral
    is_near = one.has_decimals and other.has_decimals and other.value <= 2 * one.value
    is_near = is_near or (other.value < 2 * one.value and page.low(high.last) in MEASURES)
    return is_near and low.kind == "cardinal" and page.is_word(high.last)


def _draft(page: TokenPage, low: Amount, high: Amount) -> Draft:
    before = page.low(low.first - 1)
    opening = int(before in ("between", "from"))
    opening += opening and page.low(low.first - 2) in WIDE
    kind = high.kind
    draft = counted(
        high.numeral,
        kind,
        f"range.{kind}",
        first=low.first - opening,
        last=high.last,
        unit=high.unit,
    )
    return replace(
        draft,
        value=None,
        low=low.sign * low.numeral.value,
        high=high.sign * high.numeral.value,
        comparator="between",
        is_rounded=draft.is_rounded or kind == "percent",
        noun_at=high.last if kind == "cardinal" else None,
    )
