"""Row ids as plain arrays: sets of them, and their way from and to Arrow.

By way of Arrow's memory, since its own conversions import pandas: a fifth of a second for a command that reads a few
rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ids = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
NONE: Ids = np.zeros(0, np.int64)
_ROOM = 64
"""How many flags a set may take for each of its members before sorting is the better way."""


def distinct(parts: Sequence[Ids]) -> Ids:
    """Return the ids of several arrays, ascending, each once."""
    held = [part for part in parts if part.size]
    if not held:
        return NONE
    if len(held) == 1 and (held[0][1:] > held[0][:-1]).all():
        return held[0]
    low, high = min(int(p.min()) for p in held), max(int(p.max()) for p in held)
    if high - low > _ROOM * sum(p.size for p in held):
        ordered: Ids = np.sort(np.concatenate(held))
        first: Flags = np.concatenate([[True], ordered[1:] != ordered[:-1]])
        return ordered[first]
    flags = np.zeros(high - low + 1, np.bool_)
    for part in held:
        flags[part - low] = True
    return np.flatnonzero(flags) + low


def contained(ids: Ids, known: Ids) -> Flags:
    """Return for each of some ids whether it is among others, which ascend."""
    if not known.size:
        return np.zeros(ids.size, np.bool_)
    places = np.searchsorted(known, ids).clip(max=known.size - 1)
    found: Flags = known[places] == ids
    return found


def whole(column: pa.Array | pa.ChunkedArray) -> Ids:
    """Return an Arrow column of whole numbers as an array; where it is NULL the number means nothing."""
    if not len(column):
        return NONE
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    numbers = column.cast(pa.int64())
    return np.frombuffer(numbers.buffers()[1], np.int64, len(numbers), 8 * numbers.offset)


def flags(column: pa.Array | pa.ChunkedArray) -> Flags:
    """Return a BOOLEAN column as an array, NULL as false."""
    held: Flags = whole(column.cast(pa.int8())) != 0
    return held & flags(column.is_valid()) if column.null_count else held


def numbers(ids: npt.NDArray[Any]) -> pa.Array:
    """Return an array of whole numbers as an Arrow array over the same memory."""
    kind = pa.int32() if ids.dtype == np.int32 else pa.int64()
    return pa.Array.from_buffers(kind, ids.size, [None, pa.py_buffer(np.ascontiguousarray(ids))])


def words(texts: Sequence[str], codes: npt.NDArray[np.int32]) -> pa.Array:
    """Return the texts that some codes (positions in `texts`) stand for, as an Arrow array."""
    encoded = [text.encode() for text in texts]
    if codes.size and (codes == codes[0]).all():
        return _repeated(encoded[codes[0]], codes.size)
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(texts), buffers).take(numbers(codes))


def _repeated(text: bytes, times: int) -> pa.Array:
    ends = np.arange(times + 1, dtype=np.int32) * np.int32(len(text))
    return pa.Array.from_buffers(
        pa.string(), times, [None, pa.py_buffer(ends), pa.py_buffer(text * times)]
    )
