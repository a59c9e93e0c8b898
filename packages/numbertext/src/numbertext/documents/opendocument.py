"""Reads OpenDocument texts, presentations and spreadsheets (ODT, ODP, ODS): the text that is shown, cells apart.

A cell of a spreadsheet has the text that it shows in the file, as its program wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from numbertext.documents import limits
from numbertext.documents.document import Pieces
from numbertext.documents.docx.package import Package, broken
from numbertext.documents.docx.unread import text_of
from numbertext.documents.limits import SPAN
from numbertext.documents.opendocument_styles import TextStyle, text_styles
from numbertext.documents.raised import struck, subscript, superscript

SPACE = re.compile(r"[ \t\r\n]+")
BODY = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}body"
PAGE_FIELDS = frozenset(("page-number", "page-count", "page-continuation"))
# Kinds that are not read, and told of.
UNREAD = {
    "annotation": "comment",
    "tracked-changes": "deleted text",
    "hidden-text": "hidden text",
    "ruby-text": "reading aid (ruby)",
    "image": "picture",
    "object": "embedded object",
    "object-ole": "embedded object",
    "plugin": "embedded object",
    "notes": "speaker notes",
    "forms": "form field",
}
SILENT = frozenset(
    ("note-citation", "sequence-decls", "variable-decls", "user-field-decls", "tracked-change")
)
TURNED = {"super": superscript, "sub": subscript}
BLOCK_STYLES = {"h": "heading", "p": "paragraph"}


def read_opendocument(data: bytes) -> Pieces:
    """Return the pieces of an OpenDocument file.

    Raises:
        DocumentError: The file is broken, protected by a password, or breaks a limit.
    """
    package = Package(data)
    manifest = package.tree("META-INF/manifest.xml")
    if manifest is not None and any(_name(e) == "encryption-data" for e in manifest.iter()):
        raise broken("the file is protected by a password")
    content, settings = package.tree("content.xml"), package.tree("styles.xml")
    body = None if content is None else content.find(BODY)
    if body is None:
        raise broken("it has no body", "part content.xml")
    walk = _Walk(text_styles(content, settings))
    walk.blocks(body, "body")
    walk.notes()
    for margin in () if settings is None else settings.iter():
        if _name(margin) in ("header", "footer"):
            walk.blocks(margin, _name(margin))
    return walk.pieces


class _Walk:
    def __init__(self, styles: dict[str, TextStyle]) -> None:
        self.pieces = Pieces()
        self._styles = styles
        self._tables = self._pages = 0
        self._notes: list[tuple[str, etree._Element]] = []
        self._boxes: list[etree._Element] = []

    def blocks(self, element: etree._Element, part: str, style: str = "", **cell: object) -> None:
        """Read the paragraphs and tables of an element."""
        for child in element:
            name = _name(child)
            if name in BLOCK_STYLES:
                self._paragraph(child, part, style or BLOCK_STYLES[name], cell)
            elif name == "table":
                self._table(child)
            elif name in UNREAD:
                self._leave(name, child)
            elif name == "page":
                self._pages += 1
                self.blocks(child, f"slide {self._pages}", style)
            elif name == "list":
                self.blocks(child, part, style or "list")
            elif name not in SILENT and not self._is_hidden(child):
                self.blocks(child, part, style, **cell)

    def notes(self) -> None:
        """Read the notes that were met."""
        counts: dict[str, int] = {}
        while self._notes:
            kind, note = self._notes.pop(0)
            counts[kind] = counts.get(kind, 0) + 1
            self.blocks(note, f"{kind} {counts[kind]}", "note")

    def _is_hidden(self, element: etree._Element) -> bool:
        is_hidden = _value(element, "display") == "none" and _name(element) == "section"
        if is_hidden:
            self.pieces.leave("hidden text", text_of(element))
        return is_hidden

    def _leave(self, name: str, element: etree._Element) -> None:
        text = text_of(element)
        if text.strip() or name in ("image", "object", "object-ole", "plugin"):
            self.pieces.leave(UNREAD[name], text)

    def _paragraph(
        self, element: etree._Element, part: str, style: str, cell: dict[str, object]
    ) -> None:
        parts: list[str] = []
        base = self._styles.get(_value(element, "style-name"), TextStyle())
        self._inside(element, parts, base)
        text = SPACE.sub(" ", "".join(parts)).replace("\v", "\n").replace("\f", "\t")
        span, is_head = cell.get("span", (1, 1)), bool(cell.get("is_head"))
        page = self._pages or None
        self.pieces.add(text.replace("\0", " "), part, style, page, span=span, is_head=is_head)  # type: ignore[arg-type]
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box, f"slide {self._pages}" if self._pages else "text box")

    def _inside(self, element: etree._Element, parts: list[str], style: TextStyle) -> None:
        self._say(element.text, parts, style)
        for child in element:
            name = _name(child)
            if name == "span":
                self._inside(
                    child,
                    parts,
                    self._styles.get(_value(child, "style-name"), TextStyle()).over(style),
                )
            elif name in FIXED:
                self._say(FIXED[name](child), parts, style)
            elif name in UNREAD:
                self._leave(name, child)
            elif name == "note":
                body = next((e for e in child if _name(e) == "note-body"), None)
                if body is not None:
                    self._notes.append((_value(child, "note-class") or "footnote", body))
            elif name == "text-box":
                self._boxes.append(child)
            elif name not in SILENT and name not in PAGE_FIELDS:
                self._inside(child, parts, style)
            self._say(child.tail, parts, style)

    def _say(self, text: str | None, parts: list[str], style: TextStyle) -> None:
        if not text:
            return
        if style.is_hidden:
            if text.strip():
                self.pieces.leave("hidden text", text)
            return
        text = TURNED[style.raised](text) if style.raised in TURNED else text
        parts.append(struck(text) if style.is_struck else text)

    def _table(self, table: etree._Element) -> None:
        self._tables += 1
        number, row = self._tables, 0
        for line in table.iter():
            if _name(line) != "table-row" or _table_of(line) is not table:
                continue
            is_head = _name(line.getparent()) == "table-header-rows"
            if _value(line, "visibility") in ("collapse", "filter"):
                if text_of(line).strip():
                    self.pieces.leave("hidden text", text_of(line))
                row += _count(line, "number-rows-repeated")
                continue
            for _ in range(_count(line, "number-rows-repeated") if text_of(line).strip() else 1):
                row += 1
                self._row(line, number, row, is_head=is_head)
            if not text_of(line).strip():
                row += _count(line, "number-rows-repeated") - 1

    def _row(self, line: etree._Element, number: int, row: int, *, is_head: bool) -> None:
        column = 1
        for cell in line:
            if _name(cell) not in ("table-cell", "covered-table-cell"):
                continue
            times = _count(cell, "number-columns-repeated")
            span = (_count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned"))
            if _name(cell) == "table-cell" and text_of(cell).strip():
                for at in range(column, column + min(times, SPAN)):
                    part = f"table {number}, row {row}, column {at}"
                    self.blocks(cell, part, "cell", span=span, is_head=is_head)
            column += times


FIXED: dict[str, Callable[[etree._Element], str]] = {
    "s": lambda e: "\0" * min(_count(e, "c"), SPAN),
    "tab": lambda _: "\f",
    "line-break": lambda _: "\v",
    "soft-hyphen": lambda _: "\u00ad",
}


def _table_of(row: etree._Element) -> etree._Element | None:
    return next((e for e in row.iterancestors() if _name(e) == "table"), None)


def _name(element: etree._Element | None) -> str:
    tag = None if element is None else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(element: etree._Element, name: str) -> str:
    """Return an attribute by its name, in whatever namespace."""
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith("}" + name)), "")


def _count(element: etree._Element, name: str) -> int:
    text = _value(element, name)
    return min(max(int(text[:9]), 1), limits.BLOCKS + 1) if text.isdecimal() else 1
