"""Ages that stand behind a person's name between commas: `said Ruth Oyelaran, 53, who farms`."""

from __future__ import annotations

from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import PERSONS, STOPS, is_plural
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

OLDEST = 110
FARTHEST = 24
ENDING = frozenset((".", "!", "?", ""))
TURNING = wordlist("turn turns turned turning")
CLOSING = frozenset((",", ".", ";", ")", ""))
JOINING = frozenset((",", ";", "and", "(", ")", "."))
PLACING = wordlist("in from at to for of by across among between including with : than")
PERSONAL = wordlist(
    "he she his her who mother father brother brothers sister sisters son sons daughter daughters wife husband"
    " widow twins cousins siblings couple partner striker goalkeeper midfielder defender captain coach actor actress"
    " singer farmer teacher nurse doctor engineer pilot driver dr mr mrs ms sir dame born married retired charged"
    " jailed sentenced convicted arrested acquitted cleared survived died killed injured rescued signed joined"
    " succeeded resigned appointed elected aged dead winners unhurt"
    " friends colleagues suspects defendants victims players founders"
)
"""Words that are said of persons, as names of places are not."""
ONES = wordlist("man woman boy girl child youth mother father widow pensioner teenager youngster")
TELLING = wordlist("who whose from of a an the and now then")
"""What goes on with a person behind the age: `Amina, 34, who farms`."""


def apposed(page: TokenPage, index: int) -> Draft | None:
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


def listed(page: TokenPage, index: int) -> Draft | None:
    """Read the ages of several persons: `Ruiz, 34, and Khan, 41, were charged`, `Ivo Maric (29)`; places have none."""
    numeral, opening = page.numerals.get(index), page.token(index - 1).text
    if numeral is None or numeral.is_words or not numeral.is_whole or numeral.value > OLDEST:
        return None
    closing = page.token(numeral.last).text
    is_apposed = (opening, closing) == ("(", ")") or (opening == "," and closing in CLOSING)
    if not is_apposed or not _is_capital(page, index - 2):
        return None
    leading = page.low(_list_start(page, index))
    is_of_things = is_plural(leading) and leading not in PERSONAL | PERSONS
    if not _around(page, index) & PERSONAL or leading in PLACING or is_of_things:
        return None
    return aside(index, numeral.last, "age", "listed")


def _around(page: TokenPage, index: int) -> set[str]:
    """Return the words around a number up to full stops; a list of persons may have semicolons."""
    words: set[str] = set()
    for step in (-1, 1):
        at = index + step
        while abs(at - index) <= FARTHEST and page.token(at).text not in ENDING:
            words.add(page.low(at))
            at += step
    return words


def _list_start(page: TokenPage, index: int) -> int:
    """Return the index before names and their numbers in a row: before `Ruiz` in `in Ruiz, 34, and Khan, 41`."""
    at = index - 2
    while at >= 0 and (
        _is_capital(page, at) or page.token(at).kind == "number" or page.low(at) in JOINING
    ):
        at -= 1
    return at


def of_person(page: TokenPage, index: int) -> Draft | None:
    """Claim the age of `a man of 43`, `a girl of eleven`, `she turned 18`."""
    numeral = page.numerals.get(index)
    if numeral is None or not numeral.is_whole or not 0 < numeral.value <= OLDEST:
        return None
    is_of_one = page.low(index - 1) == "of" and page.low(index - 2) in ONES
    is_bare = not page.is_word(numeral.last) or page.low(numeral.last) in STOPS - {"per", "of"}
    is_bare = is_bare and page.low(numeral.last) not in ("%", "°", "-")
    is_told = is_of_one or page.low(index - 1) in TURNING
    return aside(index, numeral.last, "age", "of_person") if is_told and is_bare else None


def _is_capital(page: TokenPage, at: int) -> bool:
    token = page.token(at)
    return token.kind == "word" and token.text[:1].isupper() and token.low not in STOPS


def _is_listed(page: TokenPage, index: int, last: int) -> bool:
    """Return whether other numbers stand behind names too: `Costa Rica, 34, and El Salvador, 21`."""
    near = [at for at in (*range(index - 6, index), *range(last, last + 7)) if at in page.numerals]
    is_alone = not any(page.same_sentence(at, index) and _is_capital(page, at - 2) for at in near)
    return not is_alone or page.token(last + 1).kind == "number"
