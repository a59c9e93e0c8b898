"""Which published cells rest on one row alone of files that are not passed on, by the evidence that a trace reads.

What such files are is decided by whoever asks. Words for people belong to `report`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import duckdb
import numpy as np
import numpy.typing as npt

from rowlineage.arrays import whole
from rowlineage.forward import ForwardWalk
from rowlineage.graph import GraphWalk, Models, cell
from rowlineage.marks import VALUE, Bits, Marked, marked
from rowlineage.traceable import traceable
from warehouse.bounds import bounded
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.nature_walk import evidence_of, text_of
from warehouse.connection import connect, quoted

_EVEN = np.uint64(0x5555555555555555)


@dataclass(frozen=True)
class ClosedWalk:
    """A walk over an edition's models, from the rows of some raw tables.

    Attributes:
        connection: A connection on the tables.
        models: The models between.
        raw: The raw tables that were asked about.
    """

    connection: duckdb.DuckDBPyConnection
    models: Models
    raw: Collection[str]

    def fed_by_one(self, columns: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], list[int]]:
        """Return the rows whose cell is fed by one row alone of the raw tables, by table and column.

        Args:
            columns: Table -> the columns asked about.
        """
        pairs = [(table, column) for table, own in columns.items() for column in own]
        walk = ForwardWalk(self.connection, self.models, self._numbered(), bounds=bounded)
        found = walk.cells(pairs, value_only=True)
        return {pair: lone for pair in pairs if (lone := _lone(found[pair]))}

    def rows_behind(self, table: str, row: int, column: str) -> frozenset[tuple[str, int]]:
        """Return the rows of the raw tables that feed one cell."""
        walk = GraphWalk(self.connection, self.models, bounds=bounded)
        path = walk.trace(table, [row], cell(column, []))
        return frozenset(
            (part.table, int(number))
            for part in path.rows
            if part.table in self.raw
            for number, role in zip(part.ids.tolist(), part.role_names(), strict=True)
            if role == "value"
        )

    def _numbered(self) -> dict[str, Marked]:
        """Return the rows of the raw tables, each with a mark from which it is known whether it stands alone."""
        numbered: dict[str, Marked] = {}
        first = 0
        for name in sorted(self.raw):
            ids = whole(
                self.connection.execute(f"SELECT _row FROM {quoted(name)}").to_arrow_table()["_row"]
            )
            numbered[name] = marked(ids, _marks(np.arange(first, first + ids.size)))
            first += ids.size
        return numbered


def _marks(numbers: npt.NDArray[np.int64]) -> Bits:
    """Return for each number 32 pairs of bits, of which one says 0 and the other 1.

    Where the marks of several rows are put together, some pair has both, unless they are of the same row.
    """
    low = np.uint64(np.iinfo(np.uint32).max)
    own = numbers.astype(np.uint64) & low
    return _spread(own) | (_spread(own ^ low) << np.uint64(1))


def _spread(numbers: Bits) -> Bits:
    """Return numbers of 32 bits with a 0 before each bit."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        numbers = (numbers | (numbers << np.uint64(shift))) & np.uint64(mask)
    return numbers


def _lone(cells: Marked) -> list[int]:
    bits = cells.bits[:, VALUE]
    is_lone = (bits != 0) & ((bits & (bits >> np.uint64(1)) & _EVEN) == 0)
    rows: list[int] = cells.ids[is_lone].tolist()
    return sorted(rows)


@contextmanager
def closed_walk(
    build: EditionBuild, names: Collection[str], raw: Collection[str]
) -> Iterator[ClosedWalk]:
    """Give a walk from some raw tables to some models that are built.

    Args:
        build: A build of the edition.
        names: The models.
        raw: The raw tables, all of them built.
    """
    behind = {*names}.union(*(build.plan.ancestors(name) for name in names))
    steps = {name: build.outcome(name).step for name in sorted(behind)}
    tables = {name: step.table for name, step in steps.items() if step is not None}
    order = [name for name in build.plan.models if name in tables]
    with (
        connect(build.store.root, tables) as connection,
        traceable(
            connection, order, partial(evidence_of, build), partial(text_of, build), bounded
        ) as models,
    ):
        yield ClosedWalk(connection, models, frozenset(raw) & tables.keys())
