"""Numbers below a thousand in words, their decimals and halves: the parts that numerals are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from numbertext.extraction.tokens import Token
from numbertext.extraction.wordlist import wordlist
from numbertext.extraction.words import ONES, SCALES, TENS

HUNDRED = Decimal(100)

LONGEST = 24

ARTICLES = wordlist("a an")


@dataclass(frozen=True, slots=True)
class NumeralPart:
    """A part of a numeral: its value, the place value of its last digit, the index after it."""

    value: Decimal
    precision: Decimal
    last: int


def low_at(tokens: Sequence[Token], index: int) -> str:
    """Return a token in lower case; nothing outside of the text."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def place_of(plain: str) -> Decimal:
    """Return the place value of the last digit of a number written plainly."""
    return Decimal(1).scaleb(-len(plain.partition(".")[2]))


def and_a_half(tokens: Sequence[Token], index: int) -> NumeralPart | None:
    """Read `and a half`, `and a quarter`, `and three quarters`, also with hyphens."""
    step = 2 if low_at(tokens, index) == "-" else 1
    at = index + step - 1
    if low_at(tokens, at) != "and":
        return None
    is_joined = step == 1 and low_at(tokens, at + 2) == "-"
    share = {
        ("a", "half"): "0.5",
        ("one", "half"): "0.5",
        ("a", "quarter"): "0.25",
        ("one", "quarter"): "0.25",
        ("three", "quarters"): "0.75",
    }.get((low_at(tokens, at + step), low_at(tokens, at + 2 * step + is_joined)))
    if share is None or (step == 1 and low_at(tokens, at + 3) == "of"):
        return None
    return NumeralPart(Decimal(share), place_of(share), at + 2 * step + is_joined + 1)


def group(tokens: Sequence[Token], index: int) -> NumeralPart | None:
    """Read a number below a thousand, or the article that stands for one before a scale word."""
    has_article = low_at(tokens, index) in ARTICLES
    word = low_at(tokens, index + has_article)
    if word == "hundred":
        return _after_hundred(tokens, NumeralPart(HUNDRED, HUNDRED, index + has_article + 1))
    if word in SCALES or word == "dozen":
        return NumeralPart(Decimal(1), Decimal(1), index + has_article)
    part = _below_hundred(tokens, index)
    if part is None:
        return None
    at = part.last + (low_at(tokens, part.last) == "-")
    if low_at(tokens, at) == "hundred":
        return _after_hundred(tokens, NumeralPart(part.value * HUNDRED, HUNDRED, at + 1))
    return _with_point(tokens, part)


def _after_hundred(tokens: Sequence[Token], part: NumeralPart) -> NumeralPart:
    start = part.last + (low_at(tokens, part.last) == "and")
    rest = _below_hundred(tokens, start)
    if rest is None or low_at(tokens, rest.last) == "hundred":
        return part
    return NumeralPart(part.value + rest.value, rest.precision, rest.last)


def _below_hundred(tokens: Sequence[Token], index: int) -> NumeralPart | None:
    word = low_at(tokens, index)
    if word in ONES:
        return NumeralPart(ONES[word], Decimal(1), index + 1)
    if word not in TENS:
        return None
    at = index + 1 + (low_at(tokens, index + 1) == "-")
    unit = ONES.get(low_at(tokens, at), Decimal(0))
    if 0 < unit < 10:
        return NumeralPart(TENS[word] + unit, Decimal(1), at + 1)
    return NumeralPart(TENS[word], Decimal(1), index + 1)


def _with_point(tokens: Sequence[Token], part: NumeralPart) -> NumeralPart:
    """Read `one point two five`."""
    if low_at(tokens, part.last) != "point":
        return part
    at = part.last + 1
    digits = ""
    while len(digits) < LONGEST and ONES.get(low_at(tokens, at), Decimal(10)) < 10:
        digits += str(ONES[low_at(tokens, at)])
        at += 1
    if not digits:
        return part
    return NumeralPart(part.value + Decimal(f"0.{digits}"), place_of(f"0.{digits}"), at)


# Former names, until version 0.3.
Part = NumeralPart
