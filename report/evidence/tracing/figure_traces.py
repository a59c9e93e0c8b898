"""Traces of the figures of one generation, and the records of them: what they share is worked out once."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from report.evidence.tracing.cell_evidence import CellEvidence
from report.evidence.tracing.gathering import LeftOut, evidence_of
from report.evidence.tracing.target import figure_target
from report.evidence.tracing.trace import CellTrace, SourcePart, Tracer
from report.figures.published import PublishedFigure
from rowlineage.evidence import STRENGTH
from warehouse.builder.kept import Kept

ROWS_KEPT = 200
"""Rows of each file that are kept of a trace, to give it again: no more, as there may be many figures."""


class FigureTraces:
    """Traces figures as often as they are asked for, and replays each but once.

    Args:
        kept: The generation.
        connection: A connection on its tables.
    """

    def __init__(self, kept: Kept, connection: duckdb.DuckDBPyConnection) -> None:
        self.kept, self._connection = kept, connection
        self._tracer, self._left_out = Tracer(kept, connection), LeftOut(connection)
        self._known: dict[str, CellTrace] = {}

    def of(self, figure: PublishedFigure, limit: int) -> tuple[CellTrace, CellEvidence]:
        """Return the trace of a published figure, and the record of it.

        Args:
            figure: The figure as the build wrote it.
            limit: Rows shown of each file.
        """
        name = figure.id
        if name in self._known and limit <= ROWS_KEPT:
            traced = _shortened(self._known[name], limit)
        else:
            target = figure_target(self.kept, self._connection, figure)
            traced = self._tracer.trace(target, limit=limit)
            if limit >= ROWS_KEPT:
                self._known[name] = _shortened(traced, ROWS_KEPT)
        return traced, evidence_of(self.kept, self._left_out, traced)


def _shortened(traced: CellTrace, most: int) -> CellTrace:
    """Return a trace as it would be with fewer rows of each file: those in the strongest role, then by line."""
    return replace(traced, sources=[_first(part, most) for part in traced.sources])


def _first(part: SourcePart, most: int) -> SourcePart:
    if len(part.rows) <= most:
        return part
    places = sorted(range(len(part.rows)), key=lambda n: STRENGTH.index(part.rows[n].role))
    return replace(part, rows=tuple(part.rows[n] for n in sorted(places[:most])))
