"""Changes told by a mark or a bracket: `(+6%)`, `1.2% y/y`, `a fall in prices was reported for bread (1.2%)`."""

from __future__ import annotations

from numbertext.extraction.draft import Draft
from numbertext.extraction.movement import direction_of, is_multiplier, mover_before
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

PARTS = wordlist("points point pts pt")
PERIODIC = (
    ("y", "/", "y"),
    ("m", "/", "m"),
    ("q", "/", "q"),
    ("yoy",),
    ("mom",),
    ("qoq",),
    ("y", "-", "o", "-", "y"),
    ("(", "y", "-", "o", "-", "y"),
    ("m", "-", "o", "-", "m"),
    ("q", "-", "o", "-", "q"),
    ("year", "-", "on", "-", "year"),
    ("month", "-", "on", "-", "month"),
    ("quarter", "-", "on", "-", "quarter"),
    ("year", "on", "year"),
    ("month", "on", "month"),
    ("quarter", "on", "quarter"),
    ("year", "over", "year"),
    ("year", "-", "over", "-", "year"),
)
"""What says that a percentage is held against the same time before."""
PACES_OF_PRICES = wordlist("inflation deflation cpi cpih rpi hicp")
LEVELS = wordlist(
    "share shares proportion percentage rate rates fraction accounted account accounting average averaged to at"
)
"""Words near a bracket that make a level of what stands in it."""
HELD = wordlist(
    "change changes changed changing differ differs difference differences moved moving move moves out top down up"
)
INTRODUCING = wordlist("i.e i e . , or about by up down nearly almost around some")
SIGNED = frozenset(
    (")", ",", ";", ".", "", "y", "m", "q", "yoy", "mom", "qoq", "year", "month", "on")
)
CLOSING = (")", ",", ";", "y", "m", "q", "yoy", "year", "and")


def signed(page: TokenPage, draft: Draft) -> str | None:
    """Read `complaints (+6%)`, `to 1,204 (-3 per cent)`: a sign right behind a bracket says how a number moved."""
    sign = page.token(draft.first).text
    opening = page.token(draft.first - 1).text
    after = page.low(draft.last + (page.low(draft.last) in PARTS))
    is_open = opening in ("(", ",") and after in SIGNED
    is_more = opening == "(" and sign == "+" and draft.kind in ("cardinal", "money")
    is_share = draft.kind in ("percent", "points") and sign in ("+", "-", "–")
    if not is_open or not (is_more or is_share):
        return None
    return "up" if sign == "+" else "down"


def periodic(page: TokenPage, draft: Draft) -> str | None:
    """Read `1.2% y/y`, `6 per cent year on year`: what is held against an earlier period; inflation is a level."""
    if draft.kind not in ("percent", "points") or page.follows(draft.last, PERIODIC) == draft.last:
        return None
    near = {page.low(at) for at in range(max(0, draft.first - 12), draft.first)}
    return None if near & PACES_OF_PRICES else ""


def bracketed(page: TokenPage, draft: Draft) -> str | None:
    """Read `a fall in prices was reported for bread (1.2%) and milk (3%)`, `Output rose in Kenya (i.e. 4 per cent)`."""
    opening = draft.first - 1
    while page.low(opening) in INTRODUCING:
        opening -= 1
    is_share = draft.kind in ("percent", "points")
    if page.low(opening) != "(" or page.low(draft.last) not in CLOSING or not is_share:
        return None
    mover = mover_before(page, opening, reach=24)
    if mover is None or is_multiplier(page.low(mover)):
        return None
    between = {page.low(at) for at in range(mover + 1, opening)}
    is_said = any(at in page.numerals and page.low(at - 1) != "(" for at in range(mover, opening))
    around = between | {page.low(at) for at in range(max(0, mover - 6), mover)}
    if is_said or around & LEVELS or page.low(mover) in HELD:
        return None
    return direction_of(page.low(mover))
