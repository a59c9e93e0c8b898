"""Every number word of a text, before anything is decided: none may be dropped silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from numbertext.extraction.aside.ages import TENS_PLURAL
from numbertext.extraction.aside.idioms import PLURAL_NUMBERS
from numbertext.extraction.aside.notes import SUPERSCRIPTS
from numbertext.extraction.fractions import is_of_year
from numbertext.extraction.multiples import FOLDS, is_bare_multiplier
from numbertext.extraction.occurrences import superlative
from numbertext.extraction.ordinals import ordinal_at
from numbertext.extraction.page import TokenPage
from numbertext.extraction.unreadable import is_sign_of_number
from numbertext.extraction.vague import SCALED, is_majority, is_quantifier
from numbertext.extraction.wordlist import wordlist
from numbertext.extraction.words import (
    BARE_MULTIPLIERS,
    FRACTION_PLURALS,
    MULTIPLIERS,
    PLURAL_SCALES,
    TIMES,
    VULGAR,
)

BEFORE = {
    "quarter": (
        "a",
        "good",
        "full",
        "mere",
        "another",
        "further",
        "remaining",
        "-",
        "first",
        "second",
        "third",
        "fourth",
    ),
    "handful": ("a",),
    "couple": ("a",),
}
"""Words that say a number only behind certain others."""
LONGEST_RUN = 60
ALWAYS = (
    frozenset(TIMES)
    | (frozenset(MULTIPLIERS) - {"triples"})
    | (PLURAL_SCALES - {"scores"})
    | SCALED - {"score"}
    | TENS_PLURAL
    | PLURAL_NUMBERS
    | wordlist("several half firstly secondly thirdly")
)


def number_words(page: TokenPage) -> Iterator[int]:
    """Yield the index of every token that says a number, and of superlatives that begin a span of time."""
    for index, token in enumerate(page.tokens):
        if token.kind in ("number", "address"):
            if token.kind == "number" or any(map(str.isdigit, token.text)):
                yield index
        elif _is_number_word(page, index):
            yield index


def runs(page: TokenPage, indexes: Sequence[int]) -> dict[int, int]:
    """Return where more numbers follow one another than in any sentence: a table's row or noise.

    Returns:
        Index of the first token of such a run -> index after its last one.
    """
    found: dict[int, int] = {}
    start = 0
    for position in range(1, len(indexes) + 1):
        ends = position == len(indexes) or not _is_next(
            page, indexes[position - 1], indexes[position]
        )
        if ends:
            if position - start >= LONGEST_RUN:
                found[indexes[start]] = indexes[position - 1] + 1
            start = position
    return found


def _is_next(page: TokenPage, one: int, other: int) -> bool:
    """Return whether at most one word stands between two numbers."""
    words = sum(page.is_word(at) for at in range(one + 1, min(other, one + 6)))
    return other - one <= 4 and words <= 1


def _is_number_word(page: TokenPage, index: int) -> bool:
    token = page.token(index)
    if token.kind == "mark":
        return token.text in VULGAR or (token.text in SUPERSCRIPTS and not _is_of_unit(page, index))
    if token.kind != "word":
        return False
    word = token.low
    if not word.isascii() and is_sign_of_number(word):
        return True
    if index in page.numerals and word not in ("a", "an") and word not in ("quarter", "point"):
        return True
    if index in page.numerals:
        return True
    return word in ALWAYS or _in_context(page, index, word)


def _is_of_unit(page: TokenPage, index: int) -> bool:
    before = page.token(index - 1)
    return (
        before.kind == "word"
        and before.low in ("m", "km", "cm", "mm", "ft", "dm")
        and page.is_glued(index)
    )


def _in_context(page: TokenPage, index: int, word: str) -> bool:
    before = page.low(index - 1)
    if word in FRACTION_PLURALS:
        numeral = page.numeral_ending(index)
        is_counted = numeral is not None and not (
            word == "quarters" and (before == "two" or is_of_year(page, numeral.first, index + 1))
        )
        return is_counted or (before == "-" and word != "quarters")
    if word in ("fives", "fours", "threes", "twos", "tens") and before == "-":
        return page.low(index - 2) in ("under", "over")
    if word in BEFORE:
        return before in BEFORE[word]
    if word in BARE_MULTIPLIERS:
        return is_bare_multiplier(page, index)
    if word == "second" and _is_of_rate(page, index):
        return False
    return (
        (word.endswith("fold") and word.removesuffix("fold") in FOLDS)
        or (word in ("scores", "tens") and page.low(index + 1) == "of")
        or (word == "most" and is_quantifier(page, index))
        or is_majority(page, index)
        or ordinal_at(page, index) is not None
        or superlative(page, index) is not None
    )


def _is_of_rate(page: TokenPage, index: int) -> bool:
    """Return whether a second is the time of a rate: `requests per second`, `40 litres a second`."""
    is_rate = page.low(index - 1) == "a" and page.numeral_ending(index - 2) is not None
    return page.low(index - 1) in ("per", "/") or (is_rate and page.is_word(index - 2))
