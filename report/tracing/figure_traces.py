"""Traces of the figures of one generation, also as plain data: what they share is worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from report.tracing.document import LeftOut, as_json
from report.tracing.target import figure_target
from report.tracing.trace import CellTrace, Tracer
from warehouse.builder.kept import Kept


class FigureTraces:
    """Traces figures as often as they are asked for, and replays each but once.

    Args:
        kept: The generation.
        connection: A connection on its tables.
    """

    def __init__(self, kept: Kept, connection: duckdb.DuckDBPyConnection) -> None:
        self.kept, self._connection = kept, connection
        self._tracer, self._left_out = Tracer(kept, connection), LeftOut(connection)

    def of(self, figure: Mapping[str, Any], limit: int) -> tuple[CellTrace, dict[str, Any]]:
        """Return the trace of a published figure, and the same as `trace --json` prints it.

        Args:
            figure: The figure as the build wrote it.
            limit: Rows shown of each file.
        """
        traced = self._tracer.trace(figure_target(self.kept, self._connection, figure), limit=limit)
        return traced, as_json(self.kept, self._left_out, traced)
