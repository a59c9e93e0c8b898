"""Which cell of which table a walk through a document is in; shared by HTML and Markdown."""

from __future__ import annotations

from numbertext.documents.limits import SPAN


class _Table:
    def __init__(self, number: int) -> None:
        self.number = number
        self.row = 0
        self.column = 0
        self.width = 0
        self.height = 1
        self.is_head = False
        self.is_in_cell = False
        # Columns that cells of rows above reach into, and how many rows they still do.
        self.taken: dict[int, int] = {}

    def next_row(self) -> None:
        self.row += 1
        self.column = self.width = 0

    def next_cell(self, columns: int, rows: int) -> None:
        self.column += max(self.width, 1)
        while self.taken.get(self.column, 0) >= self.row:
            self.column += 1
        self.width, self.height = columns, rows
        for column in range(self.column, self.column + columns if rows > 1 else 0):
            self.taken[column] = self.row + rows - 1


class Grid:
    """Follows tables, rows and cells as they open and close; tables are numbered as they open."""

    def __init__(self) -> None:
        self._tables: list[_Table] = []
        self._count = 0

    def open(self, tag: str, columns: str | None = None, rows: str | None = None) -> None:
        """Note that an element opens; all but tables, rows and cells are passed over."""
        if tag == "table":
            self._count += 1
            self._tables.append(_Table(self._count))
        elif tag == "tr" and self._tables:
            self._tables[-1].next_row()
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].next_cell(_span(columns), _span(rows))
            self._tables[-1].is_in_cell = True
            self._tables[-1].is_head = tag == "th"

    def close(self, tag: str) -> None:
        """Note that an element closes."""
        if not self._tables:
            return
        if tag == "table":
            self._tables.pop()
        elif tag in ("td", "th"):
            self._tables[-1].is_in_cell = False

    @property
    def place(self) -> str:
        """The cell that the walk is in, such as `table 1, row 2, column 3`; empty outside cells."""
        if not self._tables or not self._tables[-1].is_in_cell:
            return ""
        table = self._tables[-1]
        return f"table {table.number}, row {table.row}, column {table.column}"

    @property
    def span(self) -> tuple[int, int]:
        """Over how many rows and columns the cell goes that the walk is in."""
        return (self._tables[-1].height, self._tables[-1].width) if self.place else (1, 1)

    @property
    def is_head(self) -> bool:
        """Whether the cell that the walk is in is a head."""
        return bool(self.place) and self._tables[-1].is_head


def _span(text: str | None) -> int:
    if text is None or not text.strip().isdecimal():
        return 1
    return min(max(int(text.strip()[:9]), 1), SPAN)
