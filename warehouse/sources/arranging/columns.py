"""Columns of a file out of its header rows: which are read, and under which names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.sources.arranging.grid import GridRow, Merge
from warehouse.sources.layouts.arrangement import Arrangement, Window
from warehouse.sources.layouts.declared import fitting
from warehouse.sources.readers.header import joined


@dataclass(frozen=True)
class Columns:
    """The columns of a file.

    Attributes:
        names: Name of each column that is read, by its number in the file, counted from 1.
        width: Columns that a row has.
        blank: Numbers of columns without a heading in which no row may say anything.
    """

    names: dict[int, str]
    width: int
    blank: frozenset[int] = frozenset()

    @property
    def ordered(self) -> tuple[str, ...]:
        """The names by their place in the file."""
        return tuple(self.names[number] for number in sorted(self.names))


def columns_of(
    header: Sequence[GridRow], merges: Sequence[Merge], arranged: Arrangement
) -> Columns:
    """Return the columns that a header gives.

    Args:
        header: Its rows; none where columns are known by their place alone.
        merges: Merged cells of the file.
        arranged: What is declared of the columns.
    """
    rows = [_spread(row, merges) for row in header]
    headings = list(joined(rows)) if rows else []
    width = len(headings)
    positions = {place: name for name, place in arranged.positions}
    headings += [""] * (max(positions, default=0) - width)
    names = dict(enumerate(headings, start=1))
    names = {number: name for number, name in names.items() if _is_inside(number, arranged.window)}
    blank = {number for number, name in names.items() if not name and number not in positions}
    names |= _named_blanks(names, blank, arranged.blank_heads)
    if arranged.numbers_double_heads:
        names = _numbered(names)
    names |= _by_heading(names, arranged)
    names |= positions
    is_left = arranged.blank_heads in ("", "empty", "ignore") or not rows
    left_out = {number for number in blank if not names[number]} if is_left else set()
    must_be_blank = left_out if arranged.blank_heads in ("", "empty") and rows else set()
    kept = {number: name for number, name in names.items() if number not in left_out}
    return Columns(kept, max(width, *positions, 0), frozenset(must_be_blank))


def _spread(row: GridRow, merges: Sequence[Merge]) -> list[str]:
    """Return the cells of a header row, those of merged cells in each that they cover to the right."""
    cells = list(row.cells or [])
    for top, left, bottom, right in merges:
        if top <= row.line <= bottom and left <= len(cells):
            cells[left - 1 : right] = [cells[left - 1]] * (right - left + 1)
    return cells


def _is_inside(number: int, window: Window | None) -> bool:
    return window is None or window.first_column <= number <= window.last_column


def _named_blanks(names: dict[int, str], blank: set[int], way: str) -> dict[int, str]:
    """Return names for columns without a heading, where they get one."""
    if way == "number":
        return {number: f"column {number}" for number in blank}
    found: dict[int, str] = {}
    if way == "left":
        for number in sorted(blank):
            found[number] = found.get(number - 1) or names.get(number - 1, "")
    return found


def _numbered(names: dict[int, str]) -> dict[int, str]:
    """Return the names with their number behind those that come again."""
    times: Counter[str] = Counter()
    found = {}
    for number, name in names.items():
        times[name] += 1
        is_first = times[name] == 1 or not name
        found[number] = name if is_first else f"{name} ({times[name]})"
    return found


def _by_heading(names: dict[int, str], arranged: Arrangement) -> dict[int, str]:
    found: dict[int, str] = {}
    for name, pattern in arranged.headings:
        hits = fitting((pattern,), list(names.values()))
        found |= {number: name for number, hit in zip(names, hits, strict=True) if hit}
    return found
