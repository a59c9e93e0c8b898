"""The rows of an XLSX sheet in one pass over its text: plain rows by pattern, all others by an XML parser, row by row.

A row is plain when the pattern accounts for every tag in it: cells with a place, in order, with numbers, texts, days or
nothing. A formula, an error or a mark in a row costs the careful reading of this row and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from warehouse.sources.readers.archive import children, is_on, local, parsed
from warehouse.sources.readers.sheet import (
    SHEET_COLUMNS,
    SHEET_ROWS,
    Area,
    SheetRow,
    broken,
    column_number,
)
from warehouse.sources.readers.stored_numbers import NumberFormat, number_text, serial_text
from warehouse.sources.readers.xlsx_book import XlsxBook, unescaped
from warehouse.sources.readers.xlsx_cells import CellReader

CHUNK = 1 << 20
ROW_END = b"</row>"
ROW = re.compile(r'\s*<row r="([1-9]\d{0,6})"((?: [A-Za-z:0-9]+="[^"<>&]*")*)(/?)>')
CELL = re.compile(
    r'<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d{1,5})")?(?: t="(s|n|b|str)")?'
    r"(?:/>|><v>([^<&\r]+)</v></c>)"
)
HIDING = re.compile(r' (?:hidden="(?:1|true)"|ht="0(?:\.0+)?")')
REMEMBERED = 100_000


class ColumnNumbers(dict[str, int]):
    """Column numbers by letters, each worked out once."""

    def __missing__(self, letters: str) -> int:
        number = self[letters] = column_number(letters)
        return number


class PlainValues(dict[tuple[str, str, str], str | None]):
    """Texts of plain cells by style, kind and stored value, each worked out once; None for what takes a closer look."""

    def __init__(self, book: XlsxBook) -> None:
        super().__init__()
        self._book = book
        self._marked = book.styles.raised | book.styles.struck

    def __missing__(self, cell: tuple[str, str, str]) -> str | None:
        if len(self) > REMEMBERED:
            self.clear()
        text = self[cell] = self._text(*cell)
        return text

    def _text(self, style: str, kind: str, value: str) -> str | None:
        if style in self._marked:
            return None
        if kind == "s":
            place = int(value) if value.isdecimal() else -1
            is_plain = 0 <= place < len(self._book.texts) and place not in self._book.odd_texts
            return self._book.texts[place] if is_plain else None
        if kind == "str":
            return unescaped(value)
        if kind == "b":
            return {"0": "false", "1": "true"}.get(value)
        shown = self._book.styles.shown.get(style, NumberFormat.NUMBER)
        if shown is NumberFormat.NUMBER:
            return number_text(value)
        return serial_text(value, shown, is_1904=self._book.is_1904)


class RowScanner:
    """Reads the rows of one sheet.

    Args:
        book: What its cells refer to.
        root: The opening tag of the sheet, which declares the namespaces.
        where: The file as named in errors.
    """

    def __init__(self, book: XlsxBook, root: str, where: str) -> None:
        self._book = book
        self._root = root
        self._where = where
        self._cells = CellReader(book, where)
        self._columns = ColumnNumbers()
        self._number = 0
        self._known = PlainValues(book)
        self._spread: list[Area] = []

    def of_text(self, body: bytes) -> Iterator[SheetRow]:
        """Yield the rows of the text between the tags of `sheetData`."""
        start = 0
        while start < len(body):
            end = body.find(ROW_END, min(start + CHUNK, len(body)))
            end = len(body) if end < 0 else end + len(ROW_END)
            for piece in self._decoded(body[start:end]).split("</row>"):
                if piece and not piece.isspace():
                    row = self._plain(piece)
                    yield from (row,) if row else self._careful(piece)
            start = end

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            raise broken("its sheet is not UTF-8 text", self._where) from error

    def _plain(self, piece: str) -> SheetRow | None:
        """Return a row that is plain, or None."""
        row = ROW.match(piece)
        if not row or row[3] or self._spread:
            return None
        at, columns, known = row[1], self._columns, self._known
        texts: dict[int, str] = {}
        last, blanks = 0, 0
        for letters, number, style, kind, value in CELL.findall(piece, row.end()):
            place = columns[letters]
            if number != at or place <= last:
                return None
            last = place
            if value:
                text = known[style, kind, value]
                if text is None:
                    return None
                texts[place] = text
            else:
                blanks += 1
        if piece.count("<") != 1 + 4 * len(texts) + blanks or last > SHEET_COLUMNS:
            return None
        self._number = self._next(int(at))
        return SheetRow(self._number, texts, is_hidden=HIDING.search(row[2]) is not None)

    def _careful(self, piece: str) -> Iterator[SheetRow]:
        """Yield the rows of a piece that an XML parser reads: empty ones, and at most one with cells."""
        end = "</row>" if self._is_open(piece) else ""
        xml = f"{self._root}{piece}{end}</worksheet>".encode()
        for element in parsed(xml, "of the sheet", self._where):
            yield self.of_element(element)

    @staticmethod
    def _is_open(piece: str) -> bool:
        """Return whether a piece ends inside a row, as all do but what follows the last row."""
        tag = piece.rfind("<row")
        return not piece[tag:].rstrip().endswith("/>") or "<c" in piece[tag:]

    def of_element(self, element: etree._Element) -> SheetRow:
        """Return a row of whatever form; raises SourceFileError where it is no row, or out of order."""
        if local(element) != "row":
            raise broken(f"something stands between its rows: {local(element)}", self._where)
        given = element.get("r")
        self._number = self._next(int(given) if given and given.isdecimal() else self._number + 1)
        texts, odd = self._cells.of_row(element, self._number, self._spread)
        is_hidden = is_on(element.get("hidden")) or element.get("ht") in ("0", "0.0")
        return SheetRow(self._number, texts, odd, is_hidden)

    def _next(self, number: int) -> int:
        if not self._number < number <= SHEET_ROWS:
            fact = f"row {number} of its sheet follows row {self._number}"
            raise broken(fact, self._where)
        return number


def head_and_tail(data: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Cut a sheet into what stands before, in and after its rows; None where that takes an XML parser.

    A sheet is cut by its text when its tags have no prefix, it is UTF-8, and holds no comments, instructions or
    unparsed text, which could hide a tag.
    """
    start = data.find(b"<sheetData>")
    end = data.rfind(b"</sheetData>")
    head = data[: max(start, 0)]
    declared = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>", data)
    is_utf8 = (
        declared is None or b"encoding" not in declared[0] or b'"utf-8"' in declared[0].lower()
    )
    is_hiding = b"<!" in data or data.count(b"<?") > (declared is not None)
    if start < 0 or end < start or is_hiding or not is_utf8 or b"<worksheet" not in head:
        return None
    return head, data[start + len(b"<sheetData>") : end], data[end + len(b"</sheetData>") :]


def root_tag(head: bytes) -> str:
    """Return the opening tag of a sheet, in UTF-8."""
    start = head.index(b"<worksheet")
    return head[start : head.index(b">", start) + 1].decode()


def frame_element(head: bytes, tail: bytes, where: str) -> etree._Element:
    """Return the sheet without its rows."""
    return parsed(head + b"<sheetData/>" + tail, "of the sheet", where)


def elements_of(sheet: etree._Element, where: str) -> Iterator[etree._Element]:
    """Yield the row elements of a parsed sheet."""
    data = list(children(sheet, "sheetData"))
    if len(data) != 1:
        raise broken(f"its sheet has {len(data)} blocks of rows", where)
    yield from data[0]
