"""Numerals in digits and in words: their exact value and how precisely they were written.

What a numeral is about - a date, a share, people - is for the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from numbertext.extraction.short_scales import is_glued, is_short_scale
from numbertext.extraction.spelled import (
    ARTICLES,
    HUNDRED,
    LONGEST,
    NumeralPart,
    and_a_half,
    group,
    low_at,
    place_of,
)
from numbertext.extraction.tokens import Token
from numbertext.extraction.words import SCALES, SHORT_SCALES, VULGAR

DOZEN = Decimal(12)
STROKES = frozenset((("1", "2"), ("1", "4"), ("3", "4"), ("1", "3"), ("2", "3"), ("1", "8")))


@dataclass(frozen=True, slots=True)
class Numeral:
    """A cardinal number as it was written.

    Attributes:
        first: Index of its first token.
        last: Index after its last token.
        value: Its value, scale applied.
        unscaled: Its value before a scale word.
        scale: What the scale word is worth; 1 for none.
        precision: Place value of the last written digit, scale applied.
        is_words: Whether it is in words.
        has_decimals: Whether it was written with decimals or a fraction.
    """

    first: int
    last: int
    value: Decimal
    unscaled: Decimal
    scale: Decimal
    precision: Decimal
    is_words: bool
    has_decimals: bool

    @property
    def granularity(self) -> Decimal:
        """Place value of the last digit that is not zero, scale applied."""
        if not self.value:
            return self.precision
        exponent = self.value.normalize().as_tuple().exponent
        return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)

    @property
    def is_rounded(self) -> bool:
        """Whether decimals or a scale word show that it is a rounded number."""
        return self.has_decimals or self.scale >= 1000

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole number without a scale word."""
        return self.scale == 1 and not self.has_decimals

    def scaled(self, scale: Decimal) -> Numeral:
        """Return the same numeral with a scale word that stands elsewhere."""
        return Numeral(
            self.first,
            self.last,
            self.unscaled * scale,
            self.unscaled,
            scale,
            self.precision * scale,
            self.is_words,
            self.has_decimals,
        )


def numerals_of(tokens: Sequence[Token]) -> dict[int, Numeral]:
    """Return the numerals by the index of their first token; they do not overlap."""
    found: dict[int, Numeral] = {}
    index = 0
    while index < len(tokens):
        numeral = numeral_at(tokens, index)
        if numeral:
            found[index] = numeral
        index = numeral.last if numeral else index + 1
    return found


def numeral_at(tokens: Sequence[Token], first: int) -> Numeral | None:
    """Return the numeral that starts at a token."""
    token = tokens[first]
    if token.kind == "number" or token.text in VULGAR:
        return _digits(tokens, first)
    if token.kind != "word" or (token.is_glued and first and tokens[first - 1].kind == "number"):
        return None
    return _part_of_scale(tokens, first) or _in_words(tokens, first)


def _digits(tokens: Sequence[Token], first: int) -> Numeral | None:
    text = tokens[first].text
    part = _vulgar(tokens, first) if text in VULGAR else None
    if part is None:
        plain = text.replace(",", "").replace(" ", "")
        if plain.count(".") > 1 or len(plain) > LONGEST:
            return None
        part = NumeralPart(Decimal(plain), place_of(plain), first + 1)
        is_near = is_glued(tokens, part.last) or part.value < HUNDRED
        mixed = _vulgar(tokens, part.last) if is_near else None
        added = mixed or and_a_half(tokens, part.last) or _stroke(tokens, part)
        if added and "." not in plain:
            part = NumeralPart(part.value + added.value, added.precision, added.last)
    return _with_scale(tokens, first, part, is_words=False)


def _stroke(tokens: Sequence[Token], whole: NumeralPart) -> NumeralPart | None:
    """Read the fraction of `3 1/2 years`, `4-3/4 per cent`."""
    at = whole.last + (low_at(tokens, whole.last) == "-" and is_glued(tokens, whole.last))
    written = [token.text for token in tokens[at : at + 3]]
    if len(written) < 3 or written[1] != "/" or whole.value >= HUNDRED:
        return None
    is_tight = is_glued(tokens, at + 1) and is_glued(tokens, at + 2)
    is_open = is_glued(tokens, at + 3) and tokens[at + 3].kind != "mark"
    if not is_tight or (written[0], written[2]) not in STROKES or is_open:
        return None
    share = Decimal(written[0]) / Decimal(written[2])
    return NumeralPart(share, Decimal("0.01"), at + 3)


