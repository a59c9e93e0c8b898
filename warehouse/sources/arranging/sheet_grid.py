"""A worksheet as a grid: all its rows and columns, with what is to be asked of a row that has formulas or errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from warehouse.sources.arranging.grid import GridRow, Judge, Merge
from warehouse.sources.faults import Faults
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.xlsx_file import judged_cells, open_sheet, text_of
from warehouse.sources.readers.xlsx_safety import has_special_cells, read_workbook
from warehouse.sources.readers.xlsx_sheet import NONE, special_cells


class SheetRows:
    """One worksheet of an open workbook; see `grid.RawGrid`."""

    has_equal_rows = True

    def __init__(self, path: Path, options: ReaderOptions, where: str) -> None:
        self._options = options
        data = read_workbook(path, where)
        is_special = has_special_cells(data, data.getbuffer().nbytes, where)
        self._sheet, self.sheet = open_sheet(data, options, where)
        self._special = special_cells(data, self.sheet, where) if is_special else NONE
        self.physical_lines = 0
        self.merges: list[Merge] = [
            (top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in self._sheet.merged_cell_ranges or []
        ]

    def rows(self) -> Iterator[GridRow]:
        """Yield the rows that say anything; see `RawGrid`."""
        before = [""] * (self._sheet.start or (0, 0))[1]
        odd = {row for row, _ in (*self._special.errors, *self._special.formulas)}
        for number, row in enumerate(self._sheet.iter_rows(), start=1):
            self.physical_lines = number
            cells = [cell if type(cell) is str else text_of(cell) for cell in row]
            if number > self._options.preamble_lines and (any(cells) or number in odd):
                yield GridRow(number, before + cells, self._judge(number, cells, len(before), odd))

    def _judge(self, number: int, cells: list[str], offset: int, odd: set[int]) -> Judge | None:
        if number not in odd:
            return None
        texts = {at + offset + 1: cell for at, cell in enumerate(cells)}
        return partial(self._judged, number, texts)

    def _judged(
        self, number: int, texts: Mapping[int, str], names: Mapping[int, str], faults: Faults
    ) -> Mapping[int, str] | None:
        is_readable = judged_cells(self._special, number, texts, names, faults)
        return texts if is_readable else None

    def close(self) -> None:
        """The whole workbook is in memory; nothing stays open."""
