"""Which report table a table of a text is: by its heads and row labels, alone among all, or as a person decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from numbertext.tables import Table, is_blank
from report.reconcile.tables.report_table import ReportTable, plain

_HEAD_ROWS = 4
_LEAST = 2
_SHARE = 2
"""At least one row in so many is of the report table."""


@dataclass(frozen=True)
class Bound:
    """A table of a text, bound.

    Attributes:
        table: The table as it is read: rows are the report table's rows.
        of: The report table.
        heads: How many rows are heads.
        columns: Column of the text -> column of the report table.
        rows: Row of the text -> row of the report table.
        is_turned: Whether the text has its rows for columns.
    """

    table: Table
    of: ReportTable
    heads: int
    columns: Mapping[int, str]
    rows: Mapping[int, Mapping[str, object]]
    is_turned: bool

    def head(self, column: int) -> str:
        """Return the heads of a column, one after the other."""
        return head_of(self.table, self.heads, column)

    @property
    def size(self) -> int:
        """How many cells of values are bound."""
        return len(self.rows) * len(set(self.columns.values()) - set(self.of.key))


def bind(table: Table, known: Sequence[ReportTable], decided: str = "") -> Bound | None:
    """Return a table as the report table that it is; None where none is, or several may be.

    Args:
        table: The table of the text.
        known: The report tables.
        decided: Name of the one that a person decided on; empty for none.
    """
    candidates = [t for t in known if not decided or t.name == decided]
    found = [
        bound
        for is_turned, seen in ((False, table), (True, table.turned()))
        for of in candidates
        if (bound := _as(seen, of, is_turned=is_turned, is_decided=bool(decided))) is not None
    ]
    found.sort(key=lambda bound: -bound.size)
    if len(found) > 1 and found[0].size == found[1].size:
        return None
    return found[0] if found else None


def head_of(table: Table, heads: int, column: int) -> str:
    """Return the texts over a column from top to bottom, each once."""
    texts = [table.text(row, column) for row in range(1, heads + 1)]
    return " ".join(dict.fromkeys(text for text in texts if text.strip()))


def _as(seen: Table, of: ReportTable, *, is_turned: bool, is_decided: bool) -> Bound | None:
    best: Bound | None = None
    for heads in range(1, min(_HEAD_ROWS, seen.height - 1) + 1):
        columns = _columns(seen, of, heads)
        if columns is None or set(columns.values()) <= set(of.key):
            continue
        rows = _rows(seen, of, heads, columns)
        bound = Bound(seen, of, heads, columns, rows, is_turned)
        filled = sum(
            any(_has(seen, row, c) for c in columns) for row in seen.filled_rows if row > heads
        )
        is_enough = len(rows) >= _LEAST and _SHARE * len(rows) >= filled
        if bound.size and (is_decided or is_enough) and (best is None or bound.size > best.size):
            best = bound
    return best


def _has(table: Table, row: int, column: int) -> bool:
    return bool(table.text(row, column).strip())


def _columns(table: Table, of: ReportTable, heads: int) -> dict[int, str] | None:
    """Return the columns whose heads name one column of the report table alone; None where a key is not among them."""
    named: dict[int, set[str]] = {}
    for column in table.filled_columns:
        last = table.text(heads, column)
        whole = of.named(head_of(table, heads, column))
        named[column] = whole or of.named(last)
    # The column of labels often has no head.
    if len(of.key) == 1 and not named.get(1) and is_blank(head_of(table, heads, 1)):
        named[1] = set(of.key)
    single = {column: next(iter(names)) for column, names in named.items() if len(names) == 1}
    counts = Counter(single.values())
    found = {column: name for column, name in single.items() if counts[name] == 1}
    return found if set(of.key) <= set(found.values()) else None


def _rows(
    table: Table, of: ReportTable, heads: int, columns: Mapping[int, str]
) -> dict[int, Mapping[str, object]]:
    """Return the rows whose labels are those of one row of the report table, which no other row here has."""
    place = {name: column for column, name in columns.items()}
    words = {
        row: tuple(plain(table.text(row, place[name])) for name in of.key)
        for row in table.filled_rows
        if row > heads
    }
    counts = Counter(words.values())
    return {row: of.rows[key] for row, key in words.items() if key in of.rows and counts[key] == 1}
