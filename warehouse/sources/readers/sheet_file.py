"""Reads one worksheet of a workbook, row by row, with the row number of the sheet as line.

Values are read as they are stored; what a cell's format shows on the screen plays no part. What is odd about a cell is
judged by `sheet_judging`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from warehouse.errors import SourceFileError
from warehouse.sources.faults import Faults, Rule
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.archive import read_workbook
from warehouse.sources.readers.batch import RowCollector, Work
from warehouse.sources.readers.header import joined
from warehouse.sources.readers.ods_sheet import OdsSheet
from warehouse.sources.readers.sheet import SheetRow, Worksheet
from warehouse.sources.readers.sheet_judging import CellJudge
from warehouse.sources.readers.xls_sheet import XlsSheet
from warehouse.sources.readers.xlsx_sheet import XlsxSheet

UNNAMED = Rule(
    "file.named_cells",
    "",
    "every cell with a value has a column name above it",
    "name the column in the header, or clear the cell",
    quotes=False,
)
WORKSHEETS: Mapping[str, Callable[[io.BytesIO, ReaderOptions, str], Worksheet]] = {
    "ods": OdsSheet,
    "xls": XlsSheet,
    "xlsx": XlsxSheet,
}


class SheetReader:
    """One worksheet of an open workbook; see `batch.Reader`."""

    def __init__(self, path: Path, options: ReaderOptions, where: str) -> None:
        self._options = options
        self._where = where
        self._sheet = WORKSHEETS[options.format](
            read_workbook(path, where, options.member), options, where
        )
        self.sheet = self._sheet.name
        self._rows = self._numbered()
        self.header_line = options.preamble_lines + 1
        self.physical_lines = 0
        self._judge = CellJudge(self._sheet.frame, options, self.header_line + options.header_rows)
        self._next: SheetRow | None = None
        self._places = self._header()
        self.names = tuple(self._places.values())
        self.positions = tuple(self._places)

    def close(self) -> None:
        """The whole workbook is in memory; nothing stays open."""

    def _numbered(self) -> Iterator[SheetRow]:
        """Yield the rows that say anything, and count the rows up to each."""
        for row in self._sheet.rows():
            if row.odd or any(map(str.strip, row.texts.values())):
                self.physical_lines = row.number
                yield row

    def _header(self) -> dict[int, str]:
        """Read the header; return the column names by column number, those without a name left out."""
        last = self._options.preamble_lines + self._options.header_rows
        found: dict[int, Mapping[int, str]] = {}
        for row in self._rows:
            if row.number > last:
                self._next = row
                break
            if row.number >= self.header_line:
                found[row.number] = self._spread(row)
        if self.physical_lines < last:
            raise self._without_header(last)
        width = max((max(texts, default=0) for texts in found.values()), default=0)
        rows = [
            [found.get(number, {}).get(place, "") for place in range(1, width + 1)]
            for number in range(self.header_line, last + 1)
        ]
        named = {place: name for place, name in enumerate(joined(rows), start=1) if name}
        shown = self._judge.shown_columns(named)
        self._passed_over = named.keys() - shown.keys()
        return shown

    def _without_header(self, last: int) -> SourceFileError:
        return SourceFileError(
            f"the sheet {self.sheet!r} ends before its header: it has {self.physical_lines} rows",
            where=self._where,
            expected=f"a header in row {last}",
            remedy="correct preamble_lines, header_rows or sheet in the reader options",
        )

    def _spread(self, row: SheetRow) -> dict[int, str]:
        """Return the texts of a header row, that of merged cells in each cell that they cover to the right."""
        texts = dict(row.texts) | {place: odd.error for place, odd in row.odd.items() if odd.error}
        for area in self._sheet.frame.merged:
            if area.top <= row.number <= area.bottom and area.left in texts:
                texts |= dict.fromkeys(range(area.left, area.right + 1), texts[area.left])
        return texts

    def work(self, whole: frozenset[str]) -> Iterator[Work]:
        """Yield the rows in batches; rows without any value are passed over."""
        collector = RowCollector(self.names)
        places = self._places
        hidden = self._judge.hidden_columns(places)
        for row in self._below():
            if not self._judge.is_wanted(row):
                continue
            texts = row.texts
            if not texts.keys() <= places.keys():
                self._report_unnamed(row, collector.faults)
            if row.odd:
                judged = self._judge.judged(row, places, collector.faults)
                if judged is None:
                    collector.reject(row.number)
                    continue
                texts = judged
            collector.keep(row.number, [texts.get(place, "") for place in places])
            yield from collector.full()
        self._judge.conclude(hidden, collector.faults)
        yield from collector.rest()

    def _below(self) -> Iterator[SheetRow]:
        """Yield the rows below the header."""
        if self._next:
            yield self._next
        yield from self._rows

    def _report_unnamed(self, row: SheetRow, faults: Faults) -> None:
        for place, text in row.texts.items():
            if place not in self._places and place not in self._passed_over and text.strip():
                faults.add(UNNAMED, row.number, f"column {place} of the sheet")
