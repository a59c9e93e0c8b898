"""Coins: cents and pence are hundredths of the currency that the sentence is about."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from numbertext.extraction.currencies import CURRENCY_NAMES, DOLLARS
from numbertext.extraction.draft import Draft
from numbertext.extraction.numerals import Numeral
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

HUNDREDTH = Decimal("0.01")
NAMED = MappingProxyType(
    dict.fromkeys(("pence", "penny", "pennies"), "GBP")
    | dict.fromkeys(("eurocents", "eurocent"), "EUR")
    | dict.fromkeys(("paise", "paisa"), "INR")
    | {"¢": "USD", "kobo": "NGN", "centimes": "EUR"}
)
PREFIXES = MappingProxyType({"euro": "EUR", "us": "USD", "australian": "AUD", "canadian": "CAD"})
CENTS = wordlist("cents cent")
RESOLUTIONS = wordlist("240 360 480 720 1080 1440 2160")
"""Lines of a picture, written with `p` as pence are."""
REACH = 40


def small_change(page: TokenPage, numeral: Numeral) -> tuple[int, str] | None:
    """Return the index after `cents`, `pence` or `p` behind a number, and the currency; None where none stands."""
    at = numeral.last + page.is_hyphen(numeral.last)
    word = page.low(at)
    if word == "p" and at == numeral.last:
        return (at + 1, "GBP") if _is_pence(page, at) else None
    if word in NAMED:
        return at + 1, NAMED[word]
    if word in PREFIXES and page.low(at + 1) in CENTS:
        return at + 2, PREFIXES[word]
    if word not in CENTS or (word == "cent" and numeral.value > 1 and at == numeral.last):
        return None
    return at + 1, _divided(page, at)


def ends_in_coin(page: TokenPage, last: int) -> bool:
    """Return whether an amount of money ends in a coin: `9.8 cents`, `74p`; what goes before counts coins too."""
    word = page.low(last - 1)
    return word in CENTS or word in NAMED or word == "p"


def _is_pence(page: TokenPage, at: int) -> bool:
    before = page.token(at - 1)
    is_free = not page.is_glued(at + 1) or not page.low(at + 1).isalnum()
    is_pages = page.low(at + 1) == "." and page.is_glued(at + 2)
    is_amount = before.kind == "number" and before.text not in RESOLUTIONS
    return (
        page.token(at).text == "p" and page.is_glued(at) and is_free and is_amount and not is_pages
    )


def _divided(page: TokenPage, at: int) -> str:
    """Return the currency of cents: the nearest dollar or euro of the sentence, else the US dollar."""
    for spot in sorted(range(max(0, at - REACH), at + REACH), key=lambda spot: abs(spot - at)):
        token = page.token(spot)
        if not token.text or not page.same_sentence(spot, at):
            continue
        if token.text == "$":
            return DOLLARS.get(page.low(spot - 1), "USD") if page.is_glued(spot) else "USD"
        if token.text == "€" or token.low in ("euro", "euros", "eur"):
            return "EUR"
        is_sign = token.text == "R" and page.is_glued(spot + 1) and spot + 1 in page.numerals
        if (token.low == "rand" and spot > 0) or is_sign:
            return CURRENCY_NAMES["rand"]
    return "USD"


def in_coins(draft: Draft) -> Draft:
    """Return an amount read in the whole currency as hundredths of it: the 14.2 of `from 14.2 to 9.8 cents`."""
    if draft.kind != "money":
        return draft
    parts = (draft.value, draft.low, draft.high, draft.precision, draft.granularity)
    value, low, high, precision, granularity = (
        None if part is None else part * HUNDREDTH for part in parts
    )
    return replace(
        draft, value=value, low=low, high=high, precision=precision, granularity=granularity
    )
