"""Whether a number behind a noun counts or measures what follows, and so is no name of the noun."""

from __future__ import annotations

from numbertext.extraction.grammar import (
    AUXILIARIES,
    DETERMINERS,
    MEASURES,
    STOPS,
    TIME_NOUNS,
    is_past,
    is_plural,
)
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

LOCATIVE = wordlist("in at across during throughout within from under")


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
    if is_one or word in STOPS or not word.isalpha():
        return False
    if page.token(last).text[:1].isupper():
        return _counts_bodies(page, index, last)
    return any(
        is_plural(page.low(at)) and page.low(at + 1) not in DETERMINERS
        for at in range(last, last + 3)
        if _is_open(page, last, at)
    )


def _counts_bodies(page: TokenPage, index: int, last: int) -> bool:
    """Return whether bodies with capitals are counted behind a place: `In Adelaide 36 Member States met`."""
    end = last
    while page.token(end).text[:1].isupper():
        end += 1
    opening = index - 2 - (page.low(index - 2) == "the")
    is_place = page.starts_sentence(opening) and page.low(opening) in LOCATIVE
    after = page.low(end)
    is_verb = after in AUXILIARIES or is_past(after)
    return is_place and is_verb and is_plural(page.low(end - 1))


def _is_open(page: TokenPage, first: int, index: int) -> bool:
    return all(page.is_word(at) and page.low(at) not in STOPS for at in range(first, index + 1))
