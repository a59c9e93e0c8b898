"""Fields of a DOCX file: calculated text of which the result is shown, and the instruction is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbertext.documents.docx.names import W

if TYPE_CHECKING:
    from lxml import etree

# Their results are numbers that the layout makes, as page numbers; nobody states them.
LAYOUT = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "SECTION"))
CODE, RESULT = "code", "result"


def is_of_layout(instruction: str) -> bool:
    """Return whether a field's result is a page number or the like."""
    return instruction.upper().partition("\\")[0].strip().split(" ", 1)[0] in LAYOUT


class WordFields:
    """Follows the fields that begin and end in a story, one within the other."""

    def __init__(self, story: etree._Element) -> None:
        self._open: list[list[str]] = []
        self._whole = _with_an_end(story)

    @property
    def is_result(self) -> bool:
        """Whether text at this place is a result, shown or not, and no instruction."""
        return all(state == RESULT for state, _ in self._open)

    @property
    def is_shown(self) -> bool:
        """Whether text at this place is part of what is shown."""
        return all(
            state == RESULT and not is_of_layout(instruction) for state, instruction in self._open
        )

    def instruct(self, text: str) -> None:
        """Note a piece of the instruction of the innermost field."""
        if self._open and self._open[-1][0] == CODE:
            self._open[-1][1] += text

    def mark(self, element: etree._Element) -> str:
        """Note a `w:fldChar`: begin, result or end of a field; return the instruction of one that ends."""
        what = element.get(W + "fldCharType")
        if what == "begin" and element in self._whole:
            self._open.append([CODE, ""])
        elif what == "separate" and self._open:
            self._open[-1][0] = RESULT
        elif what == "end" and self._open:
            return self._open.pop()[1]
        return ""


def _with_an_end(story: etree._Element) -> frozenset[etree._Element]:
    """Return the beginnings that have an end: one without would hide the whole rest."""
    begun: list[etree._Element] = []
    whole: list[etree._Element] = []
    for mark in story.iter(W + "fldChar"):
        what = mark.get(W + "fldCharType")
        if what == "begin":
            begun.append(mark)
        elif what == "end" and begun:
            whole.append(begun.pop())
    return frozenset(whole)


# Former names, until version 0.3.
Fields = WordFields
