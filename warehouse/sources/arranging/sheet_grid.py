"""A worksheet as a grid: all its rows and columns, with what is to be asked of a row whose cells are odd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from warehouse.sources.arranging.grid import GridRow, Merge
from warehouse.sources.faults import Faults
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.archive import read_workbook
from warehouse.sources.readers.sheet import SheetRow
from warehouse.sources.readers.sheet_file import WORKSHEETS
from warehouse.sources.readers.sheet_judging import CellJudge


class SheetRows:
    """One worksheet of an open workbook; see `grid.RawGrid`."""

    has_equal_rows = True

    def __init__(self, path: Path, options: ReaderOptions, where: str) -> None:
        self._options = options
        data = read_workbook(path, where, options.member)
        self._sheet = WORKSHEETS[options.format](data, options, where)
        self.sheet = self._sheet.name
        self.physical_lines = 0
        frame = self._sheet.frame
        # Which merged cells are right depends on the columns that are filled: see `merges`.
        self._judge = CellJudge(replace(frame, merged=()), options, options.preamble_lines + 1)
        self.merges: list[Merge] = [
            (area.top, area.left, area.bottom, area.right) for area in frame.merged
        ]

    def rows(self) -> Iterator[GridRow]:
        """Yield the rows that say anything; see `RawGrid`."""
        for row in self._sheet.rows():
            if not row.odd and not any(map(str.strip, row.texts.values())):
                continue
            self.physical_lines = row.number
            if row.number > self._options.preamble_lines and self._judge.is_wanted(row):
                yield self._row(row)

    def _row(self, row: SheetRow) -> GridRow:
        texts = self._judge.shown_columns(dict(row.texts))
        width = max((*texts, *row.odd), default=0)
        cells = [texts.get(place, "") for place in range(1, width + 1)]
        return GridRow(row.number, cells, partial(self._judge.judged, row) if row.odd else None)

    def conclude(self, names: Mapping[int, str], faults: Faults) -> None:
        """Say what is hidden; see `RawGrid`."""
        self._judge.conclude(self._judge.hidden_columns(dict(names)), faults)

    def close(self) -> None:
        """The whole workbook is in memory; nothing stays open."""
