"""Reads workbooks (XLSX): each sheet a table, each cell as it shows its value.

Formulas are never worked out: a cell has the value that the program wrote into the file with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from numbertext.documents.document import Pieces
from numbertext.documents.docx import unread
from numbertext.documents.docx.names import R
from numbertext.documents.docx.package import Package, broken
from numbertext.documents.docx.unread import text_of
from numbertext.documents.limits import SPAN
from numbertext.documents.raised import struck, subscript, superscript
from numbertext.documents.sheet_formats import BUILT_IN, shown

if TYPE_CHECKING:
    from lxml import etree

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MAIN = "xl/workbook.xml"
PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
RAISED = {"superscript": superscript, "subscript": subscript}
HIDDEN = ("hidden", "veryHidden")
YES = ("1", "true")


def read_sheets(data: bytes) -> Pieces:
    """Return the pieces of an XLSX file.

    Raises:
        DocumentError: The file is no workbook, is broken, or breaks a limit.
    """
    package = Package(data)
    root = package.tree(MAIN)
    if root is None:
        raise broken("the archive has no workbook in it")
    related = package.relations(MAIN)
    by_kind = dict(related.values())
    book = _Book(
        package.tree(by_kind.get("sharedStrings", "")), package.tree(by_kind.get("styles", ""))
    )
    for number, sheet in enumerate(root.iter(X + "sheet"), start=1):
        kind, name = related.get(sheet.get(R + "id", ""), ("", ""))
        tree = package.tree(name)
        if tree is None or kind != "worksheet":
            book.pieces.leave("chart" if kind == "chartsheet" else "sheet of another kind")
        elif sheet.get("state") in HIDDEN:
            book.pieces.leave("hidden sheet", text_of(tree))
        else:
            book.read(tree, number, sheet.get("name", ""))
            book.leave(package, name)
    return book.pieces


class _Book:
    def __init__(self, strings: etree._Element | None, styles: etree._Element | None) -> None:
        self.pieces = Pieces()
        self._strings = (
            [] if strings is None else [_rich(e) for e in strings.iterchildren(X + "si")]
        )
        self._codes = _codes(styles)

    def read(self, sheet: etree._Element, number: int, name: str) -> None:
        """Read a sheet that is shown."""
        self.pieces.add(name, f"sheet {number}", "heading", number)
        spans, covered = _merged(sheet)
        hidden = {
            column
            for col in sheet.iter(X + "col")
            if col.get("hidden") in YES
            for column in range(int(col.get("min", "1")), min(int(col.get("max", "1")), 16_384) + 1)
        }
        row = 0
        for line in sheet.iter(X + "row"):
            row = int(line.get("r", row + 1))
            column = 0
            for cell in line.iterchildren(X + "c"):
                found = PLACE.fullmatch(cell.get("r", ""))
                column = _column(found[1]) if found else column + 1
                text = self._text(cell)
                if line.get("hidden") in YES or column in hidden or (row, column) in covered:
                    if text.strip():
                        self.pieces.leave("hidden text", text)
                    continue
                part = f"table {number}, row {row}, column {column}"
                self.pieces.add(text, part, "cell", number, span=spans.get((row, column), (1, 1)))

    def leave(self, package: Package, name: str) -> None:
        """Count what a sheet leads to and that is not read."""
        for kind, target in package.all_relations(name):
            if kind == "drawing":
                for inner, _ in package.all_relations(target):
                    if inner in unread.KINDS:
                        self.pieces.leave(unread.KINDS[inner])
            elif kind in ("comments", "threadedComment"):
                root = package.tree(target)
                self.pieces.leave("comment", "" if root is None else text_of(root))
            elif kind in unread.KINDS:
                self.pieces.leave(unread.KINDS[kind])

    def _text(self, cell: etree._Element) -> str:
        kind, value = cell.get("t", "n"), cell.findtext(X + "v")
        if kind == "inlineStr":
            inline = cell.find(X + "is")
            return "" if inline is None else _rich(inline)
        if value is None:
            if cell.find(X + "f") is not None:
                self.pieces.leave("formula without a value")
            return ""
        match kind:
            case "s":
                at = int(value) if value.isdecimal() else len(self._strings)
                if at >= len(self._strings):
                    raise broken(f"cell {cell.get('r')} has a text that the workbook has not")
                return self._strings[at]
            case "b":
                return "TRUE" if value == "1" else "FALSE"
            case "n":
                style = cell.get("s", "0")
                code = (
                    self._codes[int(style)]
                    if style.isdecimal() and int(style) < len(self._codes)
                    else "General"
                )
                text, is_applied = shown(value, code)
                if not is_applied:
                    self.pieces.leave(
                        "number format that is not applied (the number is read as stored)", text
                    )
                return text
            case _:
                return str(value)


def _rich(element: etree._Element) -> str:
    """Return a text of runs; text that only tells how to pronounce it is left out."""
    parts: list[str] = []
    for child in element:
        if child.tag == X + "t":
            parts.append(child.text or "")
        elif child.tag == X + "r":
            text = child.findtext(X + "t") or ""
            about = child.find(X + "rPr")
            way = None if about is None else about.find(X + "vertAlign")
            line = None if about is None else about.find(X + "strike")
            change = RAISED.get("" if way is None else way.get("val", ""))
            text = change(text) if change else text
            parts.append(struck(text) if line is not None and line.get("val", "1") in YES else text)
    return "".join(parts)


def _codes(styles: etree._Element | None) -> list[str]:
    """Return the format codes of the cell styles, in their order."""
    if styles is None:
        return []
    own = {e.get("numFmtId"): e.get("formatCode", "General") for e in styles.iter(X + "numFmt")}
    listed = styles.find(X + "cellXfs")
    found = []
    for style in () if listed is None else listed:
        name = style.get("numFmtId", "0")
        usual = BUILT_IN.get(int(name), "?/?") if name.isdecimal() else "General"
        found.append(own.get(name, usual))
    return found


def _merged(
    sheet: etree._Element,
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for merged in sheet.iter(X + "mergeCell"):
        places = PLACE.findall(merged.get("ref", ""))
        if len(places) != 2:
            continue
        (c0, r0), (c1, r1) = ((_column(name), int(row)) for name, row in places)
        rows, columns = min(max(r1 - r0 + 1, 1), SPAN), min(max(c1 - c0 + 1, 1), SPAN)
        spans[r0, c0] = rows, columns
        if rows * columns <= SPAN:
            covered.update((r, c) for r in range(r0, r0 + rows) for c in range(c0, c0 + columns))
            covered.discard((r0, c0))
    return spans, covered


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
