"""Numbers that are shown, but of which nobody can say from their characters which number it is: left unresolved.

Two groups of digits with an unfamiliar sign between them are one number or two; a mark over a digit may strike it out.
"""

from __future__ import annotations

import re
import unicodedata

from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.page import TokenPage
from numbertext.statement import UNRESOLVED_KIND

MARKS = ("Mn", "Me")
# Stands for a character that could not be read.
UNKNOWN = "\ufffd"
# Signs that group digits, or stand for a point, in some hands: no sentence has them between two numbers of its own.
BETWEEN = frozenset("_‚•∙‧⋅・˙·、`´")
GROUPED = re.compile(r"[\dOoIl]{1,3}(?:,[\dOoIl]{3}){1,5}(?![\w,])")
LONGEST = 20


def unreadable(page: TokenPage, index: int) -> Draft | None:
    """Claim what is no number for sure: `12_345`, `12'345`, digits struck through, a number in a circle."""
    token = page.token(index)
    if token.kind == "word":
        return None if token.text.isascii() else _list_mark(page, index)
    if token.kind != "number" or not (token.is_glued or page.is_glued(index + 1)):
        return None
    if (typed := _with_letters(page, index)) is not None:
        return typed
    last = _end(page, index)
    first = index - (page.token(index - 1).text == UNKNOWN and page.is_glued(index))
    if (first, last) == (index, index + 1):
        return None
    return Draft(first, last, UNRESOLVED_KIND, "unresolved.unreadable")


def is_sign_of_number(text: str) -> bool:
    """Return whether a word has a number in a circle, in brackets or the like; digits of formulas (`CO₂`) are none."""
    return any(
        unicodedata.category(sign) in ("No", "Nl") and not "\u2080" <= sign <= "\u2089"
        for sign in text
    )


def _end(page: TokenPage, index: int) -> int:
    """Return the index after all that belongs to the number at an index."""
    last = index + 1
    while True:
        after = page.token(last)
        is_marked = after.text == UNKNOWN or unicodedata.category(after.text[:1] or " ") in MARKS
        is_grouped = (
            page.is_glued(last)
            and page.is_glued(last + 1)
            and page.token(last + 1).kind == "number"
            and (after.text in BETWEEN or _is_apostrophe(page, last))
        )
        if is_marked and page.is_glued(last):
            last += 1
            last += page.is_glued(last) and page.token(last).kind == "number"
        elif is_grouped:
            last += 2
        else:
            return last


def _is_apostrophe(page: TokenPage, index: int) -> bool:
    """Return whether an apostrophe groups digits: `12'345`; `5'10` is a height."""
    return page.token(index).text == "'" and len(page.token(index + 1).text.split(".")[0]) == 3


def _with_letters(page: TokenPage, index: int) -> Draft | None:
    """Claim digits in groups with letters for some of them, as scans have it: `1O,OOO`, `l2,345`."""
    token = page.token(index)
    start = token.start
    first = index
    while page.is_glued(first) and start - page.token(first - 1).start <= LONGEST:
        first -= 1
    found = GROUPED.match(page.text, page.token(first).start)
    if found is None or found.end() < token.end or found.group().replace(",", "").isdecimal():
        return None
    return Draft(first, page.until(found.end()), UNRESOLVED_KIND, "unresolved.unreadable")


def _list_mark(page: TokenPage, index: int) -> Draft | None:
    """Claim a number in a circle or in brackets: at the start of a sentence it counts an item of a list."""
    if not is_sign_of_number(page.token(index).text):
        return None
    if page.starts_sentence(index):
        return aside(index, index + 1, "reference", "list_mark")
    return Draft(index, index + 1, UNRESOLVED_KIND, "unresolved.unreadable")
