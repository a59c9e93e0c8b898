"""Tracing by itself: one cell or row of one query, on any DuckDB connection whose tables have a row-id column."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb

from rowlineage.annotation import Annotation
from rowlineage.author import authors_row, check_absent
from rowlineage.catalog import ConnectionCatalog, quoted
from rowlineage.declared import declared
from rowlineage.declared_files import drop
from rowlineage.errors import AmbiguousKey, NoSuchRow
from rowlineage.evidence import collect
from rowlineage.execution import SECONDS, accepted, running
from rowlineage.kept_rewrites import KeptRewrites
from rowlineage.keys import key_condition
from rowlineage.limits import checked, clean_up
from rowlineage.places import Relation
from rowlineage.relation import POSITION
from rowlineage.replay import Output
from rowlineage.rewrite import Rewritten
from rowlineage.roles import EXISTENCE, Need, Role
from rowlineage.row_walk import Chosen, RowWalk
from rowlineage.run import fill
from rowlineage.run_text import Parameters, RunText, run_text
from rowlineage.trace import Trace
from rowlineage.unnamed_fields import as_kept, as_shown
from rowlineage.walk import demands


class Lineage:
    """Row-level lineage of queries on one connection.

    Args:
        con: Any DuckDB connection. Temporary tables are made on it and removed again.
        row_id: Name of the column that identifies the rows of every table: an integer, unique and not null.
        seconds: How long a trace may take, and so each question to it.
        keys: For tables without such a column, by name, the columns that tell their rows; none of them (`CONTENT`) for
            all that a row says, of which copies are counted. `"*"` in place of a name is for every table without one.
        sources: Files that queries may read, as they name them: `FROM 'sale.csv'`, `read_csv('sale.csv')`. Their rows
            are kept in a temporary table for as long as there is a trace of them.

    Raises:
        LineageError: If the seconds are no time limit.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        row_id: str = "_row",
        *,
        seconds: float = SECONDS,
        keys: Mapping[str, Sequence[str]] | None = None,
        sources: Collection[str] = (),
    ) -> None:
        self.con, self.row_id, self.seconds = con, row_id, checked(seconds)
        self.ids = declared(row_id, keys, sources)
        self.catalog = ConnectionCatalog(con)
        self._kept: list[tuple[weakref.ref[Trace], list[str]]] = []
        self._rewrites = KeptRewrites()

    def trace(
        self,
        sql: str,
        key: Mapping[str, object],
        column: str | None = None,
        model: str = "",
        parameters: Parameters | None = None,
    ) -> Trace:
        """Trace one row of a query's result, or one cell of it, to the rows that it rests on.

        Clocks (`now()`, `current_date`) tell the moment of the trace, which `Trace.parameters` shows.

        Args:
            sql: One SELECT, or a CREATE TABLE AS or INSERT around it, which is not run.
            key: Values of result columns that tell the row; None stands for NULL. Empty for a result of one row.
            column: Name of the cell's column; None for the whole row.
            model: Name for messages.
            parameters: Values of the query's parameters: in order for `?` and `$1`, by name for `$name`.

        Raises:
            AmbiguousKey: Several rows of the result have the key, or it names a column twice; or the key of a table
                does not tell its rows.
            DifferentAnswer: The author's own text gives another value than the text with lineage.
            NoSuchRow: No row has it, a column cannot hold its value, or does not exist.
            RejectedSQL: DuckDB does not run the query.
            LimitReached: It took longer than it may, or more memory.
            InternalFault: Rowlineage itself failed.
            UnsupportedSQL: Something in the query is not understood.
        """
        self.catalog.forget_macros()
        with accepted(model):
            run = run_text(self.con, sql, parameters, model)
        with running(self.con, run.text, model, self.seconds):
            return self._traced(run, key, column, model)

    def _traced(
        self, run: RunText, key: Mapping[str, object], column: str | None, model: str
    ) -> Trace:
        rewritten = self._rewrites.of(self.catalog, run, self.ids, model)
        try:
            return self._of_rewritten(rewritten, key, column)
        except Exception:
            drop(self.con, rewritten.query.kept)
            raise

    def _of_rewritten(
        self, rewritten: Rewritten, key: Mapping[str, object], column: str | None
    ) -> Trace:
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
        trace = Trace(self.con, self.row_id, query, evidence, output, self.seconds)
        self._drop_kept()
        self._kept.append((weakref.ref(trace), query.kept))
        return trace

    def _drop_kept(self) -> None:
        """Drop the tables of files of which there is no trace any more."""
        for trace, tables in self._kept:
            if trace() is None:
                drop(self.con, tables)
        self._kept = [entry for entry in self._kept if entry[0]() is not None]


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
            clean_up(con, f"DROP TABLE IF EXISTS {quoted(relation)}")


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
    kept = as_kept([(str(i), types[name]) for i, name in enumerate(names)])
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(rewritten.main)} AS "
        f"SELECT {', '.join([*kept, *lineage])} FROM ({inner}) WHERE {condition}"
    )
    columns = ", ".join(quoted(str(i)) for i, _ in enumerate(names))
    rows = con.execute(f"SELECT {columns} FROM {quoted(rewritten.main)} LIMIT 2").fetchall()
    if not rows:
        check_absent(con, rewritten.query, key)
        raise NoSuchRow(
            f"no row of the result has the key {dict(key)}", expected="a key of one row"
        )
    if len(rows) > 1:
        remedy = "add columns to the key until it tells one row"
        raise AmbiguousKey(f"several rows of the result have the key {dict(key)}", remedy=remedy)
    shown = zip(names, rows[0], strict=True)
    return {name: as_shown(value, types[name]) for name, value in shown}
