"""A raw file opened as its options say: by the reader of its format, or under an arrangement of rows and columns."""

from __future__ import annotations

from pathlib import Path

from warehouse.sources.arranging.arranged import ArrangedReader
from warehouse.sources.arranging.grid import CsvRows, RawGrid
from warehouse.sources.arranging.sheet_grid import SheetRows
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers import bounded, open_reader
from warehouse.sources.readers.batch import Reader


def open_raw_file(path: Path, options: ReaderOptions, where: str) -> Reader:
    """Open a raw file; see `readers.open_reader` for arguments and errors."""
    if options.arrangement is not None:
        return _arranged(path, options, where)
    reader = open_reader(path, options, where)
    passes_over = options.only_declared or options.ignore
    if passes_over and options.format == "csv" and len({*reader.names}) < len(reader.names):
        # Which of the columns are one is no question where none of them is read.
        reader.close()
        return _arranged(path, options, where)
    return reader


def _arranged(path: Path, options: ReaderOptions, where: str) -> Reader:
    is_csv = options.format == "csv"
    grid: RawGrid = CsvRows(path, options, where) if is_csv else SheetRows(path, options, where)
    return bounded(ArrangedReader(grid, options, where), where)
