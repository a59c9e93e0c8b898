"""Reads presentations (PPTX): slides in order, the text of their shapes, the cells of their tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from numbertext.documents.document import Pieces
from numbertext.documents.docx import unread
from numbertext.documents.docx.names import R
from numbertext.documents.docx.package import Package, broken
from numbertext.documents.docx.unread import text_of
from numbertext.documents.limits import SPAN
from numbertext.documents.raised import struck, subscript, superscript

if TYPE_CHECKING:
    from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MAIN = "ppt/presentation.xml"
UNREAD = {
    **unread.KINDS,
    "comments": "comment",
    "notesSlide": "speaker notes",
    "video": "film or sound",
}
TITLES = ("title", "ctrTitle", "subTitle")
LAYOUT_FIELDS = ("sldNum", "ftr", "dt", "hdr")


def read_slides(data: bytes) -> Pieces:
    """Return the pieces of a PPTX file; each slide is a page.

    Raises:
        DocumentError: The file is no presentation, is broken, or breaks a limit.
    """
    package = Package(data)
    root = package.tree(MAIN)
    if root is None:
        raise broken("the archive has no presentation in it")
    related = package.relations(MAIN)
    slides = _Slides()
    for number, listed in enumerate(root.iter(P + "sldId"), start=1):
        _, name = related.get(listed.get(R + "id", ""), ("", ""))
        slide = package.tree(name)
        if slide is not None:
            slides.read(slide, number)
            slides.leave(package, name)
    return slides.pieces


class _Slides:
    def __init__(self) -> None:
        self.pieces = Pieces()
        self._tables = 0

    def read(self, slide: etree._Element, number: int) -> None:
        if slide.get("show", "1") in ("0", "false"):
            self.pieces.leave("hidden slide", text_of(slide))
            return
        for element in slide.iter(P + "sp", A + "tbl"):
            if element.tag == A + "tbl":
                self._table(element, number)
                continue
            kind = next((e.get("type", "") for e in element.iter(P + "ph")), "")
            hidden = next((e.get("hidden") for e in element.iter(P + "cNvPr")), None)
            if hidden in ("1", "true"):
                self.pieces.leave("hidden text", text_of(element))
            elif kind not in LAYOUT_FIELDS:
                style = "heading" if kind in TITLES else "paragraph"
                for text in _paragraphs(element):
                    self.pieces.add(text, f"slide {number}", style, number)

    def leave(self, package: Package, name: str) -> None:
        """Count what a slide leads to and that is not read."""
        for kind, target in package.all_relations(name):
            if kind in UNREAD:
                is_text = kind in ("notesSlide", "comments", "chart", "diagramData")
                root = package.tree(target) if is_text else None
                text = "" if root is None else " ".join(e.text or "" for e in root.iter() if e.text)
                self.pieces.leave(UNREAD[kind], text)

    def _table(self, table: etree._Element, page: int) -> None:
        self._tables += 1
        about = table.find(A + "tblPr")
        has_head = about is not None and about.get("firstRow") in ("1", "true")
        for row, line in enumerate(table.iterchildren(A + "tr"), start=1):
            for column, cell in enumerate(line.iterchildren(A + "tc"), start=1):
                # A cell that another one reaches over has text that nobody sees.
                if {cell.get("hMerge"), cell.get("vMerge")} & {"1", "true"}:
                    continue
                part = f"table {self._tables}, row {row}, column {column}"
                span = (_count(cell, "rowSpan"), _count(cell, "gridSpan"))
                for text in _paragraphs(cell):
                    self.pieces.add(
                        text, part, "cell", page, span=span, is_head=has_head and row == 1
                    )


def _paragraphs(element: etree._Element) -> Iterator[str]:
    for paragraph in element.iter(A + "p"):
        parts: list[str] = []
        for run in paragraph:
            if run.tag == A + "br":
                parts.append("\n")
            elif run.tag == A + "r" or (run.tag == A + "fld" and run.get("type") != "slidenum"):
                parts.append(_said(run))
        yield "".join(parts)


def _said(run: etree._Element) -> str:
    text = run.findtext(A + "t") or ""
    about = run.find(A + "rPr")
    if about is None:
        return text
    raised = about.get("baseline", "0").rstrip("%")
    if raised.lstrip("-").replace(".", "", 1).isdigit() and float(raised):
        text = superscript(text) if float(raised) > 0 else subscript(text)
    return struck(text) if about.get("strike", "noStrike") != "noStrike" else text


def _count(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1")
    return min(max(int(text[:9]), 1), SPAN) if text.isdecimal() else 1
