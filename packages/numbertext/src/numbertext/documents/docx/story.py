"""A walk through one story of a DOCX file (body, header, note, text box): its paragraphs and its tables' cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from numbertext.documents.document import Pieces
from numbertext.documents.docx.controls import PLACEHOLDER, is_placeholder
from numbertext.documents.docx.merged import grid_count, heights
from numbertext.documents.docx.names import W, is_on, kind, value
from numbertext.documents.docx.notes import Notes
from numbertext.documents.docx.runs import DELETED, HIDDEN, Runs, chosen, leave_others
from numbertext.documents.docx.styles import Styles
from numbertext.documents.docx.unread import text_of

if TYPE_CHECKING:
    from lxml import etree

# Elements around blocks, rows or cells that show what is in them and nothing else.
THROUGH = frozenset(("w:ins", "w:moveTo", "w:customXml", "w:sdtContent", "w:smartTag"))
DELETED_BLOCKS = frozenset(("w:del", "w:moveFrom"))
# Children of a story, a table or a row that are settings, and have no text of it.
SILENT_NAMES = """
    w:pPr w:rPr w:sectPr w:tblPr w:tblGrid w:tblPrEx w:trPr w:tcPr w:sdtPr w:sdtEndPr w:customXmlPr
"""
SILENT = frozenset(SILENT_NAMES.split())
NO_MARK = ("del", "moveFrom")


class Story:
    """Reads stories of one document into the same pieces.

    Attributes:
        pieces: What was read.
        notes: References to notes, by kind.
    """

    def __init__(self, styles: Styles) -> None:
        self.pieces = Pieces()
        self.notes = {name: Notes(name) for name in ("footnote", "endnote")}
        self._styles = styles
        self._tables = 0
        self._span = (1, 1)

    def read(self, element: etree._Element, part: str, style: str = "") -> None:
        """Read a story.

        Args:
            element: The element that its blocks are children of.
            part: Part that its paragraphs are in.
            style: Style of all its paragraphs; empty for each its own.
        """
        runs = Runs(element, self._styles, self.notes, self.pieces)
        self._blocks(element, part, style, runs)
        self._emit(part, style or "paragraph", runs)

    def _blocks(self, element: etree._Element, part: str, style: str, runs: Runs) -> None:
        for child in _shown(element, self.pieces):
            name = kind(child)
            if name == "w:p":
                runs.read(child)
                if not _is_mark_deleted(child):
                    self._emit(part, style or self._style_of(child), runs)
            elif name == "w:tbl":
                self._emit(part, style or "paragraph", runs)
                self._table(child, runs)
            elif name in DELETED_BLOCKS:
                self._leave(DELETED, child)
            elif name not in SILENT:
                self._leave("text outside of paragraphs", child)

    def _leave(self, what: str, element: etree._Element) -> None:
        text = text_of(element)
        if text.strip():
            self.pieces.leave(what, text)

    def _emit(self, part: str, style: str, runs: Runs) -> None:
        text, marks, boxes = runs.take()
        span = self._span if part.startswith("table ") else (1, 1)
        self.pieces.add(text, part, style, marks=marks, span=span)
        for box in boxes:
            self.read(box, "text box")

    def _style_of(self, paragraph: etree._Element) -> str:
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return "paragraph"
        if value(properties, "outlineLvl") in tuple("012345678"):
            return "heading"
        named = self._styles.get(value(properties, "pStyle")).block
        numbered = properties.find(W + "numPr")
        # Number 0 takes a paragraph out of the list that its style puts it in.
        if numbered is not None and named != "heading":
            return "paragraph" if value(numbered, "numId") == "0" else "list"
        return named or "paragraph"

    def _of_kind(self, element: etree._Element, name: str) -> Iterator[etree._Element]:
        """Yield the rows of a table, or the cells of a row."""
        for child in _shown(element, self.pieces):
            if kind(child) == name:
                yield child
            elif kind(child) in DELETED_BLOCKS:
                self._leave(DELETED, child)
            elif kind(child) not in SILENT:
                self._leave("text outside of paragraphs", child)

    def _seen_rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for line in self._of_kind(table, "w:tr"):
            properties = line.find(W + "trPr")
            is_deleted = _has(properties, "del")
            if is_deleted or is_on(properties, "hidden"):
                self._leave(DELETED if is_deleted else HIDDEN, line)
            else:
                yield line

    def _table(self, table: etree._Element, runs: Runs) -> None:
        self._tables += 1
        number, lines = self._tables, list(self._seen_rows(table))
        tall = heights(lines)
        for row, line in enumerate(lines, 1):
            column = 1 + grid_count(value(line.find(W + "trPr"), "gridBefore"), 0)
            for cell in self._of_kind(line, "w:tc"):
                about = cell.find(W + "tcPr")
                if _has(about, "cellDel"):
                    self._leave(DELETED, cell)
                else:
                    part = f"table {number}, row {row}, column {column}"
                    self._span = (tall.get(cell, 1), grid_count(value(about, "gridSpan"), 1))
                    self._blocks(cell, part, "cell", runs)
                    self._emit(part, "cell", runs)
                column += grid_count(value(about, "gridSpan"), 1)


def _shown(element: etree._Element, pieces: Pieces) -> Iterator[etree._Element]:
    """Yield children, and those of the elements that only stand around them."""
    for child in element:
        name = kind(child)
        if name in THROUGH:
            yield from _shown(child, pieces)
        elif name == "w:sdt":
            if not is_placeholder(child):
                yield from _shown(child, pieces)
            elif text := text_of(child).strip():
                pieces.leave(PLACEHOLDER, text)
        elif name == "mc:AlternateContent":
            option = chosen(child)
            leave_others(child, option, pieces)
            if option is not None:
                yield from _shown(option, pieces)
        else:
            yield child


def _has(properties: etree._Element | None, name: str) -> bool:
    return properties is not None and properties.find(W + name) is not None


def _is_mark_deleted(paragraph: etree._Element) -> bool:
    """Whether the end of a paragraph is deleted: the next one then goes on in it."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return any(_has(mark, name) for name in NO_MARK)
