"""Telephone numbers: announced by a word, written with + or an area code, and the short ones that people call."""

from __future__ import annotations

import re

from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import STOPS, is_past, is_plural
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist
from numbertext.extraction.words import SCALES

PHONE = re.compile(
    r"(?:\+\d{1,3}|\(0\d{1,4}\)|\(\d{2,4}\)|0\d{1,4}|1[38]00|1[ -]800|\d{3})"
    r"(?:[ .-]?(?:\(\d{1,5}\)|\d{1,5})){1,6}+(?!\w)"
)
SHORT_PHONE = re.compile(r"1[38][ ]?\d\d[ ]?\d\d(?![\w,.]\w|[ ]\d)")
"""A number of one price for a country: `13 14 20`."""

PHONE_WORDS = wordlist(
    "telephone phone tel fax call dial hotline helpline mobile whatsapp phoned freephone fon ring"
    " dialling text sms dialled calling line ext extension"
)

EMERGENCY = frozenset(("999", "911", "112"))
HELPLINES = EMERGENCY | frozenset(
    ("000", "101", "105", "110", "111", "113", "115", "116", "118", "119", "211", "311", "988")
)
REACHED = wordlist(
    "call calls caller callers ring rang phone phoned contact report reported helpline hotline childline reach line"
)
"""Words before a short number that people are reached on."""
ANSWERED = wordlist("caller callers ring rang phone phoned helpline hotline childline")
"""Words before a longer one, which might be a year else."""
LEADING = wordlist("to via through on")
ALARMS = wordlist("call calls caller callers dial dialled emergency emergencies")
"""Words near the number of the emergency services."""


def helpline(page: TokenPage, index: int) -> Draft | None:
    """Claim the short number that calls go to: `calls to 111 were answered`, `text 61016`."""
    if _is_short_code(page, index):
        return aside(index, index + 1, "telephone", "short_code")
    if page.low(index - 1) not in LEADING:
        return None
    is_bare = (
        not page.is_word(index + 1) or page.low(index + 1) in STOPS or is_past(page.low(index + 1))
    )
    is_named = page.low(index - 2) == "those" and _speaks_of_calls(page, index)
    is_called = page.low(index - 2) in ALARMS or is_named
    texting = {page.low(index - 2), page.low(index - 3)}
    is_texted = bool(texting & {"text", "texts", "sms"}) and page.low(index - 1) == "to"
    if _is_dialled(page, index, is_bare=is_bare):
        return aside(index, index + 1, "telephone", "dialled")
    is_code = (
        is_texted and page.token(index).text.isdigit() and len(page.token(index).text) in (5, 6)
    )
    if not is_code and (page.token(index).text not in HELPLINES or not (is_bare and is_called)):
        return None
    return aside(index, index + 1, "telephone", "helpline")


def _is_dialled(page: TokenPage, index: int, *, is_bare: bool) -> bool:
    """Return whether a number is one that people reach: `callers to Childline on 1098`, `report it on 101`."""
    if page.low(index - 1) != "on":
        return False
    text = page.token(index).text
    is_whole = page.token(index + 1).kind != "number"
    near = {page.low(at) for at in range(max(0, index - 6), index)}
    is_long = text.isdigit() and 4 <= len(text) <= 6 and bool(near & ANSWERED)
    is_short = is_whole and (is_long or (text in HELPLINES and bool(near & REACHED)))
    return is_short and is_bare


def _speaks_of_calls(page: TokenPage, index: int) -> bool:
    """Return whether calls were spoken of before: `88 per cent of 999 calls …; those to 101 took longer`."""
    near = range(max(0, index - 24), index)
    return any(page.low(at) in ALARMS and page.same_sentence(at, index) for at in near)


def _is_short_code(page: TokenPage, index: int) -> bool:
    """Return whether a number is one that people send messages to: `text 61016`."""
    is_code = page.token(index).text.isdigit() and len(page.token(index).text) in (5, 6)
    return is_code and page.low(index - 1) in ("text", "sms") and not page.is_word(index + 1)


def telephone(page: TokenPage, index: int) -> Draft | None:
    """Claim telephone numbers: after a word that announces one, or written with + or an area code."""
    if page.token(index).kind != "number" or page.low(index + 1) in SCALES:
        return None
    opening = index - (page.token(index - 1).text in ("+", "("))
    opening -= page.token(opening - 1).text == "+" and page.token(opening).text == "("
    is_bracketed = page.token(opening).text == "(" and page.token(index + 1).text != ")"
    opening = index if is_bracketed else opening
    found = PHONE.match(page.text, page.token(opening).start)
    near = {page.low(at) for at in range(max(0, index - 5), index)}
    if near & PHONE_WORDS:
        found = SHORT_PHONE.match(page.text, page.token(index).start) or found
    digits = sum(map(str.isdigit, found.group())) if found else 0
    if found and (
        (digits >= 7 or found.re is SHORT_PHONE)
        and (opening < index or near & PHONE_WORDS)
        and page.token(opening).text != "("
    ):
        return aside(opening, page.until(found.end()), "telephone", "number")
    if found and digits >= 9 and (found.group()[0] in "0(" or "1800" in found.group()[:4]):
        return aside(opening, page.until(found.end()), "telephone", "area_code")
    if page.token(index).text in EMERGENCY and (near | _after(page, index)) & ALARMS:
        return aside(index, index + 1, "telephone", "emergency")
    plain = page.token(index).text.replace(" ", "")
    is_extension = page.low(index - 1) in ("ext", "extension") or page.low(index - 2) == "ext"
    is_short = plain.isdigit() and (1 if is_extension else 3) <= len(plain) <= 7
    announced = {page.low(index - 1), page.low(index - 2)} & (
        PHONE_WORDS - {"text", "line", "mobile"}
    )
    if is_short and announced and not is_plural(page.low(index + 1)):
        return aside(index, index + 1, "telephone", "short")
    return None


def _after(page: TokenPage, index: int) -> set[str]:
    return {page.low(at) for at in range(index + 1, index + 4)}
