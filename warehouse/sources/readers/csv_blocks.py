"""Cuts a CSV file into blocks of whole records and says on which physical line each record begins.

A block is proven to be well formed before it is cut: every opening quote follows a delimiter or line end, every closing
one is followed by a delimiter or line end, and carriage returns only come before line feeds. Of such a block the number
of quotes before a line feed tells whether a record ends there. What cannot be proven is left to the careful reader.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.sources.readers.batch import Lines

LF, CR = 10, 13
CASE = np.uint8(32)
CACHED = 1 << 17
Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Dialect:
    """The marks of a CSV file, as byte values; `quote` is None where the file does not quote."""

    delimiter: int
    quote: int | None


@dataclass(frozen=True)
class CsvBlock:
    """Whole records, cut from a file.

    Attributes:
        data: Bytes of the file; those after `size` belong to the next block, and are not copied away.
        size: Number of bytes of the block, the last one a line feed.
        first_line: Physical line on which the block begins.
        physical_lines: Number of physical lines in it.
    """

    data: bytes
    size: int
    first_line: int
    physical_lines: int

    def values(self) -> Bytes:
        """Return the bytes as numbers."""
        return np.frombuffer(self.data, np.uint8, self.size)


def cut(data: bytes, first_line: int, dialect: Dialect) -> CsvBlock | None:
    """Return the longest stretch of whole records at the start of `data`, or None where that cannot be proven.

    Args:
        data: Bytes that begin with a record.
        first_line: Physical line of the first byte.
        dialect: Delimiter and quote.
    """
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    end = data.rfind(b"\n") + 1
    if dialect.quote is not None and dialect.quote in data:
        values = np.frombuffer(data, np.uint8)
        quotes = np.flatnonzero(values == dialect.quote)
        if not _are_at_edges(values, quotes, dialect):
            return None
        while end and np.searchsorted(quotes, end) % 2:
            end = data.rfind(b"\n", 0, int(quotes[np.searchsorted(quotes, end) - 1])) + 1
    if end == 0:
        return None
    feeds = np.count_nonzero(np.frombuffer(data, np.uint8, end) == LF)
    return CsvBlock(data, end, first_line, int(feeds))


def has_hexadecimal(block: CsvBlock) -> bool:
    """Return whether `0x` or `0X` stands anywhere; several times faster than searching for the two texts."""
    values = block.values()
    for start in range(0, block.size, CACHED):
        part = values[start : start + CACHED + 1]
        if (((part[1:] | CASE) == ord("x")) & (part[:-1] == ord("0"))).any():
            return True
    return False


def record_lines(block: CsvBlock, dialect: Dialect) -> Lines:
    """Return the physical line on which each record of a block begins, blank lines left out."""
    values = block.values()
    feeds = np.flatnonzero(values == LF)
    ends = feeds
    if dialect.quote is not None and dialect.quote in block.data:
        quotes = np.flatnonzero(values == dialect.quote)
        ends = feeds[np.searchsorted(quotes, feeds) % 2 == 0]
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])
    first = values[starts]
    is_blank = (first == LF) | ((first == CR) & (starts == ends - 1))
    starts = starts[~is_blank]
    return np.asarray(np.searchsorted(feeds, starts) + block.first_line, dtype=np.int64)


def _are_at_edges(values: Bytes, quotes: Positions, dialect: Dialect) -> bool:
    """Return whether every quote opens a field, closes one or is doubled inside one."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = values[opening[opening > 0] - 1]
    after = values[closing[closing < len(values) - 1] + 1]
    edges = np.array([dialect.delimiter, LF, dialect.quote], np.uint8)
    return bool(np.isin(before, edges).all() and np.isin(after, np.append(edges, CR)).all())
