"""How the rows and columns of a file are arranged, as declared; each part is used by the stage of its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from warehouse.sources.layouts.declared import (
    a_pattern,
    a_text,
    keyed,
    named,
    one_of,
    some_texts,
    wrong,
)

BLANK_HEADS = ("empty", "ignore", "left", "number")
MOST_COLUMNS = 16_384
_Parts = dict[str, object]
_RANGE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})(?::([A-Z]{1,3})([1-9]\d{0,6})?)?")


@dataclass(frozen=True)
class Window:
    """The part of a sheet or file that is read: columns and lines, counted from 1, the last ones included."""

    first_column: int
    first_line: int
    last_column: int = MOST_COLUMNS
    last_line: int = 1 << 31


@dataclass(frozen=True)
class SplitColumn:
    """A column that holds several: its heading, the mark between them, and the columns that they become."""

    heading: str
    by: str
    into: tuple[str, ...]


@dataclass(frozen=True)
class Unpivot:
    """Columns that become rows.

    Attributes:
        into: Column that takes what the headings say.
        values: Column that takes the cells, with the pattern of the headings of which it takes them.
        leaves_out_blanks: Whether a blank cell makes no row.
    """

    into: str
    values: tuple[tuple[str, str], ...]
    leaves_out_blanks: bool


@dataclass(frozen=True)
class Arrangement:
    """How rows and columns are arranged.

    Attributes:
        positions: Columns of the schema by their place in the file, counted from 1.
        headings: Columns of the schema with the pattern of their heading.
        blank_heads: What a column without a heading is: `empty`, `ignore`, `left` or `number`.
        numbers_double_heads: Whether a heading that comes again is numbered, as `2020 (2)`.
        header_at: What the first stated cell of the header says.
        window: The part of the sheet or file that is read.
        has_tag_row: Whether a row of HXL tags stands below the header.
        skip_rows, stop_at, totals, notes: What the first stated cell of such rows says.
        section_into: Column that takes the name of the section of a row.
        section_rows: What the first stated cell of such rows says; without it, rows that state nothing else.
        fill_down: Columns in which a blank cell says what the cell above says.
        split: Columns that hold several.
        unpivot: Columns that become rows.
    """

    positions: tuple[tuple[str, int], ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    blank_heads: str = ""
    numbers_double_heads: bool = False
    header_at: tuple[str, ...] = ()
    window: Window | None = None
    has_tag_row: bool = False
    skip_rows: tuple[str, ...] = ()
    stop_at: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    section_into: str = ""
    section_rows: tuple[str, ...] = ()
    fill_down: tuple[str, ...] = ()
    split: tuple[SplitColumn, ...] = ()
    unpivot: Unpivot | None = None

    @property
    def made(self) -> tuple[str, ...]:
        """The columns that it names itself, whatever their headings are."""
        of_unpivot = (self.unpivot.into, *dict(self.unpivot.values)) if self.unpivot else ()
        of_split = (name for split in self.split for name in split.into)
        section = (self.section_into,) if self.section_into else ()
        return (*dict(self.positions), *dict(self.headings), *section, *of_split, *of_unpivot)


def read_arrangement(given: Mapping[str, object], where: str) -> Arrangement | None:
    """Return the arrangement among reader options, or None where they have none.

    Raises:
        DefinitionError: A value is of another type than allowed, or contradicts another one.
    """
    if not given:
        return None
    parts: dict[str, object] = {}
    for key, value in given.items():
        parts |= _READ[key](value, key, where)
    found = Arrangement(**parts)  # type: ignore[arg-type]
    _check(found, where)
    return found


def column_number(letters: str) -> int:
    """Return the number of a column of a sheet, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _positions(value: object, key: str, where: str) -> _Parts:
    found = []
    for name, place in named(value, key, where).items():
        is_letters = isinstance(place, str) and re.fullmatch(r"[A-Z]{1,3}", place)
        number = column_number(str(place)) if is_letters else place
        is_number = isinstance(number, int) and not isinstance(number, bool)
        if not is_number or not 1 <= int(str(number)) <= MOST_COLUMNS:
            expected = "the number of a column, counted from 1, or its letters"
            raise wrong(f"the position of {name} is {place!r}", expected, where)
        found.append((name, int(str(number))))
    return {key: tuple(found)}


