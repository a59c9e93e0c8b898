"""Whole numbers in English words, as `extract` reads them back: `nine`, `twenty-first`, `one hundred and eight`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from numbertext.errors import TextError
from numbertext.extraction.words import ONES, ORDINALS, TENS

LARGEST = 999
_HUNDRED, _TEN = 100, 10


def in_words(number: int) -> str:
    """Return a whole number from 0 to 999 in words.

    Raises:
        TextError: If it is another one.
    """
    if not 0 <= number <= LARGEST:
        raise _refused(number, 0)
    hundreds, rest = divmod(number, _HUNDRED)
    if not hundreds:
        return _below_hundred(rest)
    head = f"{_named(ONES, hundreds)} hundred"
    return f"{head} and {_below_hundred(rest)}" if rest else head


def ordinal_in_words(number: int) -> str:
    """Return the ordinal of a whole number from 1 to 99 in words: `second`, `twenty-first`.

    Raises:
        TextError: If it is another one.
    """
    if not 1 <= number < _HUNDRED:
        raise _refused(number, 1)
    tens, rest = divmod(number, _TEN)
    if tens < 2 or not rest:
        return _named(ORDINALS, number)
    return f"{_named(TENS, number - rest)}-{_named(ORDINALS, rest)}"


def _below_hundred(number: int) -> str:
    if number < 2 * _TEN:
        return _named(ONES, number)
    rest = number % _TEN
    tens = _named(TENS, number - rest)
    return f"{tens}-{_named(ONES, rest)}" if rest else tens


def _named(words: Mapping[str, Decimal], number: int) -> str:
    """Return the first word of a table for a number: misspellings stand after it."""
    return next(word for word, value in words.items() if value == number)


def _refused(number: int, lowest: int) -> TextError:
    return TextError(
        f"{number:,} is not written in words",
        expected=f"a whole number from {lowest} to {LARGEST if not lowest else _HUNDRED - 1}",
        remedy="write it in digits",
    )
