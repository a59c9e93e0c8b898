"""Whether a number behind a noun counts or measures what follows, and so is no name of the noun."""

from __future__ import annotations

from numbertext.extraction.grammar import DETERMINERS, MEASURES, STOPS, TIME_NOUNS, is_plural
from numbertext.extraction.page import TokenPage


def is_amount(page: TokenPage, index: int) -> bool:
    """Return whether a scale word, a measure, per cent or time follows a number: no name goes on so."""
    numeral = page.numerals.get(index)
    last = numeral.last if numeral else index + 1
    is_lettered = page.token(last - 1).text in ("B", "K") and page.is_glued(last - 1)
    is_scaled = numeral is not None and numeral.scale != 1 and not is_lettered
    if is_scaled or "," in page.token(index).text:
        return True
    word = page.low(last)
    if word in ("in", "out") and page.low(last + 1) == "every":
        return True
    if word in ("%", "percent", "per", "‰", "percentage", "times", "°"):
        return True
    is_measure = word in MEASURES and len(word) > 1 and page.token(last).text != "DB"
    return is_measure or word in TIME_NOUNS - {"term", "second"}


def counts_a_noun(page: TokenPage, index: int) -> bool:
    """Return whether the plural of a noun follows a number."""
    numeral = page.numerals.get(index)
    last = numeral.last if numeral else index + 1
    word = page.low(last)
    is_one = numeral is not None and numeral.value == 1
    if is_one or word in STOPS or not word.isalpha() or page.token(last).text[:1].isupper():
        return False
    return any(
        is_plural(page.low(at)) and page.low(at + 1) not in DETERMINERS
        for at in range(last, last + 3)
        if _is_open(page, last, at)
    )


def _is_open(page: TokenPage, first: int, index: int) -> bool:
    return all(page.is_word(at) and page.low(at) not in STOPS for at in range(first, index + 1))
