"""A trace: the evidence of one row or cell, what was excluded, and the certificate."""

from __future__ import annotations

from contextlib import AbstractContextManager

import duckdb
import pyarrow as pa

from rowlineage.absences import Absence, absences
from rowlineage.catalog import ConnectionCatalog
from rowlineage.contributions import Contributions, contributions
from rowlineage.exclusions import Excluded, Exclusion, exclusions
from rowlineage.execution import SECONDS, running
from rowlineage.query import Query
from rowlineage.replay import Output, Replay, replay
from rowlineage.traced import traced


class Trace:
    """The lineage of one row or cell of a query's result.

    Attributes:
        values: The row as the traced execution gave it.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        row_id: str,
        query: Query,
        evidence: pa.Table,
        output: Output,
        seconds: float = SECONDS,
    ) -> None:
        self._con, self._row_id, self._seconds = con, row_id, seconds
        self._query, self._evidence, self._output = query, evidence, output

    @property
    def values(self) -> dict[str, object]:
        """The row by column, as the traced execution gave it."""
        return dict(self._output.values)

    def rows(self) -> pa.Table:
        """Return the rows that the output rests on.

        Returns:
            Columns table, occurrence (number of the table's mention in the query), row_id and role, ordered by
            occurrence and row id. Role: `value` feeds the cell, `order` holds its place in a ranking or window,
            `witness` decides that the row exists.
        """
        return self._evidence

    def excluded(self) -> list[Excluded]:
        """Return how many rows each predicate and join of the query keeps out, by table, over the whole tables."""
        with self._running():
            return [exclusion.count(self._con) for exclusion in self.exclusions()]

    def exclusions(self) -> list[Exclusion]:
        """Return the same conditions, each able to `sample` the rows that it keeps out."""
        with self._running():
            return exclusions(self._query)

    def absences(self) -> list[Absence]:
        """Return the conditions of the query that hold because other rows are not there, or rank behind."""
        return absences(self._query)

    def contributions(self) -> Contributions | None:
        """Return what each combination of rows puts into a cell that is one aggregate; None for other cells."""
        with self._running(), traced(self._con, self._evidence) as name:
            aggregates = ConnectionCatalog(self._con).aggregates
            return contributions(
                self._con, self._query, self._row_id, aggregates, name, self._output
            )

    def replay(self) -> Replay:
        """Run the author's query on these rows alone; `verified` if it gives the same output."""
        with self._running():
            return replay(self._con, self._query, self._row_id, self._evidence, self._output)

    def _running(self) -> AbstractContextManager[None]:
        """Return the bounds within which its queries run, so that none ends in an error of DuckDB's."""
        return running(self._con, self._query.sql, self._query.model, self._seconds)
