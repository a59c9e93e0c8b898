"""A raw file opened under an arrangement, by the grid of its format."""

from __future__ import annotations

from pathlib import Path

from warehouse.sources.layouts.arranged import ArrangedReader
from warehouse.sources.layouts.grid import CsvGrid, Grid
from warehouse.sources.layouts.sheet_grid import SheetGrid
from warehouse.sources.options import ReaderOptions


def open_arranged(path: Path, options: ReaderOptions, where: str) -> ArrangedReader:
    """Open a raw file whose rows and columns are arranged as declared; see `readers.open_reader`."""
    is_csv = options.format == "csv"
    grid: Grid = CsvGrid(path, options, where) if is_csv else SheetGrid(path, options, where)
    return ArrangedReader(grid, options, where)
