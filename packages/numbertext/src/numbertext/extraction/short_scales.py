"""Letters behind digits that are scales: `k`, `m`, `bn`; `m` is also metre, and `b` a part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from numbertext.extraction.currencies import BEFORE, CODES, SIGNS
from numbertext.extraction.grammar import PERSONS, STOPS
from numbertext.extraction.spelled import low_at
from numbertext.extraction.tokens import Token
from numbertext.extraction.wordlist import wordlist

DIMENSIONS = wordlist("high long wide deep tall thick above below apart away x by")
LENGTHS = wordlist(
    "km cm mm metre metres meter meters kilometres length lengths width widths height heights depth depths"
    " deep wide tall thick diameter radius altitude elevation elevations sea river waves wave dam pipe pipes tower"
    " bridge trench race sprint pool hurdles swim jump jumped tide tides beam draught distance distances snow"
    " fence wall walkway summit borehole boreholes shaft tunnel slope buffer relay freestyle resolution"
    " dash backstroke breaststroke butterfly medley row rowing crane mast contour pontoon quay"
)
"""Words near which `m` behind digits is metre and no million."""
MANY = PERSONS | wordlist(
    "customers users visitors tonnes subscribers passengers consumers jobs tourists hectares doses euros homes"
    " subscriptions employees clients trips journeys learners viewers listeners inhabitants savers pensioners"
)
"""What is counted in millions, so that `m` before it, with a space, is one."""
RACES = wordlist("50 60 100 200 400 800 1500 3000 5000 10000")
SPACED_SHORTS = wordlist("mn mln mio bn bln trn tn")


def is_short_scale(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Return whether `k`, `m`, `bn` behind digits is a scale; `m` is also metre."""
    token, after = tokens[index], low_at(tokens, index + 1)
    has_currency = _is_currency(tokens, first - 1) or after.upper() in CODES
    is_lettered = after == "." and token.low == "b" and not has_currency
    if tokens[first].kind != "number" or is_lettered:
        return False
    if not token.is_glued:
        is_of_many = token.text == "m" and after in MANY
        return (
            is_of_many or token.low in SPACED_SHORTS or (has_currency and token.low in ("m", "b"))
        )
    if token.low not in ("m", "b") or has_currency or token.text == "M":
        return not is_glued(tokens, index + 1) or not after.isalnum()
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following and following.kind == "word" and after not in STOPS:
        return after not in DIMENSIONS | LENGTHS
    if (
        after in DIMENSIONS
        or _is_race(tokens, first, index)
        or (following and following.is_glued and after.isalnum())
    ):
        return False
    return token.low == "m" and not _is_of_length(tokens, index)


def _is_race(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Return whether a distance is run or swum: `third in the 200m`, `the women's 1500m`."""
    is_race = tokens[first].text.replace(",", "") in RACES and tokens[index].low == "m"
    return is_race and low_at(tokens, first - 1) in ("the", "men's", "women's", "boys'", "girls'")


def _is_of_length(tokens: Sequence[Token], index: int) -> bool:
    """Return whether words of length are near, so that `m` is metre."""
    near = {tokens[at].low for at in range(max(0, index - 14), min(len(tokens), index + 8))}
    return bool(near & LENGTHS)


def _is_currency(tokens: Sequence[Token], index: int) -> bool:
    if index < 0:
        return False
    token = tokens[index]
    return (
        token.text in SIGNS or token.text in CODES or (token.low in BEFORE and len(token.low) > 1)
    )


def is_glued(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a token stands right behind the one before; none stands behind the text."""
    return index < len(tokens) and tokens[index].is_glued
