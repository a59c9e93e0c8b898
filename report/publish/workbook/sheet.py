"""One sheet of a workbook: one marked table with what stands above it, in the words of gptables.

Report tables become sheets in `report_table`; sources and dictionary in `listing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from gptables import GPTable

from report.publish.workbook.cells import (
    HEADER_UNITS,
    STAND_IN,
    Value,
    cell_text,
    needs_stand_in,
    said,
)

NO_ROWS = "no rows in this edition"


@dataclass(frozen=True)
class Sheet:
    """What a sheet holds.

    Attributes:
        label: Its name on the tab.
        name: Name of the marked table.
        title: Heading of the sheet.
        headers: Titles of the columns, with their units.
        rows: The cells.
        instructions: What is to be known before reading.
        legend: What marks mean, and the sources, a line each.
        references: Notes that belong to the table, by their name.
        formats: By column, how its cells are set.
        marked: By row and column, how single cells are set.
    """

    label: str
    name: str
    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]
    instructions: str
    legend: Sequence[str] = ()
    references: Sequence[str] = ()
    formats: Sequence[dict[str, Any]] = ()
    marked: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)

    @property
    def shown_rows(self) -> Sequence[Sequence[Value]]:
        """The cells; one row that says so where there are none, since a marked table cannot be empty."""
        return self.rows or [[NO_ROWS, *[None] * (len(self.headers) - 1)]]

    @property
    def written_over(self) -> list[tuple[int, int]]:
        """Row and column of the cells that gptables is handed a stand-in for, counted from 0 below the header."""
        return [
            (number, index)
            for number, row in enumerate(self.shown_rows)
            for index, value in enumerate(row)
            if needs_stand_in(value) or (index == 0 and all(cell is None for cell in row))
        ]

    def as_gptable(self) -> GPTable:
        """Return the sheet as gptables writes it."""
        cells = [list(row) for row in self.shown_rows]
        for number, index in self.written_over:
            cells[number][index] = STAND_IN
        # Left to itself pandas would make floats of whole numbers with blanks between.
        frame = pd.DataFrame(cells, columns=list(self.headers), dtype=object)
        references = "".join(f"$${name}$$" for name in self.references)
        return GPTable(
            table=frame,
            table_name=self.name,
            title=said(self.title),
            instructions=said(self.instructions) + references,
            legend=[said(line) for line in self.legend],
            index_columns={},
            additional_formatting=self._formatting(),
        )

    def _formatting(self) -> list[dict[str, Any]]:
        columns = [
            {"column": {"columns": [index], "format": given}}
            for index, given in enumerate(self.formats)
        ]
        # gptables sets only the last of several cells that are given at once.
        cells = [
            {"cell": {"cells": (number + 1, index), "format": given}}
            for (number, index), given in self.marked.items()
            if self.rows
        ]
        return [*columns, *cells]


def headed(titles: Sequence[str], units: Sequence[str]) -> list[str]:
    """Return headers with their units that a marked table can have: none empty, none too long, none twice."""
    found: list[str] = []
    for title, unit in zip(titles, units, strict=True):
        words = title.replace("$$", "$ $").replace("\n", " ").strip() or "column"
        base = cell_text(f"{words}\n({unit})" if unit else words, HEADER_UNITS - 10)
        header, number = base, 1
        while header.casefold() in (other.casefold() for other in found):
            number += 1
            header = f"{base} {number}"
        found.append(header)
    return found
