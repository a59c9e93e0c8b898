"""Row ids: file and line of a raw row in one integer, `_row`, the same in every edition.

The upper half is the number of the file and sheet, a digest of their names; the lower half the physical line. Nothing
else packs or unpacks them; a release's `verify.py` needs neither.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ids = TypeVar("Ids", int, npt.NDArray[np.int64])

_LINE_BITS = 32
_LINES = (1 << _LINE_BITS) - 1


def file_number(place_file: str, sheet: str) -> int:
    """Return the number of a file and sheet, from 0 to 2**31 - 1, the same in every edition."""
    digest = hashlib.sha256(f"{place_file}\0{sheet}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def row_of(file: int, line: Ids) -> Ids:
    """Return the id of the row on a line of a file, or the ids of several."""
    return line + (file << _LINE_BITS)


def file_of(row: Ids) -> Ids:
    """Return the number of the file of a row, or the numbers of several."""
    return row >> _LINE_BITS


def line_of(row: int) -> int:
    """Return the line of a row in its file."""
    return row & _LINES


def file_in_sql() -> str:
    """Return SQL for the number of the file of a row."""
    return f"(_row >> {_LINE_BITS})"


def line_in_sql() -> str:
    """Return SQL for the line of a row in its file."""
    return f"(_row & {_LINES})"
