"""A trace: the evidence of one row or cell, what was excluded, and the certificate."""

from __future__ import annotations

from contextlib import AbstractContextManager

import duckdb
import pyarrow as pa

from rowlineage.absences import Absence, absences
from rowlineage.account import Accounts, TableAccount
from rowlineage.arrays import whole
from rowlineage.catalog import ConnectionCatalog
from rowlineage.contributions import Contributions, contributions
from rowlineage.exclusions import Excluded, Exclusion, exclusions
from rowlineage.execution import SECONDS, running, understood
from rowlineage.identities import RowIdentity, TracedRows, contents, identities
from rowlineage.losses import Ignored
from rowlineage.query import Query
from rowlineage.replay import Output, Replay, replay
from rowlineage.traced import traced


class Trace:
    """The lineage of one row or cell of a query's result.

    Args:
        seconds: How long each question to it may take; None where its caller watches over it.

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
        seconds: float | None = SECONDS,
    ) -> None:
        self._con, self._row_id, self._seconds = con, row_id, seconds
        self._query, self._evidence, self._output = query, evidence, output
        self._account: list[TableAccount] | None = None

    @property
    def values(self) -> dict[str, object]:
        """The row by column, as the traced execution gave it."""
        return dict(self._output.values)

    @property
    def sql(self) -> str:
        """The query in the author's words."""
        return self._query.sql

    @property
    def column(self) -> str | None:
        """The column of the cell; None where the whole row was traced."""
        return self._output.column

    @property
    def key(self) -> dict[str, object]:
        """The values by which the row was told, by column."""
        return dict(self._output.key)

    @property
    def parameters(self) -> dict[str, str | None]:
        """What the run had in the place of its clocks (`now`, `current_date`) and parameters (`$1`), as text."""
        return dict(self._query.run.shown)

    def rows(self) -> pa.Table:
        """Return the rows that the output rests on.

        Returns:
            Columns table, occurrence (number of the table's mention in the query), row_id and role, ordered by
            occurrence and row id. Role: `value` feeds the cell, `order` holds its place in a ranking or window,
            `witness` decides that the row exists. Where the engine numbers the rows of a table, the row id is good for
            as long as nobody changes the table; `identities` says what is.
        """
        return self._evidence

    def identities(self) -> list[RowIdentity]:
        """Return the same rows by what tells them: their row id, their key, or all that they say and how often."""
        with self._running(), traced(self._con, self._evidence) as name:
            return identities(self._con, self._query.occurrences, self._evidence, name)

    def contents(self, listed: int = 20) -> list[TracedRows]:
        """Return what the rows say, by mention of a table and role.

        Args:
            listed: How many rows of each are read; all are counted.
        """
        with self._running():
            return contents(self._con, self._query.occurrences, self._evidence, listed)

    def excluded(self) -> list[Excluded]:
        """Return how many rows each predicate and join of the query keeps out, by table, over the whole tables."""
        with self._running():
            return [exclusion.count(self._con) for exclusion in self.exclusions()]

    def exclusions(self) -> list[Exclusion]:
        """Return the same conditions, each able to `sample` the rows that it keeps out."""
        with self._running():
            return exclusions(self._query)

    def ignored(self) -> list[Ignored]:
        """Return how many rows the aggregates that they reach pass over, by table and reason, over the whole tables.

        A row is counted once, under all aggregates of a SELECT that the cell (or the row) rests on, if all of them pass
        over it: their argument is NULL, their FILTER is false, or the row would add nothing. One that one of them uses,
        for this row of the result or another, is not ignored.
        """
        losses = [(a.table, loss) for a in self.account() for loss in a.losses]
        return [loss.as_ignored(table) for table, loss in losses if loss.kind == "ignored"]

    def account(self) -> list[TableAccount]:
        """Return for every mention of a table in the query where each of its rows went.

        Counted are the rows of the whole table, once each: traced (this row or cell rests on them), elsewhere (the same
        column, or any, of other rows of the result does), excluded or ignored by the first step that loses them. Unlike
        `excluded`, which counts each condition by itself, these add up to the rows of the table.
        """
        if self._account is None:
            with self._running(), understood(self._query.sql, self._query.model):
                self._account = self._accounts()
        return self._account

    def _accounts(self) -> list[TableAccount]:
        output, mentions = self._output, self._query.occurrences.values()
        asked = None if output.column is None else {output.column, *output.key}
        accounts = Accounts(self._con, self._query, asked)
        numbers, ids = map(whole, self._evidence.select(["occurrence", "row_id"]).columns)
        return [accounts.of(m.id, ids[numbers == m.number]) for m in mentions]

    def warnings(self) -> list[str]:
        """Return where the query compares row ids without naming them, as NATURAL JOIN does."""
        return [place.sentence(self._row_id) for place in self._query.by_row_id]

    def absences(self) -> list[Absence]:
        """Return the conditions of the query that hold because other rows are not there, or rank behind."""
        return absences(self._query)

    def contributions(self) -> Contributions | None:
        """Return what each combination of rows puts into a cell that is one aggregate; None for other cells."""
        with self._running(), traced(self._con, self._evidence) as name:
            aggregates = ConnectionCatalog(self._con).aggregates
            return contributions(self._con, self._query, aggregates, name, self._output)

    def replay(self) -> Replay:
        """Run the author's query on these rows alone; `verified` if it gives the same output."""
        with self._running():
            return replay(self._con, self._query, self._evidence, self._output)

    def _running(self) -> AbstractContextManager[None]:
        """Return the bounds within which its queries run, so that none ends in an error of DuckDB's."""
        return running(self._con, self._query.sql, self._query.model, self._seconds)
