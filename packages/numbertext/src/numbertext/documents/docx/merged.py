"""Over how many rows the cells of a Word table go: a label of several rows is said once, at the first of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from numbertext.documents.docx.names import W, value
from numbertext.documents.limits import SPAN


def heights(rows: Sequence[etree._Element]) -> Mapping[etree._Element, int]:
    """Return the cells that begin a vertical merge, and over how many of the rows each goes.

    Args:
        rows: The rows that are seen, from top to bottom.
    """
    found: dict[etree._Element, int] = {}
    above: dict[int, etree._Element] = {}
    for row in rows:
        column = 1 + grid_count(value(row.find(W + "trPr"), "gridBefore"), 0)
        here: dict[int, etree._Element] = {}
        for cell in row.iterfind(W + "tc"):
            about = cell.find(W + "tcPr")
            merge = about.find(W + "vMerge") if about is not None else None
            if merge is not None and merge.get(W + "val") == "restart":
                here[column], found[cell] = cell, 1
            elif merge is not None and column in above:
                here[column] = above[column]
                found[above[column]] += 1
            column += grid_count(value(about, "gridSpan"), 1)
        above = here
    return found


def grid_count(text: str, default: int) -> int:
    """Return how many columns a property says, within the limit."""
    return min(int(text[:9]), SPAN) if text.isdecimal() else default
