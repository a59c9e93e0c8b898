"""What every worksheet hands on: rows of text by column number, what is odd about a cell, and what holds for the sheet.

How each format stores this belongs to its own module; what becomes of it to `sheet_judging`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from warehouse.errors import SourceFileError

SHEET_ROWS, SHEET_COLUMNS = 1_048_576, 16_384
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
SAVE_AGAIN = (
    "open it in a spreadsheet program, save it as XLSX, and register the new file as transcribed"
)


@dataclass(frozen=True)
class Oddity:
    """Why a cell is more, or less, than a value.

    Attributes:
        error: Error value such as `#DIV/0!`, or nothing.
        is_formula: Whether the value is worked out by a formula.
        is_stale: Whether the stored result of the formula may never have been worked out.
        raised: The part of the text that is raised or lowered, or nothing.
        struck: The part of the text that is struck out, or nothing.
        plain: The text without its raised and without its struck parts.
        unreadable: Why the stored value is no value, or nothing.
    """

    error: str = ""
    is_formula: bool = False
    is_stale: bool = False
    raised: str = ""
    struck: str = ""
    plain: str = ""
    unreadable: str = ""


NO_ODDITIES: Mapping[int, Oddity] = {}


@dataclass(frozen=True)
class SheetRow:
    """One row: its number, its texts by column number, and what is odd about some of them; both count from 1."""

    number: int
    texts: Mapping[int, str]
    odd: Mapping[int, Oddity] = field(default_factory=lambda: NO_ODDITIES)
    is_hidden: bool = False


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, all four sides counted from 1 and inside it."""

    top: int
    left: int
    bottom: int
    right: int

    def has(self, row: int, column: int) -> bool:
        """Return whether a cell lies in the area."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True)
class SheetFrame:
    """What holds for a sheet as a whole.

    Attributes:
        merged: Merged areas.
        hidden_columns: First and last column of each hidden stretch.
        is_filtered: Whether a filter hides rows.
    """

    merged: tuple[Area, ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    is_filtered: bool = False


class Worksheet(Protocol):
    """One worksheet of an open workbook."""

    name: str
    frame: SheetFrame

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows that have cells, in ascending order."""
        ...


@dataclass(frozen=True)
class SheetName:
    """A worksheet as the workbook lists it; `place` is how its format finds it."""

    name: str
    is_shown: bool
    place: str


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1: A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """Return how spreadsheet programs call a cell, e.g. `B7`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def area_of(reference: str) -> Area | None:
    """Return the area of a reference such as `B2:D9` or `B2`, or None where it is none."""
    first, _, last = reference.partition(":")
    start, end = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last or first)
    if not start or not end:
        return None
    return Area(int(start[2]), column_number(start[1]), int(end[2]), column_number(end[1]))


def chosen_sheet(
    sheets: list[SheetName], wanted: str | None, where: str, *, may_be_hidden: bool
) -> SheetName:
    """Return the worksheet to read: the one that is named, or the only one that is shown.

    Raises:
        SourceFileError: The sheet does not exist or is hidden, or none is named and several are shown.
    """
    shown = [sheet.name for sheet in sheets if sheet.is_shown]
    if wanted is None:
        if len(shown) == 1:
            return next(sheet for sheet in sheets if sheet.is_shown)
        fact = f"the workbook shows {len(shown)} sheets, and the reader options name none"
        raise _wrong_sheet(fact, shown, where)
    named = next((sheet for sheet in sheets if sheet.name == wanted), None)
    if named is None:
        raise _wrong_sheet(f"the workbook has no sheet {wanted!r}", shown, where)
    if not named.is_shown and not may_be_hidden:
        raise SourceFileError(
            f"the sheet {wanted!r} is hidden",
            where=where,
            expected=f"one of the sheets shown: {', '.join(shown)}",
            remedy="set reader option `sheet`, or `read_hidden: true` if the hidden sheet is meant",
        )
    return named


def _wrong_sheet(fact: str, shown: list[str], where: str) -> SourceFileError:
    return SourceFileError(
        fact,
        where=where,
        expected=f"one of the sheets shown: {', '.join(shown) or '(none)'}",
        remedy="set reader option `sheet` to the name of the sheet",
    )


def broken(fact: str, where: str) -> SourceFileError:
    """Return the error for a workbook whose parts do not say what they should."""
    return SourceFileError(
        f"the workbook cannot be read: {fact}",
        where=where,
        remedy=SAVE_AGAIN,
    )
