"""Figures in an audit: each is its cell, which must be there, be verified and hold the figure's value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import duckdb

from report.figures.plain import plain
from report.figures.published import PublishedFigure
from rowlineage.auditing.findings import AuditedTable
from warehouse.builder.kept import Kept
from warehouse.errors import DefinitionError
from warehouse.find_row import KeyedTable, find_row, keyed_table


@dataclass(frozen=True)
class UnverifiedFigure:
    """A figure that is not verified.

    Attributes:
        id: The figure.
        state: `not_reproduced` or `refused`.
        why: The reason in words.
        table: The table that the reason tells of.
    """

    id: str
    state: str
    why: str
    table: str


def unverified_figures(
    kept: Kept,
    connection: duckdb.DuckDBPyConnection,
    figures: Sequence[PublishedFigure],
    tables: Sequence[AuditedTable],
) -> list[UnverifiedFigure]:
    """Return the figures whose cell is not verified, is not there or has another value than the figure."""
    by_cell = {t.table: t.by_cell() for t in tables}
    found = []
    table_of = cache(partial(keyed_table, connection))
    for figure in figures:
        if figure.table not in kept.tables:
            why = f"table {figure.table} is not in the generation"
            found.append(UnverifiedFigure(figure.id, "not_reproduced", why, figure.table))
            continue
        try:
            row, value = _cell(table_of(figure.table), figure)
        except DefinitionError as error:
            found.append(UnverifiedFigure(figure.id, "not_reproduced", error.fact, figure.table))
            continue
        finding = by_cell[figure.table].get((row, figure.column))
        if finding is not None:
            fault = finding.fault
            found.append(UnverifiedFigure(figure.id, finding.state, str(fault), fault.table))
        elif plain(value) != figure.value:
            why = f"published {figure.value!r}, but its cell holds {plain(value)!r}"
            found.append(UnverifiedFigure(figure.id, "not_reproduced", why, figure.table))
    return found


def _cell(table: KeyedTable, figure: PublishedFigure) -> tuple[int, Any]:
    """Return row id and value of a figure's cell."""
    table.check([figure.column])
    row = find_row(table, figure.key)
    return row["_row"], row[figure.column]
