"""Rows of a grid: which are rows of the table, what stands in a row for those below, and what is set apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from warehouse.sources import limits
from warehouse.sources.arranging.columns import Columns
from warehouse.sources.arranging.grid import GridRow
from warehouse.sources.faults import Rule
from warehouse.sources.layouts.arrangement import Arrangement
from warehouse.sources.layouts.declared import fitting

END, SECTION, TAGS, BLANK = "below the end", "section", "tags", "blank"
NOTE = "note"
REASONS = {"skip_rows": "skipped", "totals": "total", "notes": NOTE}
TAG_ROW = Rule(
    "file.tag_row",
    "",
    "the row below the header holds HXL tags, each with # before it",
    "look at the file; if it has no such row, take `tag_row` out of the reader options",
)


@dataclass(frozen=True)
class PlacedRow:
    """A row with the section that it is in, and why it is set apart where it is no row of the table."""

    row: GridRow
    section: str = ""
    apart: str = ""


def placed_rows(
    rows: Iterator[GridRow], columns: Columns, arranged: Arrangement
) -> Iterator[list[PlacedRow]]:
    """Yield the rows below a header in stretches."""
    sorter = _Sorter(columns, arranged)
    while stretch := list(islice(rows, limits.BATCH_ROWS)):
        yield list(sorter.placed(stretch))


class _Sorter:
    """Tells rows of the table from others; keeps what holds for the rows below."""

    def __init__(self, columns: Columns, arranged: Arrangement) -> None:
        self._columns = columns
        self._arranged = arranged
        self._section = ""
        self._is_over = False

    def placed(self, stretch: list[GridRow]) -> Iterator[PlacedRow]:
        arranged = self._arranged
        first = [first_stated(row.cells) for row in stretch]
        ends = fitting(arranged.stop_at, first)
        apart: list[tuple[str, list[bool]]] = [
            (reason, fitting(getattr(arranged, key), first)) for key, reason in REASONS.items()
        ]
        is_section = self._sections(stretch, first)
        for at, row in enumerate(stretch):
            self._is_over = self._is_over or ends[at]
            reason = next((name for name, hits in apart if hits[at]), "")
            if self._is_over:
                yield PlacedRow(row, apart=END)
            elif reason or row.cells is None:
                yield PlacedRow(row, self._section, reason)
            elif not first[at] and row.judge is None:
                yield PlacedRow(row, apart=BLANK)
            elif is_section[at]:
                self._section = first[at]
                yield PlacedRow(row, apart=SECTION)
            else:
                yield PlacedRow(row, self._section)

    def _sections(self, stretch: list[GridRow], first: Sequence[str]) -> list[bool]:
        if not self._arranged.section_into:
            return [False] * len(stretch)
        if self._arranged.section_rows:
            return fitting(self._arranged.section_rows, first)
        start = min(self._columns.names, default=1)
        return [_is_alone(row.cells, start) for row in stretch]


def first_stated(cells: list[str] | None) -> str:
    """Return what the first cell of a row says that says anything."""
    return next((" ".join(cell.split()) for cell in cells or () if cell.strip()), "")


def _is_alone(cells: list[str] | None, column: int) -> bool:
    """Return whether a row says something in one column and nothing anywhere else."""
    stated = [number for number, cell in enumerate(cells or (), start=1) if cell.strip()]
    return stated == [column]


def is_tag_row(row: GridRow | None) -> bool:
    """Return whether a row holds HXL tags and nothing else."""
    stated = [cell.strip() for cell in (row.cells if row else None) or () if cell.strip()]
    return bool(stated) and all(cell.startswith("#") for cell in stated)


def filler(columns: Sequence[int]) -> Callable[[PlacedRow], PlacedRow]:
    """Return what fills blank cells of some columns with the cell above, not beyond a section, total or blank row."""
    above: dict[int, str] = {}

    def fill(placed: PlacedRow) -> PlacedRow:
        if placed.apart or placed.row.cells is None:
            if placed.apart != NOTE:
                above.clear()
            return placed
        cells = list(placed.row.cells)
        for number in columns:
            if number <= len(cells):
                cells[number - 1] = (
                    cells[number - 1] if cells[number - 1].strip() else above.get(number, "")
                )
                above[number] = cells[number - 1]
        return replace(placed, row=replace(placed.row, cells=cells))

    return fill
