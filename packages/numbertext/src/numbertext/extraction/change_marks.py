"""Changes told by a mark or a bracket: `(+6%)`, `1.2% y/y`, `a fall in prices was reported for bread (1.2%)`."""

from __future__ import annotations

from types import MappingProxyType

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
GAINS = MappingProxyType(
    dict.fromkeys(("gains", "increases", "rises", "additions"), "up")
    | dict.fromkeys(
        ("losses", "declines", "decreases", "falls", "drops", "reductions", "cuts"), "down"
    )
)
FARTHEST = 14
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


def _of_gains(page: TokenPage, draft: Draft, opening: int) -> str | None:
    """Read `gains in construction (18,000) and losses in retail (9,000)`: how much each gained or lost."""
    if draft.kind not in ("cardinal", "money") or page.low(draft.last) not in (")", ","):
        return None
    for at in range(opening - 1, max(-1, opening - FARTHEST), -1):
        if page.low(at) in ".;:" or not page.same_sentence(at, opening):
            return None
        if page.low(at) in GAINS and page.low(at + 1) in ("in", "among", "for"):
            return GAINS[page.low(at)]
    return None


def bracketed(page: TokenPage, draft: Draft) -> str | None:
    """Read `a fall in prices was reported for bread (1.2%) and milk (3%)`, `Output rose in Kenya (i.e. 4 per cent)`."""
    opening = draft.first - 1
    while page.low(opening) in INTRODUCING:
        opening -= 1
    is_share = draft.kind in ("percent", "points")
    if page.low(opening) != "(" or page.low(draft.last) not in CLOSING:
        return None
    if not is_share:
        return _of_gains(page, draft, opening)
    mover = mover_before(page, opening, reach=24)
    if mover is None or is_multiplier(page.low(mover)):
        return None
    between = {page.low(at) for at in range(mover + 1, opening)}
    is_said = any(at in page.numerals and page.low(at - 1) != "(" for at in range(mover, opening))
    around = between | {page.low(at) for at in range(max(0, mover - 6), mover)}
    if is_said or around & LEVELS or page.low(mover) in HELD:
        return None
    return direction_of(page.low(mover))
