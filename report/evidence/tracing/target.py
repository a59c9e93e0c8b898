"""What is to be traced: a figure by its id, or a cell of a table by the row's key and the column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from report.figures.published import PublishedFigure, figures_of
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import read_manifest
from warehouse.errors import DefinitionError
from warehouse.find_row import find_row, keyed_table
from warehouse.folders import CURRENT
from warehouse.listing import listed


@dataclass(frozen=True)
class Target:
    """One cell, or a whole row where no column is given.

    Attributes:
        figure: The published figure as the build wrote it; None for a cell that is no figure.
        row_id: The row's number in its table.
        values: The row's key, column by column, as it is in the table.
    """

    figure: PublishedFigure | None
    table: str
    key: Mapping[str, Any]
    column: str | None
    row_id: int
    values: Mapping[str, Any]


def figure_of(kept: Kept, name: str) -> PublishedFigure:
    """Return a published figure by its id, as the build wrote it.

    Raises:
        DefinitionError: If the edition has no figure of that id.
    """
    figures = {figure.id: figure for figure in figures_of(read_manifest(kept.folder))}
    if name not in figures:
        raise DefinitionError(
            f"{name} is neither a figure nor a table of this edition",
            expected=_expected(name, [*sorted(figures), *kept.catalog.models]),
            remedy="annual-report build EDITION lists the figures, annual-report tables EDITION the tables",
        )
    return figures[name]


def _expected(name: str, known: Sequence[str]) -> str:
    """Return the names that are like the one that was given, or all of them where none is."""
    return ", ".join(get_close_matches(name, known, n=5) or known)


def figure_target(
    kept: Kept, connection: duckdb.DuckDBPyConnection, figure: PublishedFigure
) -> Target:
    """Return the cell of a figure."""
    return _cell(kept, connection, figure.table, figure.key, figure.column, figure)


def cell_target(
    kept: Kept,
    connection: duckdb.DuckDBPyConnection,
    table: str,
    key: Mapping[str, Any],
    column: str | None,
) -> Target:
    """Return a cell of a table by the row's key.

    Args:
        kept: The generation.
        connection: A connection on its tables.
        table: A report table, or a core or stat model.
        key: Column -> value, in any of the ways that a key is written; `BLANK` for one that was left empty.
        column: The cell's column; None for the whole row.

    Raises:
        DefinitionError: If the key finds no row or several, or a column does not exist or cannot hold its value.
    """
    return _cell(kept, connection, table, key, column, None)


def _cell(
    kept: Kept,
    connection: duckdb.DuckDBPyConnection,
    table: str,
    key: Mapping[str, Any],
    column: str | None,
    figure: PublishedFigure | None,
) -> Target:
    model = kept.model(table)
    remedy = f"give its key: {' '.join(f'--row {name}=...' for name in model.key)}"
    keyed = keyed_table(connection, table, remedy=remedy)
    keyed.check([*key, *([column] if column is not None else [])])
    row = find_row(keyed, key)
    return Target(figure, table, {name: row[name] for name in model.key}, column, row["_row"], row)


def editions_of(folder: Path) -> list[str]:
    """Return the editions that have a current generation, newest first."""
    return sorted((p.name for p in listed(folder) if (p / CURRENT).exists()), reverse=True)