def _vulgar(tokens: Sequence[Token], index: int) -> NumeralPart | None:
    if low_at(tokens, index) not in VULGAR:
        return None
    numerator, denominator = VULGAR[tokens[index].text]
    return NumeralPart(Decimal(numerator) / denominator, Decimal("0.01"), index + 1)


def _with_scale(
    tokens: Sequence[Token], first: int, part: NumeralPart, *, is_words: bool
) -> Numeral | None:
    scale, last = _scale(tokens, first, part.last)
    return Numeral(
        first=first,
        last=last,
        value=part.value * scale,
        unscaled=part.value,
        scale=scale,
        precision=part.precision * scale,
        is_words=is_words,
        has_decimals=part.precision < 1,
    )


def _scale(tokens: Sequence[Token], first: int, index: int) -> tuple[Decimal, int]:
    word = low_at(tokens, index)
    if word == "-" and low_at(tokens, index + 1) in SCALES and is_glued(tokens, index + 1):
        index, word = index + 1, low_at(tokens, index + 1)
    if word in SCALES:
        following = low_at(tokens, index + 1)
        if following in SCALES and SCALES[following] > SCALES[word]:
            return SCALES[word] * SCALES[following], index + 2
        return SCALES[word], index + 1
    if word == "hundred" and tokens[first].kind == "number":
        return HUNDRED, index + 1
    if word == "dozen":
        return DOZEN, index + 1
    if word in SHORT_SCALES and is_short_scale(tokens, first, index):
        return SHORT_SCALES[word], index + 1
    return Decimal(1), index


def _part_of_scale(tokens: Sequence[Token], first: int) -> Numeral | None:
    """Read `half a million`, `a quarter of a million`, `three quarters of a billion`, `half a dozen`."""
    start = first + (low_at(tokens, first) in ("a", "one"))
    shares = {"half": "0.5", "quarter": "0.25"}
    share = shares.get(low_at(tokens, start))
    last = start + 1
    if share is None and low_at(tokens, first) == "three":
        last = first + 2 + (low_at(tokens, first + 1) == "-")
        share = "0.75" if low_at(tokens, last - 1) == "quarters" else None
    if share is None:
        return None
    last += low_at(tokens, last) == "of"
    last += low_at(tokens, last) == "a"
    scale = SCALES.get(low_at(tokens, last), DOZEN if low_at(tokens, last) == "dozen" else None)
    if scale is None:
        return None
    value = Decimal(share)
    place = Decimal(1) if scale == DOZEN else place_of(share) * scale
    is_half = scale != DOZEN
    return Numeral(
        first, last + 1, value * scale, value, scale, place, is_words=True, has_decimals=is_half
    )


def _in_words(tokens: Sequence[Token], first: int) -> Numeral | None:
    part = group(tokens, first)
    if part is None:
        return None
    added = and_a_half(tokens, part.last)
    if added:
        part = NumeralPart(part.value + added.value, added.precision, added.last)
    numeral = _with_scale(tokens, first, part, is_words=True)
    if numeral is None or numeral.scale in (1, DOZEN):
        return numeral
    late = and_a_half(tokens, numeral.last)
    if late and not numeral.has_decimals:
        whole = NumeralPart(part.value + late.value, late.precision, late.last)
        return Numeral(
            first,
            late.last,
            whole.value * numeral.scale,
            whole.value,
            numeral.scale,
            whole.precision * numeral.scale,
            is_words=True,
            has_decimals=True,
        )
    return _with_lower_groups(tokens, numeral)


def _with_lower_groups(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """Read on: `two million` `three hundred thousand` `and five`."""
    value, precision, last, limit = numeral.value, numeral.precision, numeral.last, numeral.scale
    for _ in range(4):
        start = last + (low_at(tokens, last) == ",")
        start += low_at(tokens, start) == "and"
        part = group(tokens, start) if start < len(tokens) else None
        if part is None or low_at(tokens, start) in ARTICLES:
            break
        scale, end = _scale(tokens, start, part.last)
        is_list = low_at(tokens, last) == "," and scale == 1 and part.value < HUNDRED
        if scale >= limit or part.value * scale >= limit or scale == DOZEN or is_list:
            break
        value, precision, last, limit = (
            value + part.value * scale,
            part.precision * scale,
            end,
            scale,
        )
    if last == numeral.last:
        return numeral
    one = Decimal(1)
    return Numeral(
        numeral.first, last, value, value, one, precision, is_words=True, has_decimals=False
    )