def _patterns_by_column(value: object, what: str, where: str) -> tuple[tuple[str, str], ...]:
    given = named(value, what, where)
    return tuple(
        (name, a_pattern(pattern, f"{what} of {name}", where)) for name, pattern in given.items()
    )


def _headings(value: object, key: str, where: str) -> _Parts:
    return {key: _patterns_by_column(value, key, where)}


def _patterns(value: object, what: str, where: str) -> _Parts:
    return {what: tuple(a_pattern(text, what, where) for text in some_texts(value, what, where))}


def _blank_heads(value: object, key: str, where: str) -> _Parts:
    return {key: one_of(value, BLANK_HEADS, key, where)}


def _double_heads(value: object, key: str, where: str) -> _Parts:
    one_of(value, ("number",), key, where)
    return {"numbers_double_heads": True}


def _tag_row(value: object, key: str, where: str) -> _Parts:
    one_of(value, ("hxl",), key, where)
    return {"has_tag_row": True}


def _fill_down(value: object, key: str, where: str) -> _Parts:
    return {key: some_texts(value, key, where)}


def _window(value: object, key: str, where: str) -> _Parts:
    found = _RANGE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise wrong(f"{key} is {value!r}", "cells of a sheet, as B3:F20, B3:F or B3", where)
    window = Window(
        column_number(found[1]),
        int(found[2]),
        column_number(found[3]) if found[3] else Window.last_column,
        int(found[4]) if found[4] else Window.last_line,
    )
    if window.last_column < window.first_column or window.last_line < window.first_line:
        raise wrong(f"{key} is {value!r}", "a range that ends after it begins", where)
    return {"window": window}


def _sections(value: object, key: str, where: str) -> _Parts:
    given = keyed(value, key, ("into", "rows"), where)
    rows = some_texts(given.get("rows"), "rows of sections", where) if "rows" in given else ()
    return {
        "section_into": a_text(given.get("into"), "into of sections", where),
        "section_rows": tuple(a_pattern(text, "rows of sections", where) for text in rows),
    }


def _split(value: object, key: str, where: str) -> _Parts:
    found = []
    for heading, item in named(value, key, where).items():
        what = f"split of {heading}"
        given = keyed(item, what, ("by", "into"), where)
        into = some_texts(given.get("into"), f"into of {what}", where)
        if len(into) < 2:
            raise wrong(f"into of {what} is {into!r}", "two columns or more", where)
        found.append(SplitColumn(heading, a_text(given.get("by"), f"by of {what}", where), into))
    return {key: tuple(found)}


def _unpivot(value: object, key: str, where: str) -> _Parts:
    given = keyed(value, key, ("into", "values", "blanks"), where)
    values = _patterns_by_column(given.get("values"), "values of unpivot", where)
    if not values:
        raise wrong("unpivot has no values", "column: pattern of headings", where)
    blanks = one_of(given.get("blanks", "keep"), ("keep", "leave_out"), "blanks of unpivot", where)
    into = a_text(given.get("into"), "into of unpivot", where)
    return {key: Unpivot(into, values, blanks == "leave_out")}


_READ: Mapping[str, Callable[[object, str, str], _Parts]] = {
    "positions": _positions,
    "headings": _headings,
    "blank_heads": _blank_heads,
    "double_heads": _double_heads,
    "range": _window,
    "tag_row": _tag_row,
    **dict.fromkeys(("header_at", "skip_rows", "stop_at", "totals", "notes"), _patterns),
    "sections": _sections,
    "fill_down": _fill_down,
    "split": _split,
    "unpivot": _unpivot,
}
KEYS = tuple(_READ)


def _check(found: Arrangement, where: str) -> None:
    for fact, is_wrong in _contradictions(found):
        if is_wrong:
            raise wrong(fact, "", where)


def _contradictions(found: Arrangement) -> Iterator[tuple[str, bool]]:
    twice = [name for name in found.made if found.made.count(name) > 1]
    yield f"the column {twice[0] if twice else ''!r} is filled in two ways", bool(twice)
    places = [place for _, place in found.positions]
    yield "two columns have one position", len({*places}) < len(places)
    values = dict(found.unpivot.values) if found.unpivot else {}
    filled = [name for name in found.fill_down if name in values or name == found.section_into]
    yield f"{filled[0] if filled else ''} is filled down, and by itself", bool(filled)
    split = [item.heading for item in found.split]
    yield "a column is split twice", len({*split}) < len(split)
