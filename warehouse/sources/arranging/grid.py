"""A file as rows of cells, before anybody says what its header and its columns are.

Every reader that knows places gives one. Whether formulas and errors matter depends on whether row and column are read,
so a row is judged when that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from warehouse.sources.faults import Faults
from warehouse.sources.layouts.arrangement import Window
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.csv_careful import records
from warehouse.sources.readers.physical_lines import PhysicalLines
from warehouse.sources.readers.rawbytes import Utf8Stream, open_bytes

Merge = tuple[int, int, int, int]
"""First row, first column, last row and last column of merged cells, counted from 1."""


Judge = Callable[[Mapping[int, str], Faults], Mapping[int, str] | None]
"""Tells what is wrong with some columns of a row, by number and name; returns their texts where these are others than
stored, or None where the row cannot be read."""


@dataclass(frozen=True)
class GridRow:
    """One row.

    Attributes:
        line: Its physical line, or row of the sheet.
        cells: Its cells from the first column of the file on; None where they cannot be told apart.
        judge: What is to be asked of it, where it has formulas, errors or the like.
    """

    line: int
    cells: list[str] | None
    judge: Judge | None = None


class RawGrid(Protocol):
    """One open file."""

    sheet: str
    physical_lines: int

    @property
    def has_equal_rows(self) -> bool:
        """Whether all rows have as many cells, so that a short one is no fault."""
        ...

    @property
    def merges(self) -> Sequence[Merge]:
        """The merged cells."""
        ...

    def rows(self) -> Iterator[GridRow]:
        """Yield the rows in order, those of the preamble left out; rows that are not there are not yielded."""
        ...

    def conclude(self, names: Mapping[int, str], faults: Faults) -> None:
        """Add what is said once of the file, when all its rows were read; of the columns that are read, by number."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


class CsvRows:
    """One open CSV file."""

    sheet = ""
    has_equal_rows = False
    merges: Sequence[Merge] = ()

    def __init__(self, path: Path, options: ReaderOptions, where: str) -> None:
        self._options = options
        self._handle = open_bytes(path, where)
        try:
            self.physical_lines = 0
            stream = Utf8Stream(self._handle, options.encoding, where)
            self._lines = PhysicalLines(stream, b"", 1, where)
        except BaseException:
            self._handle.close()
            raise

    def rows(self) -> Iterator[GridRow]:
        """Yield the records; see `RawGrid`."""
        for _ in range(self._options.preamble_lines):
            if next(self._lines, None) is None:
                return
        for record in records(self._lines, self._options):
            self.physical_lines = self._lines.count
            yield GridRow(record.line, record.fields)
        self.physical_lines = self._lines.count

    def conclude(self, names: Mapping[int, str], faults: Faults) -> None:
        """A text hides nothing."""

    def close(self) -> None:
        """Close the file."""
        self._handle.close()


def within(rows: Iterator[GridRow], window: Window | None) -> Iterator[GridRow]:
    """Yield what of the rows lies in a window; columns are counted from the first of the file all the same."""
    if window is None:
        yield from rows
        return
    for row in rows:
        # What cannot be told apart may hold more than its first line shows.
        if window.first_line <= row.line <= window.last_line:
            cells = None if row.cells is None else row.cells[: window.last_column]
            if cells is not None:
                cells = ["" if at < window.first_column - 1 else c for at, c in enumerate(cells)]
            yield GridRow(row.line, cells, row.judge)
