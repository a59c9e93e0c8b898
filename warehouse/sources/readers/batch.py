"""What every reader hands on: a header, and batches of records as text with their physical lines.

Readers know nothing of schemas; typing the text belongs to `conform`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow

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
    """

    lines: Lines
    columns: dict[str, pyarrow.Array]
    faults: Faults = field(default_factory=Faults)
    rejected: Lines = field(default_factory=lambda: NO_LINES)


Work = Callable[[], Batch]
"""One batch still to be parsed, on whichever thread; the file itself has been read."""


class Reader(Protocol):
    """One open raw file."""

    names: tuple[str, ...]
    """Column names of the header, blanks around them removed."""

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


def text_batch(
    names: tuple[str, ...],
    lines: list[int],
    rows: list[list[str | None]] | list[list[str]],
    faults: Faults | None = None,
    rejected: list[int] | None = None,
) -> Batch:
    """Return a batch of rows that are lists of texts in the order of the names."""
    by_column: list[tuple[str | None, ...]] = list(zip(*rows, strict=True)) or [() for _ in names]
    return Batch(
        np.array(lines, dtype=np.int64),
        {
            name: pyarrow.array(values, pyarrow.string()).dictionary_encode()
            for name, values in zip(names, by_column, strict=True)
        },
        faults or Faults(),
        np.array(rejected or [], dtype=np.int64),
    )
