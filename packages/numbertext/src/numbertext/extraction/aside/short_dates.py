"""Dates without a year in digits: `the week ending 12/11`, `the 26/11 attacks`, `as at 31.12`."""

from __future__ import annotations

import re

from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import STOPS
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

SLASHED = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/%]|[.,]\d)")
DOTTED = re.compile(r"(?P<day>\d{2})\.(?P<month>\d{2})(?![\w/%]|[.,]\d)")
DATING = wordlist("ending ended dated on until")
EVENTS = wordlist(
    "attack attacks bombing bombings massacre earthquake quake protests uprising terror"
)
"""What is known by its day."""


def short_date(page: TokenPage, index: int) -> Draft | None:
    """Claim a day and a month behind a word that dates, or before an event known by its day."""
    token = page.token(index)
    if token.kind != "number" or page.is_glued(index):
        return None
    found = SLASHED.match(page.text, token.start) or DOTTED.match(page.text, token.start)
    if found is None or not _is_day(int(found["day"]), int(found["month"])):
        return None
    last = page.until(found.end())
    before, after = page.low(index - 1), page.low(last)
    is_slashed = "/" in found.group()
    is_event = is_slashed and after in EVENTS
    is_free = after in STOPS - {"of"} or not page.is_word(last)
    is_as_at = before == "at" and page.low(index - 2) == "as"
    is_dated = before in DATING if is_slashed else before in DATING - {"on"}
    if not is_event and not (is_free and (is_dated or is_as_at)):
        return None
    return aside(index, last, "date", "short")


def _is_day(one: int, other: int) -> bool:
    """Return whether a day and a month are possible, in either order."""
    return 1 <= min(one, other) <= 12 and max(one, other) <= 31
