"""The audit of an edition: every cell of every report table, and every figure, by the evidence in its generation.

What is replayed and how belongs to `rowlineage.auditing`; here tables get titles and keys, and figures their cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from report.evidence.auditing.altered import altered_parts
from report.evidence.auditing.figures import UnverifiedFigure, unverified_figures
from report.figures.plain import Plain, plain
from report.figures.published import figures_of
from rowlineage.auditing.audit import Audit
from rowlineage.auditing.findings import AuditedTable, AuditFinding, State
from warehouse.bounds import bounded
from warehouse.builder.generation_files import AlteredFile, differences
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import read_manifest
from warehouse.connection import quoted

SCHEMA = "annual-report/audit/1"


@dataclass(frozen=True)
class UnverifiedCell:
    """A cell that is not verified, as it is reported.

    Attributes:
        key: Key of its row.
        state: `not_reproduced` or `refused`.
        expected: The published value, where it is the cell itself that came back different.
        actual: What came back instead of it.
        why: The reason in words.
    """

    table: str
    key: Mapping[str, Plain]
    column: str
    state: State
    expected: Plain
    actual: Plain
    why: str


@dataclass(frozen=True)
class AuditedEdition:
    """The outcome for an edition.

    Attributes:
        edition: Its name.
        titles: Table -> title.
        tables: The outcome for each report table, by name.
        keys: For tables with findings, row id -> the row's key.
        figures: Number of figures.
        unverified_figures: Those that are not verified.
        on_demand: Models without kept evidence, which was worked out anew for the audit.
        altered: Files that are not as they were built, and contents that are not those that were published.
    """

    edition: str
    titles: Mapping[str, str]
    tables: Sequence[AuditedTable]
    keys: Mapping[str, Mapping[int, Mapping[str, Any]]]
    figures: int
    unverified_figures: Sequence[UnverifiedFigure]
    on_demand: Sequence[str]
    altered: Sequence[AlteredFile] = ()

    @property
    def cells(self) -> int:
        """Number of cells."""
        return sum(table.cells for table in self.tables)

    @property
    def verified(self) -> int:
        """Number of verified cells."""
        return sum(table.verified for table in self.tables)

    @property
    def complete(self) -> bool:
        """True when every cell and every figure is verified, in files that are as they were built."""
        is_verified = self.verified == self.cells and not self.unverified_figures
        return is_verified and not self.altered

    @property
    def summary(self) -> str:
        """The outcome in one sentence."""
        figures = self.figures - len(self.unverified_figures)
        return f"{self.verified:,} of {self.cells:,} cells and {figures:,} of {self.figures:,} figures verified"

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as the machine-readable output gives it."""
        return {
            "schema": SCHEMA,
            "edition": self.edition,
            "cells": self.cells,
            "verified": self.verified,
            "figures": {
                "count": self.figures,
                "verified": self.figures - len(self.unverified_figures),
                "not_verified": [
                    {"id": figure.id, "state": figure.state, "why": figure.why}
                    for figure in self.unverified_figures
                ],
            },
            "tables": [
                {
                    "id": t.table,
                    "title": self.titles[t.table],
                    "cells": t.cells,
                    "verified": t.verified,
                }
                for t in self.tables
            ],
            "not_verified": [dict(vars(cell)) for cell in self.not_verified()],
            "traced_on_demand": list(self.on_demand),
            "altered": [dict(vars(part)) for part in self.altered],
        }

    def not_verified(self) -> list[UnverifiedCell]:
        """Return every cell that is not verified, by table, row and column."""
        return [self._unverified(finding) for table in self.tables for finding in table.findings]

    def _unverified(self, finding: AuditFinding) -> UnverifiedCell:
        return UnverifiedCell(
            table=finding.table,
            key=plain(self.keys[finding.table][finding.row]),
            column=finding.column,
            state=finding.state,
            expected=plain(finding.expected),
            actual=plain(finding.actual),
            why=str(finding.fault),
        )


def audit_edition(
    kept: Kept,
    connection: duckdb.DuckDBPyConnection,
    listener: Callable[[str], None] = lambda _: None,
    *,
    deep: bool = False,
) -> AuditedEdition:
    """Audit every cell and figure of an edition.

    Args:
        kept: Its generation.
        connection: A connection on the generation's tables.
        listener: Called with the name of each model as its replay begins.
        deep: As in `open_audit`.
    """
    with open_audit(kept, connection, listener, deep=deep) as audit:
        return outcome(kept, audit)


@contextmanager
def open_audit(
    kept: Kept,
    connection: duckdb.DuckDBPyConnection,
    listener: Callable[[str], None] = lambda _: None,
    *,
    deep: bool = False,
) -> Iterator[Audit]:
    """Give an audit of a generation that has not run yet.

    Args:
        kept: The generation.
        connection: A connection on its tables.
        listener: Called with the name of each model as its replay begins.
        deep: Whether the evidence is also worked out anew and compared. Where a file of the generation is not as it was
            built this is done in any case, since a replay does not notice a row too many.
    """
    is_deep = deep or bool(differences(kept.folder))
    audit = Audit(connection, kept, deep=is_deep, listener=listener, bounds=bounded)
    try:
        yield audit
    finally:
        audit.close()


def outcome(kept: Kept, audit: Audit) -> AuditedEdition:
    """Run an audit over the report tables of a generation and return its outcome; the audit stays open."""
    names = report_tables(kept)
    tables = audit.run(names)
    figures = figures_of(read_manifest(kept.folder))
    keys = {t.table: row_keys(kept, audit.con, t.table) for t in tables if t.findings}
    return AuditedEdition(
        edition=kept.catalog.edition,
        titles={name: kept.model(name).title for name in names},
        tables=tables,
        keys=keys,
        figures=len(figures),
        unverified_figures=unverified_figures(kept, audit.con, figures, tables),
        on_demand=tuple(audit.nodes.on_demand),
        altered=altered_parts(kept, audit.con),
    )


def report_tables(kept: Kept) -> list[str]:
    """Return the report tables of a generation that were built, by name."""
    models = [name for name in kept.order() if name in kept.tables]
    return sorted(name for name in models if kept.model(name).layer == "report")


def row_keys(
    kept: Kept, connection: duckdb.DuckDBPyConnection, table: str
) -> dict[int, dict[str, Any]]:
    """Return row id -> key of the rows of a table."""
    key = kept.model(table).key
    names = ", ".join(["_row", *(quoted(name) for name in key)])
    rows = connection.execute(f"SELECT {names} FROM {quoted(table)} ORDER BY _row").fetchall()
    return {row: dict(zip(key, values, strict=True)) for row, *values in rows}
