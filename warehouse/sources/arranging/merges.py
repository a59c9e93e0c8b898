"""Merged cells below the header: right where their column is filled down, or where their rows are set apart."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.sources.arranging.columns import Columns
from warehouse.sources.arranging.grid import Merge
from warehouse.sources.arranging.rows import PlacedRow
from warehouse.sources.faults import Faults, Rule

MERGED = Rule(
    "file.merged_cells",
    "",
    "cells below the header are not merged",
    "declare the columns under `fill_down`, or the rows as totals or notes, in the reader options",
)


class Merges:
    """The merged cells of a file.

    Args:
        merges: All of them.
        columns: The columns that are read.
        filled: Names of those that are filled down.
        last: Line of the last header row.
    """

    def __init__(
        self, merges: Sequence[Merge], columns: Columns, filled: set[str], last: int
    ) -> None:
        self._open = [
            merge
            for merge in merges
            if merge[2] > last
            and not (merge[1] == merge[3] and columns.names.get(merge[1]) in filled)
            and any(merge[1] <= number <= merge[3] for number in columns.names)
        ]
        self._last = last
        self._met: set[int] = set()

    def look_at(self, stretch: list[PlacedRow]) -> None:
        """Note the rows of the table among those of a stretch."""
        if self._open:
            self._met |= {placed.row.line for placed in stretch if not placed.apart}

    def report(self, faults: Faults) -> None:
        """Add those merged cells that rows of the table lie in."""
        for top, _, bottom, _ in self._open:
            lines = [
                line for line in range(max(top, self._last + 1), bottom + 1) if line in self._met
            ]
            if lines:
                faults.add(MERGED, lines[0])
