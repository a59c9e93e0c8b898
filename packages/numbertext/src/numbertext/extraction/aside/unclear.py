"""Numbers written as other languages write them, which English reads otherwise: asked about, never guessed.

`5,6 per cent` may be 5.6 or two numbers, `300.000` three hundred or three hundred thousand; `(1,204) thousand` may
be a loss.
"""

from __future__ import annotations

import re

from numbertext.extraction.currencies import BEFORE, CODES, CURRENCY_NAMES, SIGNS
from numbertext.extraction.draft import Draft
from numbertext.extraction.page import TokenPage
from numbertext.extraction.words import SCALES
from numbertext.statement import UNRESOLVED_KIND

COMMA = re.compile(r"\d{1,3}(?:\.\d{3})*,\d{1,2}(?![\d,]|\.\d)")
POINTS = re.compile(
    r"\d{1,3}(?:\.\d{3}){2,6}(?![\d.,]\d|\d)|[1-9]\d{0,2}\.000(?![\d.,]\d|\d|[ ]?%)"
)
APOSTROPHES = re.compile(r"\d{1,3}(?:'\d{3}){1,6}(?![\d'])")


def separators(page: TokenPage, index: int) -> Draft | None:
    """Leave open what a comma or point between digits means: `1,5 million`, `300.000`, `1'200'000`."""
    token = page.token(index)
    if token.kind != "number" or (token.is_glued and page.token(index - 1).text in ".,-/"):
        return None
    if page.low(index - 1) == "(" and page.low(index + 1) == ")" and page.low(index + 2) in SCALES:
        return Draft(index - 1, index + 3, UNRESOLVED_KIND, "unresolved.brackets")
    behind = page.text[token.end : token.end + 1]
    if behind == ",":
        found = COMMA.match(page.text, token.start)
        return _claimed(page, index, found) if found and _measures(page, index, found) else None
    if behind == "'":
        return _claimed(page, index, APOSTROPHES.match(page.text, token.start))
    return _claimed(page, index, POINTS.match(token.text)) if "." in token.text else None


def _claimed(page: TokenPage, index: int, found: re.Match[str] | None) -> Draft | None:
    if found is None:
        return None
    last = max(index + 1, page.until(page.token(index).start + found.end() - found.start()))
    last += page.low(last) in SCALES
    return Draft(index, last, UNRESOLVED_KIND, "unresolved.separators")


def _measures(page: TokenPage, index: int, found: re.Match[str]) -> bool:
    """Return whether what stands around a number with a comma shows that it is one amount."""
    last = page.until(found.end())
    after, before = page.low(last), page.token(index - 1)
    is_money = before.text in SIGNS or before.text in CODES or before.low in BEFORE
    is_followed = (
        after in SCALES or after in ("%", "per", "percent", "‰", "°") or after in CURRENCY_NAMES
    )
    return is_money or is_followed or page.token(last).text in CODES
