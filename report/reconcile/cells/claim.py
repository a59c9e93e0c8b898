"""A claim over cells: the operation, its cells, what comes of them, and the formula as a finding shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from numbertext import Interval
from report.reconcile.cells.arithmetic import plain
from report.reconcile.cells.operands import CellAt
from report.reconcile.cells.scene import Span

SHARE, SUM, DIFFERENCE, RATIO = "share", "sum", "difference", "ratio"
AVERAGE, COMPLEMENT, RANK, SUPERLATIVE = "average", "complement", "rank", "superlative"
RECORD_CLAIM, COMPARISON = "record", "comparison"
_ONE = Fraction(1)


@dataclass(frozen=True)
class Claim:
    """What a clause claims of cells.

    Attributes:
        kind: The operation.
        cells: The cells that it is of, those that the text names first.
        value: What comes of them; for claims without number the truth is in `holds`.
        unit: The unit of the value, for readers.
        formula: How it comes of them.
        factor: What the statement's number is multiplied by to stand in the value's unit.
        is_count: Whether the value is a whole number that was counted.
        cues: Where the words stand that say the operation.
        scope: Roots of further words that the cells explain: what the places of a column are called.
        numbers: Where other numbers stand that belong to the operation.
        holds: Whether a claim without number is true; None where it cannot be told.
        says: What is so, in words; empty for what follows from the formula.
        is_loose: Whether a careful writer would say more than a claim without number does.
    """

    kind: str
    cells: tuple[CellAt, ...]
    formula: str
    value: Interval | None = None
    unit: str = ""
    factor: Fraction = _ONE
    is_count: bool = True
    cues: tuple[Span, ...] = ()
    scope: frozenset[str] = frozenset()
    numbers: tuple[Span, ...] = ()
    holds: bool | None = None
    says: str = ""
    is_loose: bool = False


def term(cell: CellAt) -> str:
    """Return a cell in a formula: its value, and the figure or the place in a table that it is taken from."""
    return f"{plain(cell.reading.value)} [{name_of(cell)}]"


def name_of(cell: CellAt) -> str:
    """Return the figure that publishes a cell, else table, column and place; with its period."""
    if cell.reading.figure:
        return cell.reading.figure
    figure = cell.quantity.figure
    place = figure.place[0] if figure.place else ""
    words = ", ".join(part for part in (place, cell.reading.words) if part)
    return f"{figure.table}.{figure.column}: {words}"


def terms(cells: Sequence[CellAt], sign: str) -> str:
    """Return cells joined by a sign."""
    return sign.join(map(term, cells))


def result(value: Interval) -> str:
    """Return what comes of a formula: a number, or its bounds."""
    low, high = value.low, value.high
    if low is None or high is None:
        return f"at least {plain(low)}" if low is not None else "unknown"
    return plain(low) if low == high else f"{plain(low)} to {plain(high)}"
