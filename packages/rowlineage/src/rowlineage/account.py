"""The account of a query: for every mention of a table, where each of its rows went.

A row is traced (the result rests on it), excluded (a condition, a join, a limit keeps it out) or ignored (it got as
far as an aggregate, which passes over it); each row once, by the first step that loses it:

    rows in = traced + of other rows + excluded + ignored
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from rowlineage.account_way import Way
from rowlineage.arrays import NONE, Ids, contained
from rowlineage.levels import Needs
from rowlineage.losses import Kind, Loss, merged
from rowlineage.query import Query
from rowlineage.reached import PartRows, QueryPart


@dataclass(frozen=True)
class TableAccount:
    """Where the rows of one mention of a table went.

    Attributes:
        table: The table.
        occurrence: The number of its mention in the query.
        rows: How many rows the table has.
        traced: How many of them the row or cell rests on.
        elsewhere: How many of the rest other rows of the result rest on.
        losses: All others, each row in one of them.
    """

    table: str
    occurrence: int
    rows: int
    traced: int
    elsewhere: int
    losses: tuple[Loss, ...]

    @property
    def excluded(self) -> int:
        """How many rows a condition, a join or a limit keeps out."""
        return self._lost("excluded")

    @property
    def ignored(self) -> int:
        """How many rows the aggregates that they reach pass over."""
        return self._lost("ignored")

    @property
    def closes(self) -> bool:
        """Whether the reason is known of every row that the result does not rest on."""
        return self.rows == self.traced + self.elsewhere + self.excluded + self.ignored

    def _lost(self, kind: Kind) -> int:
        return sum(loss.rows.size for loss in self.losses if loss.kind == kind)


class Accounts:
    """The accounts of one query, for some columns of its result.

    Args:
        con: The connection on which the query's tables live.
        query: The resolved query.
        columns: The columns of the result that are asked for; None for all.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        query: Query,
        columns: Collection[str] | None = None,
    ) -> None:
        self.query, self.reached = query, PartRows(con, query)
        names = zip(query.columns, query.tree.named_selects, strict=True)
        asked = [own for (name, _), own in names if columns is None or name in columns]
        self.asked = frozenset(map(str.lower, asked))
        self.needs = Needs(query, self.asked, self.reached.catalog.aggregates)

    def of(self, occurrence: str, traced: Ids = NONE) -> TableAccount:
        """Return the account of one mention of a table.

        Args:
            occurrence: The mention.
            traced: The rows that one row or cell of the result rests on, ascending.
        """
        mention, rows = self.query.occurrences[occurrence], self.reached.all_rows(occurrence)
        whole = self.reached.by(QueryPart(self.query.tree, self.asked, copies=False))
        own = contained(rows, traced)
        kept = own | contained(rows, whole.get(occurrence, NONE))
        way = Way(self.query, self.reached, self.needs, occurrence)
        losses = tuple(merged(list(way.losses(rows[~kept]))))
        traced_here = int(own.sum())
        elsewhere = int(kept.sum()) - traced_here
        return TableAccount(
            mention.table, mention.number, rows.size, traced_here, elsewhere, losses
        )
