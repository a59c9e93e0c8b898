"""When a cell of the second engine is that of the first: exactly, or to 12 significant digits where either divided.

Whole numbers, decimals, texts, dates and flags agree exactly. A floating-point cell is a quotient that each engine
works out in binary; it agrees to 12 significant digits, and the published, rounded value must be the same exactly.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow

from report.figures.catalogue import Figure
from report.figures.plain import plain
from report.figures.published import PublishedFigure
from report.figures.resolve import worded
from report.figures.rounding import Number, is_number
from report.reperform.own_wording import own_wording
from warehouse.connection import confine
from warehouse.errors import ReportError
from warehouse.find_row import find_row, keyed_table

EXACT = "exact"
TWELVE_DIGITS = "12 digits, published value exact"
_RELATIVE = 1e-12


@dataclass(frozen=True)
class Agreement:
    """Whether a figure is the same in the second engine.

    Attributes:
        rule: The rule of comparison that was used.
        value: The second engine's cell, as JSON holds it.
        same: The answer.
        why: What differs; empty when nothing does.
    """

    rule: str
    value: Any = None
    _: KW_ONLY
    same: bool
    why: str = ""


def judge(given: PublishedFigure, figure: Figure | None, table: pyarrow.Table) -> Agreement:
    """Compare a published figure with its cell in a table of the second engine.

    Args:
        given: The figure as figures.json gives it, its key filled in.
        figure: Its entry in the release's catalogue, for precision and wording.
        table: The table that holds its cell.
    """
    if figure is None:
        return Agreement(EXACT, same=False, why="the release's catalogue has no such figure")
    try:
        cell = cell_of(given, table)
        shown, own = worded(figure, cell)[1], own_wording(figure, cell)
    except ReportError as error:
        return Agreement(EXACT, same=False, why=error.fact)
    rule = TWELVE_DIGITS if isinstance(cell, float) else EXACT
    value = plain(cell)
    if not agree(value, given.value, is_exact=rule == EXACT):
        return Agreement(rule, value, same=False, why=f"{value} is not {given.value}")
    if shown != given.display:
        return Agreement(rule, value, same=False, why=f"published as {shown}, not {given.display}")
    if own != given.display:
        why = f"published as {given.display}, which rounded apart from the build is {own}"
        return Agreement(rule, value, same=False, why=why)
    return Agreement(rule, value, same=True)


def cell_of(given: PublishedFigure, table: pyarrow.Table) -> object:
    """Return the cell of a figure.

    Raises:
        ReportError: If its key finds no row or several, or a column does not exist or cannot hold its value.
    """
    wanted = {*given.key, given.column} - {"_row"}
    cells = table.select([name for name in table.column_names if name in wanted])
    with duckdb.connect() as connection:
        confine(connection)
        connection.register(given.table, cells.append_column("_row", [range(table.num_rows)]))
        keyed = keyed_table(connection, given.table)
        keyed.check([given.column])
        place = find_row(keyed, given.key)["_row"]
    return table.column(given.column)[place].as_py()


def agree(left: object, right: object, *, is_exact: bool = True) -> bool:
    """Return whether two cells are the same; numbers of any type are compared by their value."""
    if is_number(left) and is_number(right):
        if is_exact and not (isinstance(left, float) and isinstance(right, float)):
            return _exactly(left) == _exactly(right)
        if is_exact:
            return bool(left == right)
        return math.isclose(float(left), float(right), rel_tol=_RELATIVE, abs_tol=0.0)
    return type(_moment(left)) is type(_moment(right)) and bool(_moment(left) == _moment(right))


def _exactly(value: Number) -> Decimal | float:
    if isinstance(value, float) and not math.isfinite(value):
        return value
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _moment(value: object) -> object:
    """Return a moment as plain datetime: Arrow gives nanoseconds another class."""
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return value
