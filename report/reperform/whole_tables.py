"""Whole tables of the two engines beside one another: the same rows by key, and every cell of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow

from report.reperform.agreement import agree


@dataclass(frozen=True)
class Compared:
    """The cells of a table that were compared, and the first that differs.

    Attributes:
        cells: Cells compared.
        why: What differs first; empty when nothing does.
    """

    cells: int
    why: str = ""


def compare_tables(first: pyarrow.Table, second: pyarrow.Table, key: Sequence[str]) -> Compared:
    """Compare the tables of two engines.

    Args:
        first: The table as the first engine built it.
        second: The table as the second engine computed it.
        key: Columns that identify a row; without any, rows are compared in the order of their texts.
    """
    if first.column_names != second.column_names:
        return Compared(0, f"columns {', '.join(second.column_names)}")
    if first.num_rows != second.num_rows:
        return Compared(0, f"{second.num_rows} rows, not {first.num_rows}")
    ours, theirs = _by_key(first, key), _by_key(second, key)
    cells = 0
    for (name, row), (other, answer) in zip(ours, theirs, strict=True):
        if name != other:
            return Compared(cells, f"no row {' '.join(name)}")
        for column, cell in row.items():
            found = answer[column]
            if not agree(found, cell, is_exact=not _is_double(found, cell)):
                return Compared(cells, f"{column} of {' '.join(name)}: {found}, not {cell}")
            cells += 1
    return Compared(cells)


def _by_key(
    table: pyarrow.Table, key: Sequence[str]
) -> list[tuple[tuple[str, ...], Mapping[str, object]]]:
    names = list(key) or table.column_names
    rows = [(tuple(_name(row[name]) for name in names), row) for row in table.to_pylist()]
    return sorted(rows, key=lambda item: item[0])


def _name(cell: object) -> str:
    """Return a cell as a text that is the same for the same value, whatever the type of a number."""
    if isinstance(cell, float) and math.isfinite(cell):
        return f"{cell:.9g}"
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == int(cell) else f"{cell.normalize():f}"
    return "" if cell is None else str(cell)


def _is_double(*cells: object) -> bool:
    return any(isinstance(cell, float) for cell in cells)
