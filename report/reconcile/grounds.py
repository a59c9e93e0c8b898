"""What a reading rests on: its trace to the raw rows, in one line and by file."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import duckdb

from report.evidence.tracing.gathering import file_rows
from report.evidence.tracing.target import cell_target
from report.evidence.tracing.trace import SourcePart, Tracer
from report.reconcile.finding import CitedEvidence
from report.reconcile.readings import Quantity, Reading
from rowlineage.keys import as_text
from warehouse.builder.kept import Kept
from warehouse.row_ids import at_in_words

_SHOWN = 3


class Grounds:
    """Traces readings, each one once.

    Args:
        kept: The generation.
        connection: A connection on its tables.
        edition: The edition's name, for the command that shows the whole trace.
    """

    def __init__(self, kept: Kept, connection: duckdb.DuckDBPyConnection, edition: str) -> None:
        self._kept, self._connection, self._edition = kept, connection, edition
        self._tracer = Tracer(kept, connection)
        self._found = cache(self._of_cell)

    def of(self, quantity: Quantity, reading: Reading) -> tuple[CitedEvidence, frozenset[str]]:
        """Return the evidence of a reading, and the sources whose rows feed its value."""
        figure = quantity.figure
        return self._found(reading.figure, figure.table, tuple(reading.key.items()), figure.column)

    def of_cell(self, table: str, key: Mapping[str, object], column: str) -> CitedEvidence:
        """Return the evidence of a cell of a report table."""
        return self._found("", table, tuple(key.items()), column)[0]

    def _of_cell(
        self, name: str, table: str, key: tuple[tuple[str, object], ...], column: str
    ) -> tuple[CitedEvidence, frozenset[str]]:
        parts = [part for part in self._trace(table, key, column) if part.place.source]
        feeding = [_of_value(part) for part in parts if part.by_role.get("value")] or parts
        evidence = CitedEvidence(
            line="; ".join(map(_line, feeding)),
            files=tuple(file_rows(self._kept, part) for part in feeding),
            trace=self._command(name, table, key, column),
        )
        return evidence, frozenset(part.place.source for part in feeding)

    def _trace(
        self, table: str, key: tuple[tuple[str, object], ...], column: str
    ) -> list[SourcePart]:
        target = cell_target(self._kept, self._connection, table, dict(key), column)
        return self._tracer.sources(target, limit=_SHOWN)

    def _command(
        self, figure: str, table: str, key: tuple[tuple[str, object], ...], column: str
    ) -> str:
        name = [figure or table]
        if not figure:
            name += [part for n, value in key for part in ("--row", f"{n}={as_text(value)}")]
            name += ["--column", column]
        return shlex.join(["annual-report", "trace", *name, "--edition", self._edition])


def _of_value(part: SourcePart) -> SourcePart:
    """Return a part with the rows that feed the value; those that only decide its place or its being there left out."""
    return replace(part, rows=tuple(row for row in part.rows if row.role == "value"))


def _line(part: SourcePart) -> str:
    place, count = part.place, part.by_role.get("value") or part.count
    rows = "1 row" if count == 1 else f"{count:,} rows"
    sheet = f", sheet {place.sheet}" if place.sheet else ""
    natures = " and ".join(part.natures) or place.nature
    first = part.rows[0] if count == 1 and part.rows else None
    lines = f", line {at_in_words(first.line, first.column)}" if first else ""
    return f"{rows} of {place.file}{sheet}{lines} ({natures}, {place.form})"
