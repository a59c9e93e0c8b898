"""What every reader hands on: a header, and batches of records as text with their physical lines.

Readers know nothing of schemas; typing the text belongs to `conform`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow

from warehouse.sources import limits
from warehouse.sources.faults import Faults

Lines = npt.NDArray[np.int64]
NO_LINES: Lines = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Batch:
    """Consecutive records of a file.

    Attributes:
        lines: Physical line on which each record begins, counted from 1.
        columns: Values by column name of the file: text, dictionary-encoded text, or whole numbers where the reader
            was allowed to read them as such.
        faults: What is wrong with records of this stretch of the file.
        rejected: Lines of records that could not be read at all and are not in `columns`.
        cells: The column of the file, counted from 1, that each record stands in, where a line holds several.
        apart: Line and reason of each record that the layout sets apart; it is no row of the table.
    """

    lines: Lines
    columns: dict[str, pyarrow.Array]
    faults: Faults = field(default_factory=Faults)
    rejected: Lines = field(default_factory=lambda: NO_LINES)
    cells: Lines | None = None
    apart: tuple[tuple[int, str], ...] = ()


Work = Callable[[], Batch]
"""One batch still to be parsed, on whichever thread; the file itself has been read."""


class Reader(Protocol):
    """One open raw file."""

    names: tuple[str, ...]
    """Column names of the header, blanks around them removed."""

    positions: tuple[int, ...]
    """The place of each named column in the file or sheet, counted from 1; in JSON among the names."""

    header_line: int
    """Line of the header, 0 where the format has none."""

    sheet: str
    """Worksheet that is read, or empty."""

    physical_lines: int
    """Lines of the file, or rows of the sheet, read so far; all of them once `work` has ended."""

    def work(self, whole: frozenset[str]) -> Iterator[Work]:
        """Yield the batches in file order.

        Args:
            whole: Columns that may be handed on as whole numbers where every cell of a batch is plainly one.
        """
        ...

    def close(self) -> None:
        """Close the file."""
        ...


class RowCollector:
    """Gathers records one by one into batches, for the readers that go record by record."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._begin()

    def _begin(self) -> None:
        self._lines: list[int] = []
        self._rows: list[Sequence[str | None]] = []
        self._rejected: list[int] = []
        self.faults = Faults()

    def keep(self, line: int, row: Sequence[str | None]) -> None:
        """Add a record, its values in the order of the names."""
        self._lines.append(line)
        self._rows.append(row)

    def reject(self, line: int) -> None:
        """Count a record that cannot be a row; why is added to `faults`."""
        self._rejected.append(line)

    def full(self) -> Iterator[Work]:
        """Yield the batch if it is large enough."""
        if len(self._lines) + len(self._rejected) >= limits.BATCH_ROWS:
            yield from self.rest()

    def rest(self) -> Iterator[Work]:
        """Yield what was gathered, and begin anew."""
        if self._lines or self._rejected or not self.faults.is_empty():
            yield partial(
                _text_batch, self._names, self._lines, self._rows, self._rejected, self.faults
            )
            self._begin()


def _text_batch(
    names: tuple[str, ...],
    lines: list[int],
    rows: list[Sequence[str | None]],
    rejected: list[int],
    faults: Faults,
) -> Batch:
    by_column: list[tuple[str | None, ...]] = list(zip(*rows, strict=True)) or [()] * len(names)
    columns = {
        name: pyarrow.array(values, pyarrow.string()).dictionary_encode()
        for name, values in zip(names, by_column, strict=True)
    }
    return Batch(
        np.array(lines, dtype=np.int64), columns, faults, np.array(rejected, dtype=np.int64)
    )
