"""What stands in brackets inside a phrase: `12 (of 34) sectors`, `$642bn (or 10 per cent) more than`."""

from __future__ import annotations

from numbertext.extraction.page import TokenPage

LONGEST = 24


def behind_bracket(page: TokenPage, at: int) -> int:
    """Return the index behind a bracket that opens at an index; the same index where none does or closes."""
    if page.low(at) != "(":
        return at
    for end in range(at + 1, at + LONGEST):
        if page.low(end) == ")":
            return end + 1
        if page.low(end) in ("(", ""):
            return at
    return at


def bracket_around(page: TokenPage, index: int) -> int | None:
    """Return where the bracket opens that an index stands in; None where it stands in none."""
    for at in range(index - 1, max(-1, index - 1 - LONGEST), -1):
        if page.low(at) == "(":
            return at
        if page.low(at) == ")" or not page.same_sentence(at, index):
            return None
    return None
