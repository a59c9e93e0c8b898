"""Tracing by itself: one cell or row of one query, on any DuckDB connection whose tables have a row-id column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb

from rowlineage.annotation import Annotation
from rowlineage.author import authors_row
from rowlineage.catalog import ConnectionCatalog, quoted
from rowlineage.errors import AmbiguousKey, NoSuchRow
from rowlineage.evidence import collect
from rowlineage.execution import SECONDS, running
from rowlineage.keys import key_condition
from rowlineage.places import Relation
from rowlineage.query import still_valid
from rowlineage.relation import POSITION
from rowlineage.replay import Output
from rowlineage.rewrite import Rewritten, rewrite
from rowlineage.roles import EXISTENCE, Need, Role
from rowlineage.row_walk import Chosen, RowWalk
from rowlineage.run import fill
from rowlineage.trace import Trace
from rowlineage.walk import demands


class Lineage:
    """Row-level lineage of queries on one connection.

    Args:
        con: Any DuckDB connection. Temporary tables are made on it and removed again.
        row_id: Name of the column that identifies the rows of every table: an integer, unique and not null.
        seconds: How long a trace may take.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, row_id: str = "_row", *, seconds: float = SECONDS
    ) -> None:
        self.con, self.row_id, self.seconds = con, row_id, seconds
        self.catalog = ConnectionCatalog(con)
        self._known: dict[tuple[str, str], Rewritten] = {}

    def trace(
        self, sql: str, key: Mapping[str, object], column: str | None = None, model: str = ""
    ) -> Trace:
        """Trace one row of a query's result, or one cell of it, to the rows that it rests on.

        Args:
            sql: One SELECT.
            key: Values of result columns that tell the row; None stands for NULL. Empty for a result of one row.
            column: Name of the cell's column; None for the whole row.
            model: Name for messages.

        Raises:
            AmbiguousKey: Several rows of the result have the key, or it names a column twice.
            DifferentAnswer: The author's own text gives another value than the text with lineage.
            NoSuchRow: No row has it, a column cannot hold its value, or does not exist.
            RejectedSQL: DuckDB does not run the query.
            TimeLimitReached: It took longer than it may.
            UnsupportedSQL: Something in the query is not understood.
        """
        with running(self.con, sql, model, self.seconds):
            return self._traced(sql, key, column, model)

    def _traced(self, sql: str, key: Mapping[str, object], column: str | None, model: str) -> Trace:
        rewritten = self._rewritten(sql, model)
        query, types = rewritten.query, dict(rewritten.query.columns)
        named = _by_column(key, types)
        cell = _column(column, types) if column is not None else None
        need = _need(rewritten, cell, list(named))
        with _ran(self.con, rewritten, need, named) as (values, walk):
            own = authors_row(self.con, query, named, values, [cell] if cell else list(types))
            output = Output(named, cell, own, types)
            chosen = Chosen(Relation(self.con, quoted(rewritten.main), ""))
            reached = walk.reached(chosen, rewritten.annotations, need)
            evidence = collect(reached, query.occurrences)
        return Trace(self.con, self.row_id, query, evidence, output, self.seconds)

    def _rewritten(self, sql: str, model: str) -> Rewritten:
        """Return the rewritten query, from memory if it still means the same."""
        known = self._known.get((sql, model))
        if known is None or not still_valid(known.query, self.catalog):
            known = rewrite(self.catalog, sql, self.row_id, model)
            self._known[sql, model] = known
        return known


def _column(name: str, types: Mapping[str, str]) -> str:
    for known in types:
        if known.lower() == name.lower():
            return known
    raise NoSuchRow(f"the result has no column {name}", expected=f"one of {', '.join(types)}")


def _by_column(key: Mapping[str, object], types: Mapping[str, str]) -> dict[str, object]:
    """Return a key with its columns as the result writes them."""
    named: dict[str, object] = {}
    for name, value in key.items():
        column = _column(name, types)
        if column in named:
            remedy = "name each column once, in whatever letters"
            raise AmbiguousKey(f"the key names the column {column} twice", remedy=remedy)
        named[column] = value
    return named


def _need(rewritten: Rewritten, cell: str | None, key: list[str]) -> Need:
    """Return what is asked of the result: the cell (or all cells) by value, and that the keyed row exists."""
    own = dict(zip((name for name, _ in rewritten.query.columns), rewritten.columns, strict=True))
    value = frozenset({Role.VALUE})
    keyed = {own[name]: frozenset({Role.FILTER}) for name in key}
    if cell is None:
        return {**dict.fromkeys(own.values(), value), **EXISTENCE}
    return {**keyed, own[cell]: value, **EXISTENCE}


@contextmanager
def _ran(
    con: duckdb.DuckDBPyConnection, rewritten: Rewritten, need: Need, key: Mapping[str, object]
) -> Iterator[tuple[dict[str, object], RowWalk]]:
    """Run a rewritten query once, as far as a need asks; yield the keyed row and a walk over what was kept."""
    stages = {s.id: s.annotations for s in rewritten.stages}
    wanted = demands(rewritten.annotations, stages, need)
    places = {s.id: Relation(con, quoted(s.relation), POSITION) for s in rewritten.stages}
    try:
        for stage in rewritten.stages:
            fill(con, rewritten, stage, wanted.get(stage.id, []))
        yield _keyed_row(con, rewritten, wanted.get("", []), key), RowWalk(stages, places)
    finally:
        for relation in (rewritten.main, *(s.relation for s in rewritten.stages)):
            con.execute(f"DROP TABLE IF EXISTS {quoted(relation)}")


def _keyed_row(
    con: duckdb.DuckDBPyConnection,
    rewritten: Rewritten,
    wanted: list[Annotation],
    key: Mapping[str, object],
) -> dict[str, object]:
    """Keep the row with the key and its lineage as a table, and return its values."""
    names, types = [n for n, _ in rewritten.query.columns], dict(rewritten.query.columns)
    condition = key_condition(key, types, names, tolerant=False)
    own = [f"{quoted(c)} AS {quoted(str(i))}" for i, c in enumerate(rewritten.columns)]
    lineage = [quoted(a.value.name) for a in wanted if a.value]
    inner = f"SELECT {', '.join([*own, *lineage])} FROM ({rewritten.sql})"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(rewritten.main)} AS SELECT * FROM ({inner}) WHERE {condition}"
    )
    columns = ", ".join(quoted(str(i)) for i, _ in enumerate(names))
    rows = con.execute(f"SELECT {columns} FROM {quoted(rewritten.main)} LIMIT 2").fetchall()
    if not rows:
        raise NoSuchRow(
            f"no row of the result has the key {dict(key)}", expected="a key of one row"
        )
    if len(rows) > 1:
        remedy = "add columns to the key until it tells one row"
        raise AmbiguousKey(f"several rows of the result have the key {dict(key)}", remedy=remedy)
    return dict(zip(names, rows[0], strict=True))
