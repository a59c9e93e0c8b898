"""Rows gathered one by one into a batch, each with its line and, where a line holds several, its column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow

from warehouse.sources.faults import Faults
from warehouse.sources.readers.batch import Batch


class Gathered:
    """Rows of one batch."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._lines: list[int] = []
        self._cells: list[int] = []
        self._rows: list[Sequence[str]] = []

    def add(self, line: int, cell: int, row: Sequence[str]) -> None:
        """Add a row; `cell` is the column of the file that it stands in, 0 for the whole line."""
        self._lines.append(line)
        self._cells.append(cell)
        self._rows.append(row)

    def batch(self, faults: Faults, rejected: list[int], apart: Sequence[tuple[int, str]]) -> Batch:
        """Return the batch.

        Args:
            faults: What is wrong with its rows.
            rejected: Lines of rows that could not be read.
            apart: Line and reason of rows that are set apart.
        """
        by_column = list(zip(*self._rows, strict=True)) or [()] * len(self._names)
        columns = {
            name: pyarrow.array(values, pyarrow.string()).dictionary_encode()
            for name, values in zip(self._names, by_column, strict=True)
        }
        cells = np.array(self._cells, dtype=np.int64)
        return Batch(
            np.array(self._lines, dtype=np.int64),
            columns,
            faults,
            np.array(rejected, dtype=np.int64),
            cells if cells.any() else None,
            tuple(apart),
        )
