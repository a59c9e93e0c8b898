"""A page on which most digits come out raised: either of notes, or its places are not to be believed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from numbertext.documents.errors import DocumentError
from numbertext.documents.pdf.fragments import Fragment

RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
POWER = re.compile(r"(?<=[^\W\d_])[²³](?![⁰¹²³⁴⁵⁶⁷⁸⁹])")
VALUES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
FEW = 10
IN_ORDER = 0.8


def refuse_raised(page: Iterable[Fragment], where: str) -> None:
    """Refuse a page most digits of which stand above the line and are no marks of notes, which go up one by one.

    Args:
        page: Its fragments in the order in which they are drawn.
        where: The page as named in errors.

    Raises:
        DocumentError: Most digits are raised.
    """
    text = POWER.sub("", "\n".join(fragment.text for fragment in page))
    marks = RAISED.findall(text)
    raised = sum(map(len, marks))
    if raised < FEW or 2 * raised <= sum(map(str.isdigit, text)) or _are_notes(marks):
        return
    raise DocumentError(
        f"most digits of the page, {raised} of them, come out raised above the line, as marks of notes do",
        where=where,
        expected="a page whose numbers stand on the line",
        remedy="give the document in the format that it was written in (DOCX, ODT, HTML), or print it to PDF anew",
    )


def _are_notes(marks: list[str]) -> bool:
    values = [int(mark.translate(VALUES)[:9]) for mark in marks]
    steps = [after - before for before, after in pairwise(values)]
    return bool(steps) and sum(0 <= step <= 3 for step in steps) >= IN_ORDER * len(steps)
