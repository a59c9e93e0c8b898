"""Levels of confidence and significance."""

from __future__ import annotations

from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

PERCENT = (("%",), ("per", "cent"), ("percent",))
WORDS = wordlist(
    "confidence credible credibility significance ci cri ui uncertainty compatibility prediction interval intervals"
    " band power"
)


def confidence(page: TokenPage, index: int) -> Draft | None:
    """Claim `95 per cent confidence interval`, `95% CI`, `5 per cent significance level`, `p < 0.05`."""
    numeral = page.numerals.get(index)
    if numeral is None:
        return None
    last = page.follows(numeral.last, PERCENT)
    at = last + (page.low(last) in ("-", "level"))
    is_dotted = page.token(at).text == "C" and page.token(at + 2).text == "I"
    if last > numeral.last and (page.low(at) in WORDS or is_dotted):
        return aside(index, last, "confidence", "level")
    if page.token(index - 1).text in "<=>≤" and page.low(index - 2) == "p" and numeral.value < 1:
        return aside(index, numeral.last, "confidence", "p_value")
    is_level = page.low(last) in ("level", "levels") and page.low(index - 1) in ("the", "a")
    if last > numeral.last and is_level and page.low(index - 2) == "at":
        return aside(index, last, "confidence", "level")
    before = {page.low(spot) for spot in range(index - 4, index)}
    if last > numeral.last and "confidence" in before and page.low(index - 1) in ("of", "at", "is"):
        return aside(index, last, "confidence", "level")
    return None
