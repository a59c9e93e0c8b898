"""Reads one worksheet of an XLSX workbook, row by row, with the row number of the sheet as line.

Values are read as they are stored; what a cell's format shows on the screen plays no part.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook

from warehouse.errors import SourceFileError
from warehouse.sources.faults import Faults, Rule
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.batch import RowCollector, Work
from warehouse.sources.readers.header import joined
from warehouse.sources.readers.xlsx_safety import has_special_cells, read_workbook
from warehouse.sources.readers.xlsx_sheet import NONE, SpecialCells, chosen_sheet, special_cells

PASTE = "replace the formula by its value (copy, paste as values) and save the workbook"
UNNAMED = Rule(
    "file.named_cells",
    "",
    "every cell with a value has a column name above it",
    "name the column in the header, or clear the cell",
    quotes=False,
)
MERGED = Rule(
    "file.merged_cells",
    "",
    "cells below the header are not merged",
    "unmerge the cells and write the value into each row that it stands for",
)


class XlsxReader:
    """One worksheet of an open workbook; see `batch.Reader`."""

    def __init__(self, path: Path, options: ReaderOptions, where: str) -> None:
        self._options = options
        self._where = where
        data = read_workbook(path, where)
        is_special = has_special_cells(data, data.getbuffer().nbytes, where)
        self._sheet, self.sheet = open_sheet(data, options, where)
        self._special = special_cells(data, self.sheet, where) if is_special else NONE
        self._first_column = (self._sheet.start or (0, 0))[1] + 1
        self._rows = self._numbered_rows()
        self.header_line = options.preamble_lines + 1
        self.physical_lines = 0
        self._places, self._unnamed = self._header()
        self.names = tuple(self._places.values())
        self.positions = tuple(place + self._first_column for place in self._places)

    def close(self) -> None:
        """The whole workbook is in memory; nothing stays open."""

    def _numbered_rows(self) -> Iterator[tuple[int, list[object]]]:
        """Yield the rows with their numbers, each from the first column that is used anywhere."""
        for number, row in enumerate(self._sheet.iter_rows(), start=1):
            self.physical_lines = number
            yield number, row

    def _header(self) -> tuple[dict[int, str], list[int]]:
        """Read the header; return the column names by their place in a row, and the places without a name."""
        last = self._options.preamble_lines + self._options.header_rows
        rows: list[list[str]] = []
        for number, row in self._rows:
            if number >= self.header_line:
                rows.append(self._spread(number, [text_of(cell) for cell in row]))
            if number == last:
                names = list(enumerate(joined(rows)))
                return (
                    {place: name for place, name in names if name},
                    [place for place, name in names if not name],
                )
        raise SourceFileError(
            f"the sheet {self.sheet!r} ends before its header: it has {self.physical_lines} rows",
            where=self._where,
            expected=f"a header in row {last}",
            remedy="correct preamble_lines, header_rows or sheet in the reader options",
        )

    def _spread(self, number: int, texts: list[str]) -> list[str]:
        """Write the text of merged header cells into each cell that they cover to the right."""
        for (top, left), (bottom, right) in self._sheet.merged_cell_ranges or []:
            first = left + 1 - self._first_column
            if top + 1 <= number <= bottom + 1 and 0 <= first < len(texts):
                end = min(right + 2 - self._first_column, len(texts))
                texts[first:end] = [texts[first]] * (end - first)
        return texts

    def work(self, whole: frozenset[str]) -> Iterator[Work]:
        """Yield the rows in batches; rows without any value are passed over."""
        collector = RowCollector(self.names)
        self._report_merged(collector.faults)
        for number, row in self._rows:
            texts = [cell if type(cell) is str else text_of(cell) for cell in row]
            if not any(texts) and not self._has_special(number):
                continue
            for place in self._unnamed:
                if texts[place].strip():
                    faults = collector.faults
                    faults.add(UNNAMED, number, f"column {place + self._first_column} of the sheet")
            if self._is_readable(number, texts, collector.faults):
                collector.keep(number, [texts[place] for place in self._places])
            else:
                collector.reject(number)
            yield from collector.full()
        yield from collector.rest()

    def _report_merged(self, faults: Faults) -> None:
        last_header = self._options.preamble_lines + self._options.header_rows
        for (top, _), (bottom, _) in self._sheet.merged_cell_ranges or []:
            if bottom + 1 > last_header:
                faults.add(MERGED, max(top + 1, last_header + 1))

    def _has_special(self, number: int) -> bool:
        return self._special is not NONE and any(
            (number, place + self._first_column) in self._special.errors
            or (number, place + self._first_column) in self._special.formulas
            for place in self._places
        )

    def _is_readable(self, number: int, texts: list[str], faults: Faults) -> bool:
        """Report the formulas and errors of a row; return whether all its cells have a value of their own."""
        names = {place + self._first_column: name for place, name in self._places.items()}
        by_column = {column: texts[column - self._first_column] for column in names}
        return judged_cells(self._special, number, by_column, names, faults)


def judged_cells(
    special: SpecialCells,
    number: int,
    texts: Mapping[int, str],
    names: Mapping[int, str],
    faults: Faults,
) -> bool:
    """Report the formulas and errors in some columns of a row; return whether all have a value of their own."""
    if special is NONE:
        return True
    is_readable = True
    for column, name in names.items():
        cell = (number, column)
        if cell in special.errors:
            is_readable = False
            words = f"{name} is not an error value"
            remedy = "correct the formula in the source workbook, or clear the cell"
            faults.add(Rule("file.error_values", name, words, remedy), number, special.errors[cell])
        elif cell in special.formulas:
            if texts.get(column):
                words = f"{name} is a value and not a formula; the value last calculated was read"
                faults.add(Rule("file.formulas", name, words, PASTE, "warning"), number)
            else:
                is_readable = False
                words = f"{name} is a formula whose value is stored"
                faults.add(Rule("file.formula_values", name, words, PASTE), number)
    return is_readable


def open_sheet(data: io.BytesIO, options: ReaderOptions, where: str) -> tuple[CalamineSheet, str]:
    """Return the worksheet to read and its name; raises SourceFileError where it cannot be read."""
    data.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(data)
        name = chosen_sheet(workbook, options, where)
        return workbook.get_sheet_by_name(name), name
    except SourceFileError:
        raise
    except BaseException as error:
        # The reader is written in Rust: a panic there is no Exception, and still only a broken file.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise SourceFileError(
            f"the workbook cannot be read: {type(error).__name__}: {error}",
            where=where,
            remedy="open it in a spreadsheet program, save it as XLSX, and fetch or register that file",
        ) from error


def text_of(cell: object) -> str:
    """Return the stored value of a cell as text: numbers without exponent, dates as YYYY-MM-DD."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime.datetime):
        is_day = cell.time() == datetime.time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ")
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell)
