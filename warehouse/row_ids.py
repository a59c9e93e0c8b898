"""Row ids: file and line of a raw row in one integer, `_row`, the same in every edition.

The upper half is the number of the file and sheet, a digest of their names; the lower half the physical line. Where a
line holds several rows, as in a wide table whose columns become rows, the lower half is a mark, the line, and the
column of the file. Nothing else packs or unpacks them; a release's `verify.py` needs neither.
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
_CELL = 1 << 31
"""Set where a row is one cell of its line."""
_COLUMN_BITS = 10
LAST_LINE = _CELL - 1
"""The last line that a row can be on."""
LAST_CELL_LINE, LAST_COLUMN = (1 << 31 - _COLUMN_BITS) - 1, (1 << _COLUMN_BITS) - 1
"""The last line and the last column of a row that is one cell of its line."""


def file_number(place_file: str, sheet: str, part: str = "") -> int:
    """Return the number of a file and sheet, from 0 to 2**31 - 1, the same in every edition.

    Args:
        place_file: The file's path in the project.
        sheet: The sheet as registered, or empty.
        part: The table that its rows are of, where the file holds several.
    """
    named = f"{place_file}\0{sheet}\0{part}" if part else f"{place_file}\0{sheet}"
    digest = hashlib.sha256(named.encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def row_of(file: int, line: Ids) -> Ids:
    """Return the id of the row on a line of a file, or the ids of several."""
    return line + (file << _LINE_BITS)


def cell_of(file: int, line: Ids, column: Ids) -> Ids:
    """Return the id of the row that a line has in a column of the file, counted from 1, or the ids of several."""
    return (line << _COLUMN_BITS) + column + _CELL + (file << _LINE_BITS)


def file_of(row: Ids) -> Ids:
    """Return the number of the file of a row, or the numbers of several."""
    return row >> _LINE_BITS


def line_of(row: int) -> int:
    """Return the line of a row in its file."""
    lower = row & _LINES
    return (lower & LAST_LINE) >> _COLUMN_BITS if lower & _CELL else lower


def column_of(row: int) -> int:
    """Return the column of the file that a row stands in, counted from 1; 0 where it is a whole line."""
    return row & LAST_COLUMN if row & _CELL else 0


def at_in_words(line: int, column: int) -> str:
    """Return a line, with the column where a row is one cell of it, by number and as spreadsheets call it."""
    return f"{line}, {column_in_words(column)}" if column else str(line)


def column_in_words(column: int) -> str:
    """Return a column of a file by its number, counted from 1, and as spreadsheets call it."""
    letters, left = "", column
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"column {column} ({letters})"


def file_in_sql() -> str:
    """Return SQL for the number of the file of a row."""
    return f"(_row >> {_LINE_BITS})"


def line_in_sql() -> str:
    """Return SQL for the line of a row in its file."""
    in_line = f"((_row & {LAST_LINE}) >> {_COLUMN_BITS})"
    return f"(CASE WHEN _row & {_CELL} = 0 THEN _row & {_LINES} ELSE {in_line} END)"
