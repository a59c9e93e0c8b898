"""The pages of a table: its cells as they are published, a bounded number of rows on each page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.book.addresses import ROWS_A_PAGE, table_page
from report.book.figures import BookFigure
from report.book.shown import cut
from report.publish.natures import LETTERS, legend, marks
from report.publish.tables import PublishedTable

_NEAR = 2
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class ShownCell:
    """A cell as readers see it.

    Attributes:
        text: Its text; empty for what is not stated.
        nature: Its nature where it is less good than the table's best, else empty.
        figures: The figures that are published from it.
    """

    text: str
    nature: str
    figures: Sequence[BookFigure]

    @property
    def is_date(self) -> bool:
        """Whether it is a day, which is not to be broken over lines."""
        return _DAY.fullmatch(self.text) is not None

    @property
    def letter(self) -> str:
        """The letter that marks its nature."""
        return LETTERS.get(self.nature, "")


@dataclass(frozen=True)
class TablePage:
    """Some rows of a table.

    Attributes:
        number: Of this page, from 1.
        pages: How many pages the table has.
        first: Number of its first row, from 1.
        rows: Cells of its rows.
        legend: Letters used in the whole table, and the natures that they stand for.
    """

    number: int
    pages: int
    first: int
    rows: Sequence[Sequence[ShownCell]]
    legend: Sequence[tuple[str, str]]

    @property
    def near(self) -> list[int]:
        """Pages that are linked to: the first, the last, and those around this one; 0 stands for a gap."""
        wanted = {1, self.pages, *range(self.number - _NEAR, self.number + _NEAR + 1)}
        numbers = sorted(page for page in wanted if 1 <= page <= self.pages)
        found: list[int] = []
        for page in numbers:
            found += [0, page] if found and page > found[-1] + 1 else [page]
        return found


def table_pages(
    table: PublishedTable, figures: Sequence[BookFigure]
) -> Iterator[tuple[str, TablePage]]:
    """Yield address and content of each page of a table; a table without rows has one page.

    Args:
        table: The table.
        figures: The figures that are published from it.
    """
    shown = table.shown_rows()
    marked = marks(table, shown)
    letters = legend(marked)
    by_cell: dict[tuple[int, str], list[BookFigure]] = {}
    for figure in figures:
        by_cell.setdefault((figure.row, figure.published.column), []).append(figure)
    names = [column.name for column in table.columns]
    pages = max(1, -(-len(shown) // ROWS_A_PAGE))
    for number in range(1, pages + 1):
        first = (number - 1) * ROWS_A_PAGE
        rows = [
            [
                ShownCell(cut(text), nature, by_cell.get((at + 1, name), ()))
                for name, text, nature in zip(names, shown[at], marked[at], strict=True)
            ]
            for at in range(first, min(first + ROWS_A_PAGE, len(shown)))
        ]
        page = TablePage(number, pages, first + 1, rows, letters)
        yield table_page(table.model.name, number), page
