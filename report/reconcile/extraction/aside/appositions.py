"""Ages that stand behind a person's name between commas: `said Ruth Oyelaran, 53, who farms`."""

from __future__ import annotations

from report.reconcile.extraction.draft import Draft, aside
from report.reconcile.extraction.grammar import STOPS
from report.reconcile.extraction.page import Page
from report.reconcile.extraction.wordlist import wordlist

OLDEST = 110
ONES = wordlist("man woman boy girl child youth mother father widow pensioner teenager youngster")
TELLING = wordlist("who whose from of a an the and now then")
"""What goes on with a person behind the age: `Amina, 34, who farms`."""


def apposed(page: Page, index: int) -> Draft | None:
    """Read the age behind a person's name: `said Ruth Oyelaran, 53, who farms`, `Nikos P., 61, from Sparta`."""
    numeral, before = page.numerals.get(index), index - 1
    if (
        numeral is None
        or numeral.is_words
        or not numeral.is_whole
        or page.token(before).text != ","
    ):
        return None
    last = numeral.last
    closing = page.token(last)
    if not 3 <= numeral.value <= OLDEST:
        return None
    if closing.text not in (",", ".", ")", ";", ""):
        return None
    name = before - 1 - (page.low(before - 1) == ".")
    full = _is_capital(page, name) and _is_capital(page, name - 1)
    is_told = closing.text == "," and page.low(last + 1) in TELLING
    if not (full or (is_told and _is_capital(page, name))) or _is_listed(page, index, last):
        return None
    return aside(index, last, "age", "apposed")


def of_person(page: Page, index: int) -> Draft | None:
    """Claim the age of `a man of 43`, `a girl of eleven`."""
    numeral = page.numerals.get(index)
    if numeral is None or not numeral.is_whole or not 0 < numeral.value <= OLDEST:
        return None
    is_of_one = page.low(index - 1) == "of" and page.low(index - 2) in ONES
    is_bare = not page.is_word(numeral.last) or page.low(numeral.last) in STOPS
    return aside(index, numeral.last, "age", "of_person") if is_of_one and is_bare else None


def _is_capital(page: Page, at: int) -> bool:
    token = page.token(at)
    return token.kind == "word" and token.text[:1].isupper() and token.low not in STOPS


def _is_listed(page: Page, index: int, last: int) -> bool:
    """Return whether other numbers stand behind names too: `Costa Rica, 34, and El Salvador, 21`."""
    near = [at for at in (*range(index - 6, index), *range(last, last + 7)) if at in page.numerals]
    is_alone = not any(page.same_sentence(at, index) and _is_capital(page, at - 2) for at in near)
    return not is_alone or page.token(last + 1).kind == "number"
