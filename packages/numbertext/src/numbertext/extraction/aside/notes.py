"""Marks of footnotes, numbers of headings and list lines, citations in brackets."""

from __future__ import annotations

from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import MEASURES, STOPS, is_plural
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

LISTING = frozenset((",", ";", "-", "–"))
SUPERSCRIPTS = frozenset("²³¹⁰⁴⁵⁶⁷⁸⁹")


def note_mark(page: TokenPage, index: int) -> Draft | None:
    """Claim a mark glued to the end of a word or sentence: `children.12 The`, `children¹²`."""
    token = page.token(index)
    if token.text in SUPERSCRIPTS:
        last = index + 1
        while page.token(last).text in SUPERSCRIPTS and page.is_glued(last):
            last += 1
        return aside(index, last, "reference", "superscript")
    if (
        token.kind != "number"
        or not token.is_glued
        or not token.text.isdigit()
        or len(token.text) > 3
    ):
        return None
    if page.is_glued(index + 1) and page.token(index + 1).text not in ('"', ")", "'", ",", "]"):
        return None
    index, end = _first_mark(page, index), index + 1
    before = page.token(index - 1)
    behind_stop = (
        before.text in (".", ",", ";", '"', ")") and before.is_glued and page.is_word(index - 2)
    )
    behind_word = before.kind == "word" and before.text.islower() and len(before.text) >= 4
    if (behind_stop and len(page.low(index - 2)) >= 2) or behind_word:
        return aside(end - 1, end, "reference", "note_mark")
    return None


def _first_mark(page: TokenPage, index: int) -> int:
    """Return the first of marks with commas between: `per cent.4,5`."""
    while (
        page.token(index - 1).text == ","
        and page.token(index - 2).kind == "number"
        and (page.is_glued(index - 1) and page.is_glued(index - 2))
    ):
        index -= 2
    return index


def bracketed(page: TokenPage, index: int) -> Draft | None:
    """Claim `[12]`, and `(3)` at the start of a line or item."""
    token = page.token(index)
    if token.kind != "number" or not token.text.isdigit() or len(token.text) > 3:
        return None
    opening, closing = page.token(index - 1).text, page.token(index + 1).text
    if _is_citation(page, index):
        return aside(index, index + 1, "reference", "citation")
    if _is_page_of_source(page, index):
        return aside(index, index + 1, "reference", "page_of_source")
    is_item = page.is_word(index + 2) and (
        page.starts_sentence(index) or page.low(index - 2) in ";:,and"
    )
    if opening == "(" and closing == ")" and is_item and len(token.text) <= 2:
        return aside(index, index + 1, "reference", "list_number")
    return None


def _is_page_of_source(page: TokenPage, index: int) -> bool:
    """Return whether a page stands behind the year of a source: `Jones et al. (2020: 45)`."""
    is_dated = page.low(index - 1) == ":" and page.token(index - 2).kind == "number"
    return is_dated and page.low(index - 3) == "(" and page.low(index - 5) == "al"


def _is_citation(page: TokenPage, index: int) -> bool:
    """Return whether a number stands in square brackets among numbers alone: `[4, 7–9]`."""
    first, last = index, index
    while page.token(first - 1).text in LISTING and page.token(first - 2).kind == "number":
        first -= 2
    while page.token(last + 1).text in LISTING and page.token(last + 2).kind == "number":
        last += 2
    return page.token(first - 1).text == "[" and page.token(last + 1).text == "]"


PAGED = frozenset((".", "…", "·", "of"))
"""What stands right before the number of a page."""


def page_number(page: TokenPage, index: int) -> Draft | None:
    """Claim the page behind leaders (`Introduction ........ 7`) and the last one in `Page 7 of 30`."""
    if page.token(index).kind != "number" or page.token(index - 1).text not in PAGED:
        return None
    is_led = (
        all(page.token(at).text in (".", "…", "·") for at in range(index - 3, index)) and index > 2
    )
    is_last = page.low(index - 1) == "of" and page.low(index - 3) in ("page", "p", "slide", "sheet")
    is_last = is_last and page.token(index - 2).kind == "number"
    return aside(index, index + 1, "reference", "page_number") if is_led or is_last else None


def list_number(page: TokenPage, index: int) -> Draft | None:
    """Claim the number of a heading or of a list line: `3.2 Findings`, `4. Training`, `2) Methods`."""
    token = page.token(index)
    if token.kind != "number" or not page.starts_sentence(index) or not _starts_line(page, index):
        return None
    after, next_one = page.token(index + 1), page.token(index + 2)
    if (
        after.text in (".", ")")
        and after.is_glued
        and token.text.isdigit()
        and len(token.text) <= 3
    ):
        return aside(index, index + 1, "reference", "list_number") if next_one.text else None
    if _is_note(page, index):
        return aside(index, index + 1, "reference", "note_text")
    is_heading = token.text.count(".") >= 1 and after.kind == "word" and after.text[:1].isupper()
    counts = after.low in MEASURES or after.low in STOPS
    if is_heading and not (counts and next_one.text[:1].islower()):
        return aside(index, index + 1, "reference", "heading")
    return None


def _is_note(page: TokenPage, index: int) -> bool:
    """Return whether a short number opens the text of a note: `1 Excludes Northern Ireland. 2 Provisional.`."""
    token, word = page.token(index), page.token(index + 1)
    is_short = token.text.isdigit() and len(token.text) <= 2 and word.kind == "word"
    is_capital = word.text[:1].isupper() and not word.text.isupper()
    is_capital = is_capital and (word.low in NOTING or not is_plural(word.low))
    after = page.token(index + 2)
    is_sole = after.text in (".", "") or (word.low.endswith("s") and word.low in NOTING)
    return is_short and is_capital and (is_sole or word.low in NOTING)


NOTING = wordlist(
    "excludes includes excluding including provisional revised estimated see as source data based from figures"
)


def _starts_line(page: TokenPage, index: int) -> bool:
    start = page.token(index).start
    line = page.text[max(0, start - 40) : start].rpartition("\n")[2]
    return index == 0 or not line.strip("*•-–—( \t#") or page.starts_sentence(index)
