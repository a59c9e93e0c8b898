"""Headers and footers that run through a PDF: kept once; page numbers alone are not text."""

from __future__ import annotations

import re
from collections import Counter

from numbertext.documents.pdf.fragments import Fragment

EDGE_ROWS = 3
PAGES = 3
STEP = 3.0
NUMBER = re.compile(r"\d{1,5}")
PAGE_NUMBER = re.compile(
    r"[-\u2013\u2014|\s]*(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[-\u2013\u2014|\s]*",
    re.IGNORECASE,
)
Key = tuple[bool, int, str]


class Running:
    """What repeats at the top or bottom of the pages of a document.

    Args:
        pages: The fragments of each page.
    """

    def __init__(self, pages: list[list[Fragment]]) -> None:
        self._edges = [_edges(page) for page in pages]
        counts: Counter[Key] = Counter()
        for number, edges in enumerate(self._edges, start=1):
            counts.update({key for is_top, f in edges for key in _keys(f, number, is_top=is_top)})
        needed = max(2, min(PAGES, len(pages)))
        self._repeated = {key for key, count in counts.items() if count >= needed}
        self._kept: set[Key] = set()

    def take(self, number: int) -> tuple[list[tuple[str, str]], set[int]]:
        """Return headers and footers that are met first on this page, and which fragments are of any.

        Args:
            number: Number of the page, from 1; pages are taken in order.

        Returns:
            Part (`header`, `footer`) and text of the new ones; the ids of all fragments that are running.
        """
        new: list[tuple[str, str]] = []
        gone: set[int] = set()
        for is_top, fragment in self._edges[number - 1]:
            known = _keys(fragment, number, is_top=is_top) & self._repeated
            if not known:
                continue
            gone.add(id(fragment))
            if not known & self._kept and PAGE_NUMBER.fullmatch(fragment.text) is None:
                new.append(("header" if is_top else "footer", fragment.text))
            self._kept |= known
        return new, gone


def _edges(page: list[Fragment]) -> list[tuple[bool, Fragment]]:
    """Return the fragments of the rows at the top of a page (True) and at its foot."""
    levels: list[list[Fragment]] = []
    for fragment in sorted((f for f in page if not f.is_turned), key=lambda f: (-f.middle, f.x0)):
        if levels and levels[-1][0].middle - fragment.middle < fragment.height / 2:
            levels[-1].append(fragment)
        else:
            levels.append([fragment])
    top = levels[: min(EDGE_ROWS, (len(levels) + 1) // 2)]
    foot = levels[len(top) :][-EDGE_ROWS:]
    return [(rows is top, f) for rows in (top, foot) for row in rows for f in row]


def _keys(fragment: Fragment, number: int, *, is_top: bool) -> set[Key]:
    """Return height and words, also with a number that goes with the page's: what running text has in common."""
    numbers = list(NUMBER.finditer(fragment.text))
    # A number alone may be the same by chance, as a nought in a table: only words repeat.
    variants = {fragment.text} if any(c.isalpha() for c in fragment.text) else set()
    for found in (numbers[0], numbers[-1]) if numbers else ():
        offset = int(found.group()) - number
        variants.add(f"{fragment.text[: found.start()]}<{offset}>{fragment.text[found.end() :]}")
    place = round(fragment.middle / STEP)
    return {(is_top, at, text) for text in variants for at in (place, place + 1)}
