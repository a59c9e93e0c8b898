"""Which rows of a page are rows of a table: several in a row whose short cells stand under each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from numbertext.documents.pdf.fragments import Fragment

Row = list[Fragment]
ROWS = 2
ALIGNED = 3.0
SHORT, SHORT_LABEL = 18, 36
FAR = 3.0


def apart(rows: Sequence[Row]) -> Iterator[tuple[bool, Sequence[Row]]]:
    """Yield stretches of rows from top to bottom, each with whether it is a table.

    Args:
        rows: Rows of a page, each from left to right.
    """
    tables = _tables(rows)
    of_row = [
        next((n for n, (a, b) in enumerate(tables) if a <= i < b), -1) for i in range(len(rows))
    ]
    for number, group in groupby(range(len(rows)), key=of_row.__getitem__):
        places = list(group)
        yield number >= 0, rows[places[0] : places[-1] + 1]


def _tables(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Return where tables begin and end."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and _is_under(rows[end - 1], rows[end]):
            end += 1
        if end - start >= ROWS and _are_cells(rows[start:end]):
            floor = found[-1][1] if found else 0
            start, end = _extended(rows, start, end, floor)
            found.append((start, end))
        start = end
    return found


def _is_under(above: Row, row: Row) -> bool:
    """Whether two rows have as many cells, each right under the other by its left, its right or its middle."""
    if len(above) != len(row) or len(row) < ROWS or _is_far(above, row):
        return False
    return all(
        min(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.x0 + a.x1 - b.x0 - b.x1) / 2) < ALIGNED
        for a, b in zip(above, row, strict=True)
    )


def _is_far(above: Row, row: Row) -> bool:
    return above[0].middle - row[0].middle > FAR * max(above[0].height, row[0].height)


def _are_cells(rows: Sequence[Row]) -> bool:
    """Whether the texts are as short as those of cells, and some of them have digits: columns of text are not."""
    columns = list(zip(*rows, strict=True))
    lengths = [sum(len(f.text) for f in column) / len(rows) for column in columns]
    is_short = lengths[0] < SHORT_LABEL and max(lengths[1:]) < SHORT
    return is_short and any(any(map(str.isdigit, f.text)) for row in rows for f in row[1:])


def _extended(rows: Sequence[Row], start: int, end: int, floor: int) -> tuple[int, int]:
    """Return a table with the rows above and below it that lack some cells, or have some over several columns."""
    columns = [
        (min(f.x0 for f in column), max(f.x1 for f in column))
        for column in zip(*rows[start:end], strict=True)
    ]
    while (
        start > floor
        and not _is_far(rows[start - 1], rows[start])
        and _fits(rows[start - 1], columns)
    ):
        start -= 1
    while end < len(rows) and not _is_far(rows[end - 1], rows[end]) and _fits(rows[end], columns):
        end += 1
    return start, end


def _fits(row: Row, columns: list[tuple[float, float]]) -> bool:
    """Whether each text of a row stands over columns of its own."""
    over = [[n for n, (x0, x1) in enumerate(columns) if f.x0 < x1 and f.x1 > x0] for f in row]
    is_short = all(
        len(f.text) < (SHORT_LABEL if n == 0 or len(at) > 1 else SHORT)
        for n, (f, at) in enumerate(zip(row, over, strict=True))
    )
    return (
        len(row) >= ROWS and is_short and all(over) and all(a[-1] < b[0] for a, b in pairwise(over))
    )
