"""Clock times: `10:30`, `9 a.m.`, `07.35`, `1400 hours`, `five o'clock`."""

from __future__ import annotations

import re

from numbertext.extraction.aside.dates import WEEKDAYS
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import STOPS
from numbertext.extraction.movement import is_moving
from numbertext.extraction.numerals import Numeral
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

CLOCK = re.compile(
    r"(?:\d{1,3}:[0-5]\d\.\d{1,3}(?!\d)|(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?!\d|:\d)"
    r"(?:[ ]?(?:a\.m\.|p\.m\.|(?:am|pm|AM|PM|hours|hrs|h)\b))?"
    r"(?:[ ]?(?:GMT|UTC|CES?T|EES?T|WES?T|BST|[ECMP][SD]T|[IJ]ST|AE[SD]T|AWST|NZ[SD]T|MSK|SAST|WIB|WAT|[CE]AT)\b"
    r"(?:[ ]?[+-]\d{1,2}(?::\d\d)?)?)?"
    r"|(?:[01]?\d|2[0-4])(?:\.[0-5]\d)?[ ]?(?:a\.m\.|p\.m\.|(?:am|pm|AM|PM)\b|o'clock\b)"
    r"|(?:[01]?\d|2[0-4])\.[0-5]\d[ ]?(?:GMT|UTC|BST|CES?T|EES?T)\b"
    r"|[0-2]\d[0-5]\d[ ](?:hours|hrs|GMT|UTC)\b)"
)
DOTTED = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
AT = wordlist("at from until till before after by between since")
PARTS = wordlist("half quarter")
BEGINNING = wordlist(
    "start starts started starting begin begins began beginning end ends ended ending open opens opened opening close"
    " closes closed closing doors leave leaves arrive arrives depart departs finish finishes"
)
OPEN_DAYS = WEEKDAYS | wordlist("weekday weekend daily day workday holiday")
SPOKEN = PARTS | wordlist("five ten twenty twenty-five 5 10 20 25")
JOINTS = wordlist("and to or until") | {"-", "–", ","}
MEASURED = wordlist(
    "stood stands standing remained remains put estimated measured set priced ran runs was were is are"
    " recorded valued calculated averaged averages steady rate rates peaked index ratio price level"
    " traded stable unchanged scored held pegged fixed capped flat bottomed topped plateaued arrived"
)
"""Words before `at` that announce a value and no time."""


def opening(page: TokenPage, index: int) -> Draft | None:
    """Claim hours of opening: `from 9 to 5 on weekdays`, `10–4 on Saturdays`."""
    one = page.numerals.get(index)
    joint = one.last if one else index
    other = page.numerals.get(joint + 1) if page.low(joint) in ("to", "-", "–", "until") else None
    if one is None or other is None or not _are_hours(one, other):
        return None
    day = other.last + (page.low(other.last) in ("on", "every"))
    is_daily = page.low(day).removesuffix("s") in OPEN_DAYS and (
        day > other.last or page.low(day) == "daily"
    )
    return aside(index, other.last, "time", "opening") if is_daily else None


def starting(page: TokenPage, index: int) -> Draft | None:
    """Claim the hour at which something begins or ends: `starts at 9 and ends at 11`."""
    numeral = page.numerals.get(index)
    is_hour = numeral is not None and numeral.is_whole and 0 < numeral.value <= 24
    if numeral is None or not is_hour or page.low(index - 1) != "at":
        return None
    is_free = not page.is_word(numeral.last) or page.low(numeral.last) in STOPS
    is_told = page.low(index - 2) in BEGINNING and page.token(numeral.last).text not in ("%", "°")
    return aside(index, numeral.last, "time", "starting") if is_free and is_told else None


def _are_hours(one: Numeral, other: Numeral) -> bool:
    return one.is_whole and other.is_whole and 0 < one.value <= 24 and 0 < other.value <= 24


def clock(page: TokenPage, index: int) -> Draft | None:
    """Claim clock times: `10:30`, `9 a.m.`, `1400 hours`, `five o'clock`."""
    if page.low(index + 1) == "o'clock" or page.matches(index, ("12", "noon")):
        return aside(index, index + 2, "time", "clock")
    if page.low(index) in SPOKEN and page.low(index + 1) in ("past", "to"):
        return _spoken(page, index)
    if page.token(index).kind != "number" or "ratio" in _before(page, index, 4):
        return None
    found = CLOCK.match(page.text, page.token(index).start)
    if found:
        return aside(index, page.until(found.end()), "time", "clock")
    if page.low(index + 1) in JOINTS - {","} and page.token(index + 2).kind == "number":
        later = CLOCK.match(page.text, page.token(index + 2).start)
        if later and later.group()[-1] in "mM.":
            return aside(index, index + 1, "time", "clock")
    return aside(index, index + 1, "time", "dotted") if _is_dotted(page, index) else None


def _spoken(page: TokenPage, index: int) -> Draft | None:
    """Claim `half past three`, `ten past four`, `quarter to nine`."""
    hour = page.numerals.get(index + 2)
    is_hour = hour is not None and hour.is_whole and 0 < hour.value <= 12 and hour.last == index + 3
    is_told = (
        page.low(index + 1) == "past" or page.low(index - 1 - (page.low(index - 1) == "a")) in AT
    )
    is_time = is_hour and is_told and (page.low(index) in PARTS or page.low(index + 1) == "past")
    return aside(index, index + 3, "time", "spoken") if is_time else None


def _is_dotted(page: TokenPage, index: int) -> bool:
    """Return whether hours and minutes with a point between say when something happens: `leaves at 7.35`."""
    if not _has_form(page, index):
        return False
    first = index
    while page.low(first - 1) in JOINTS and _has_form(page, first - 2) and first > index - 12:
        first -= 2
    return _is_announced(page, first)


def _has_form(page: TokenPage, index: int) -> bool:
    token, after = page.token(index), page.token(index + 1)
    if token.kind != "number" or not DOTTED.fullmatch(token.text):
        return False
    is_free = after.low in (STOPS | WEEKDAYS) - {"per"} or not (
        after.low.isalnum() or after.text in ("%", "‰")
    )
    return is_free and not (after.is_glued and after.text not in (".", ",", ";", ")", "-", "–"))


def _is_announced(page: TokenPage, index: int) -> bool:
    before, text = page.low(index - 1), page.token(index).text
    if before == "the" and page.low(index + 1) in ("from", "to"):
        return page.token(index + 2).text[:1].isupper()
    if before not in AT:
        return False
    if text.startswith("0") and not text.startswith("0."):
        return True
    words = set(_before(page, index - 1, 4))
    return not (text.startswith("0.") or words & MEASURED or is_moving(page, index - 1))


def _before(page: TokenPage, index: int, count: int) -> list[str]:
    return [page.low(at) for at in range(max(0, index - count), index)]
