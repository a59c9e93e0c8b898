"""Figures in an audit: each is its cell, which must be there, be verified and hold the figure's value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from report.figures.plain import plain
from report.figures.published import PublishedFigure
from rowlineage.auditing.findings import AuditedTable
from warehouse.builder.kept import Kept
from warehouse.connection import quoted


@dataclass(frozen=True)
class UnverifiedFigure:
    """A figure that is not verified.

    Attributes:
        id: The figure.
        state: `not_reproduced` or `refused`.
        why: The reason in words.
    """

    id: str
    state: str
    why: str


def unverified_figures(
    kept: Kept,
    connection: duckdb.DuckDBPyConnection,
    figures: Sequence[PublishedFigure],
    tables: Sequence[AuditedTable],
) -> list[UnverifiedFigure]:
    """Return the figures whose cell is not verified, is not there or has another value than the figure."""
    by_cell = {t.table: t.by_cell() for t in tables}
    found = []
    for figure in figures:
        cells = _cells(kept, connection, figure)
        if len(cells) != 1:
            found.append(
                UnverifiedFigure(figure.id, "not_reproduced", f"{len(cells)} cells have its key")
            )
            continue
        row, value = cells[0]
        finding = by_cell[figure.table].get((row, figure.column))
        if finding is not None:
            found.append(UnverifiedFigure(figure.id, finding.state, str(finding.fault)))
        elif plain(value) != figure.value:
            why = f"published {figure.value!r}, but its cell holds {plain(value)!r}"
            found.append(UnverifiedFigure(figure.id, "not_reproduced", why))
    return found


def _cells(
    kept: Kept, connection: duckdb.DuckDBPyConnection, figure: PublishedFigure
) -> list[tuple[int, Any]]:
    """Return row id and value of the cells that a figure's key tells."""
    if figure.table not in kept.tables:
        return []
    names = [*figure.key, figure.column]
    columns = ", ".join(["_row", *map(quoted, names)])
    rows = connection.execute(f"SELECT {columns} FROM {quoted(figure.table)}").fetchall()
    wanted = [None if value is None else str(value) for value in figure.key.values()]
    return [
        (row, value)
        for row, *key, value in rows
        if [None if part is None else str(part) for part in key] == wanted
    ]
