"""One worksheet of an old XLS workbook: xlrd reads cells, styles and merges, the file's records tell formulas."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import xlrd  # type: ignore[import-untyped]
from xlrd.compdoc import CompDoc  # type: ignore[import-untyped]

from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.archive import no_workbook
from warehouse.sources.readers.sheet import (
    Area,
    Oddity,
    SheetFrame,
    SheetName,
    SheetRow,
    broken,
    chosen_sheet,
)
from warehouse.sources.readers.stored_numbers import (
    NumberFormat,
    float_text,
    format_of,
    serial_fault,
    serial_text,
)

FORMULAS = (0x0006, 0x0206, 0x0406)
BOUND_SHEET, BEGIN, END = 0x0085, 0x0809, 0x000A


class XlsSheet:
    """The worksheet that the options choose; see `sheet.Worksheet`."""

    def __init__(self, data: io.BytesIO, options: ReaderOptions, where: str) -> None:
        content = data.getvalue()
        self._where = where
        try:
            self._book = xlrd.open_workbook(
                file_contents=content,
                formatting_info=True,
                on_demand=True,
                ragged_rows=True,
                logfile=io.StringIO(),
            )
            sheets = [self._book.sheet_by_index(number) for number in range(self._book.nsheets)]
            offsets = _offsets(content)
        except Exception as error:
            raise no_workbook(_said(error), where) from error
        names = [SheetName(s.name, s.visibility == 0, str(n)) for n, s in enumerate(sheets)]
        chosen = chosen_sheet(names, options.sheet, where, may_be_hidden=options.read_hidden)
        if len(offsets) != len(sheets):
            raise broken("its list of sheets is not the one that it holds", where)
        self.name = chosen.name
        self._sheet = sheets[int(chosen.place)]
        self._formulas = _formulas(content, offsets[int(chosen.place)])
        self.frame = SheetFrame(
            tuple(
                Area(top + 1, left + 1, end, right)
                for top, end, left, right in self._sheet.merged_cells
            ),
            tuple((c + 1, c + 1) for c, info in self._sheet.colinfo_map.items() if info.hidden),
        )

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows that have cells."""
        for number in range(self._sheet.nrows):
            texts: dict[int, str] = {}
            odd: dict[int, Oddity] = {}
            for column in range(self._sheet.row_len(number)):
                text, oddity = self._cell(number, column)
                if text:
                    texts[column + 1] = text
                if oddity != Oddity():
                    odd[column + 1] = oddity
            if texts or odd:
                info = self._sheet.rowinfo_map.get(number)
                yield SheetRow(number + 1, texts, odd, bool(info and info.hidden))

    def _cell(self, row: int, column: int) -> tuple[str, Oddity]:
        cell = self._sheet.cell(row, column)
        is_formula = (row, column) in self._formulas
        if cell.ctype == xlrd.XL_CELL_ERROR:
            error = xlrd.error_text_from_code.get(cell.value, "#N/A")
            return "", Oddity(error=error, is_formula=is_formula)
        if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            return "", Oddity(is_formula=is_formula)
        if cell.ctype == xlrd.XL_CELL_TEXT:
            return self._text(row, column, cell, is_formula=is_formula)
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return ("true" if cell.value else "false"), Oddity(is_formula=is_formula)
        text, unreadable = self._number(cell)
        raised, struck = self._marks(self._style(cell).font_index)
        return text, Oddity(
            is_formula=is_formula,
            raised=text if raised else "",
            struck=text if struck else "",
            unreadable=unreadable,
        )

    def _number(self, cell: xlrd.sheet.Cell) -> tuple[str, str]:
        shown = format_of(self._book.format_map[self._style(cell).format_key].format_str)
        if shown is NumberFormat.NUMBER:
            text = float_text(cell.value)
            words = f"{cell.value!r} has more digits than a spreadsheet keeps"
        else:
            stored = repr(cell.value).removesuffix(".0")
            text = serial_text(stored, shown, is_1904=self._book.datemode == 1)
            words = serial_fault(stored, shown)
        return (text, "") if text is not None else (repr(cell.value), words)

    def _style(self, cell: xlrd.sheet.Cell) -> xlrd.formatting.XF:
        return self._book.xf_list[cell.xf_index]

    def _marks(self, font: int) -> tuple[bool, bool]:
        given = self._book.font_list[font]
        return given.escapement in (1, 2), bool(given.struck_out)

    def _text(
        self,
        row: int,
        column: int,
        cell: xlrd.sheet.Cell,
        *,
        is_formula: bool,
    ) -> tuple[str, Oddity]:
        runs = list(self._sheet.rich_text_runlist_map.get((row, column), ()))
        starts = [(0, self._style(cell).font_index), *runs]
        ends = [start for start, _ in runs] + [len(cell.value)]
        parts = [
            (cell.value[start:end], *self._marks(font))
            for (start, font), end in zip(starts, ends, strict=True)
        ]
        raised = "".join(text for text, is_raised, _ in parts if is_raised).strip()
        struck = "".join(text for text, _, is_struck in parts if is_struck).strip()
        plain = (
            "".join(text for text, *marks in parts if not any(marks)) if raised or struck else ""
        )
        return cell.value, Oddity(is_formula=is_formula, raised=raised, struck=struck, plain=plain)


def _said(error: Exception) -> str:
    if "encrypted" in str(error).lower():
        return "it is protected by a password"
    return f"it is no XLS workbook ({type(error).__name__})"


def _stream(content: bytes) -> bytes:
    """Return the records of the workbook out of the compound document around them."""
    for name in ("Workbook", "Book"):
        found = CompDoc(content, logfile=io.StringIO()).locate_named_stream(name)
        if found[0]:
            memory, base, size = found
            return bytes(memory[base : base + size])
    return content


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        start += 4 + size


def _offsets(content: bytes) -> list[int]:
    """Return where the records of each worksheet begin."""
    found = []
    for kind, data in _records(_stream(content), 0):
        if kind == END:
            break
        if kind == BOUND_SHEET and data[5] == 0:
            found.append(int(struct.unpack_from("<I", data)[0]))
    return found


def _formulas(content: bytes, offset: int) -> frozenset[tuple[int, int]]:
    """Return row and column, counted from 0, of the cells of a sheet that are formulas; charts inside it are passed."""
    found: set[tuple[int, int]] = set()
    depth = 0
    for kind, data in _records(_stream(content), offset):
        depth += (kind == BEGIN) - (kind == END)
        if depth == 0:
            break
        if kind in FORMULAS and depth == 1:
            row, column = struct.unpack_from("<HH", data)
            found.add((row, column))
    return frozenset(found)
