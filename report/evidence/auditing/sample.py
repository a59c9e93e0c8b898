"""Drawing a sample of cells: reproducible from a seed, spread over tables and natures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from rowlineage.auditing.findings import AuditedTable
from warehouse.builder.kept import Kept


@dataclass(frozen=True, order=True)
class Cell:
    """One cell of a report table.

    Attributes:
        row: Row id.
        nature: The worst nature of the raw rows that feed its value.
    """

    table: str
    row: int
    column: str
    nature: str


def all_cells(kept: Kept, tables: Iterable[AuditedTable]) -> list[Cell]:
    """Return every cell of the audited tables with its nature, sorted."""
    return sorted(
        Cell(table.table, row, column, nature)
        for table in tables
        for (row, column), (nature, _) in kept.natures(table.table).items()
    )


def draw(cells: Iterable[Cell], size: int, seed: int) -> list[Cell]:
    """Draw a sample without replacement and return it sorted.

    First one cell of every table, then one of every table and nature that is still missing, then any: so that each
    further cell is as likely as every other. Each of these is in a random order, and the number ends it.

    Args:
        cells: What to draw from.
        size: Number of cells; all are returned where there are fewer.
        seed: The same seed and cells give the same sample, on any machine.
    """
    # Not for secrecy: an auditor must be able to draw the same sample again.
    shuffled = sorted(cells)
    Random(seed).shuffle(shuffled)  # noqa: S311
    by_table: dict[str, Cell] = {}
    by_stratum: dict[tuple[str, str], Cell] = {}
    for cell in shuffled:
        by_table.setdefault(cell.table, cell)
    for cell in by_table.values():
        by_stratum[cell.table, cell.nature] = cell
    for cell in shuffled:
        by_stratum.setdefault((cell.table, cell.nature), cell)
    preferred = dict.fromkeys([*by_table.values(), *by_stratum.values(), *shuffled])
    return sorted(list(preferred)[:size])
