"""Running a model once for both its table and the evidence of every one of its rows.

What is yielded are relations on the connection; writing them to files is the build's affair.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from rowlineage.annotation import Annotation
from rowlineage.catalog import ConnectionCatalog, quoted, select_columns
from rowlineage.execution import SECONDS, check_one_select, running
from rowlineage.kept_rewrites import KeptRewrites
from rowlineage.limits import clean_up
from rowlineage.manifest import EvidenceManifest, Upstream
from rowlineage.own_words import statement
from rowlineage.query import Query
from rowlineage.relation import POSITION
from rowlineage.rewrite import Rewritten
from rowlineage.run import fill


@dataclass(frozen=True)
class Captured:
    """A model's result with its evidence, in temporary tables that live as long as the context of `capture`.

    Attributes:
        table: SELECT of the row id and the author's columns, in the author's names, types and order.
        evidence: SELECT of the row id and the lineage columns, one row for each row of the table.
        stages: SELECTs of the intermediate results that the evidence points to, by stage; often none.
        manifest: How to read the evidence.
        skipped: Table occurrences that have no lineage, and why (`absence`: what they lack decides).
        query: The author's query, resolved.
        seconds: How long the author's text may run, too; None where the caller watches over it.
    """

    con: duckdb.DuckDBPyConnection
    table: str
    evidence: str
    stages: dict[str, str]
    manifest: EvidenceManifest
    skipped: dict[str, str]
    row_id: str
    query: Query
    seconds: float | None

    def gives_the_same_as(self, sql: str) -> bool:
        """Say whether another query, such as the author's text itself, has the same content, copies counted."""
        other = f"(\n{statement(sql)}\n)"
        own = f"(SELECT * EXCLUDE ({quoted(self.row_id)}) FROM ({self.table}))"
        difference = (
            'SELECT * EXCLUDE ("#n"), sum("#n") AS "#n" '
            f'FROM (SELECT *, 1 AS "#n" FROM {own} UNION ALL SELECT *, -1 FROM {other}) '
            'GROUP BY ALL HAVING sum("#n") <> 0 LIMIT 1'
        )
        check_one_select(self.con, sql, self.query.model)
        with running(self.con, sql, self.query.model, self.seconds):
            return self.con.execute(difference).fetchone() is None


@contextmanager
def capture(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    row_id: str = "_row",
    model: str = "",
    *,
    narrow: bool = True,
    prefix: str = "#lineage_",
    catalog: ConnectionCatalog | None = None,
    rewrites: KeptRewrites | None = None,
    seconds: float | None = SECONDS,
) -> Iterator[Captured]:
    """Run a model's SELECT once, with its lineage.

    Args:
        con: A connection on which the upstream tables live, each with the row-id column.
        sql: The author's SELECT.
        row_id: Name of the row-id column, also of the one that the result gets: 1, 2, ... in the result's order.
        model: The model's name, for messages.
        narrow: Whether the columns of a group keep only the rows that their own aggregates use; without it they
            share one list, which is cheaper for wide tables with NULLs.
        prefix: Prefix of the temporary tables.
        catalog: The connection's catalogue, if one is at hand: reading it takes longer than rewriting a query.
        rewrites: Rewritten queries that are kept, for what is captured again and again.
        seconds: How long it may run; None where its caller watches over it.

    Raises:
        LimitReached: It ran longer, or needs more memory than there is.
        RejectedSQL: DuckDB does not run the query.
        UnsupportedSQL: Something in the query is not understood.
    """
    kept = rewrites if rewrites is not None else KeptRewrites()
    rewritten = kept.of(
        catalog or ConnectionCatalog(con), sql, row_id, model, narrow=narrow, prefix=prefix
    )
    try:
        with running(con, sql, model, seconds):
            for stage in rewritten.stages:
                fill(con, rewritten, stage, list(stage.annotations))
            _fill_result(con, rewritten, row_id)
        yield _captured(con, rewritten, row_id, seconds)
    finally:
        for relation in (rewritten.main, *(stage.relation for stage in rewritten.stages)):
            clean_up(con, f"DROP TABLE IF EXISTS {quoted(relation)}")


def _fill_result(con: duckdb.DuckDBPyConnection, rewritten: Rewritten, row_id: str) -> None:
    types = dict(select_columns(con, rewritten.sql))
    pairs = zip(rewritten.columns, rewritten.query.columns, strict=True)
    own = [
        quoted(c) if types[c] == kind else f"CAST({quoted(c)} AS {kind})" for c, (_, kind) in pairs
    ]
    named = [
        f"{value} AS {quoted(name)}"
        for value, (name, _) in zip(own, rewritten.query.columns, strict=True)
    ]
    number = f"row_number() OVER () AS {quoted(_hidden(row_id))}"
    columns = ", ".join([number, *named, *_lineage_columns(rewritten.annotations)])
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(rewritten.main)} AS SELECT {columns} FROM ({rewritten.sql})"
    )


def _hidden(row_id: str) -> str:
    """Return the name of the new row id within the result, where the author may have selected the old one."""
    return f"#{row_id}"


def _lineage_columns(annotations: tuple[Annotation, ...]) -> list[str]:
    return [quoted(a.value.name) for a in annotations if a.value]


def _captured(
    con: duckdb.DuckDBPyConnection, rewritten: Rewritten, row_id: str, seconds: float | None
) -> Captured:
    names = [name for name, _ in rewritten.query.columns]
    number = f"{quoted(_hidden(row_id))} AS {quoted(row_id)}"
    main = quoted(rewritten.main)
    lineage = _lineage_columns(rewritten.annotations)
    order = "" if _keeps_order(con) else " ORDER BY 1"
    stages = {}
    for stage in rewritten.stages:
        columns = [
            quoted(POSITION),
            *(quoted(name) for name in stage.extra),
            *_lineage_columns(stage.annotations),
        ]
        # Windows beside the position leave the rows in another order.
        sort = " ORDER BY 1" if stage.extra else order
        stages[stage.id] = f"SELECT {', '.join(columns)} FROM {quoted(stage.relation)}{sort}"
    occurrences = rewritten.query.occurrences.values()
    manifest = EvidenceManifest(
        tuple(names),
        tuple(Upstream(o.id, o.table, o.line) for o in occurrences),
        _labelled(rewritten.annotations, dict(zip(rewritten.columns, names, strict=True))),
        {stage.id: stage.annotations for stage in rewritten.stages},
    )
    return Captured(
        con,
        f"SELECT {', '.join([number, *map(quoted, names)])} FROM {main}{order}",
        f"SELECT {', '.join([number, *lineage])} FROM {main}{order}",
        stages,
        manifest,
        rewritten.skipped,
        row_id,
        rewritten.query,
        seconds,
    )


def _keeps_order(con: duckdb.DuckDBPyConnection) -> bool:
    """Say whether DuckDB returns rows in the order in which they were written; sorting them again takes long."""
    row = con.execute("SELECT current_setting('preserve_insertion_order')").fetchone()
    return bool(row and row[0])


def _labelled(annotations: tuple[Annotation, ...], names: dict[str, str]) -> tuple[Annotation, ...]:
    """Return annotations that name the author's columns, in small letters, as other models do."""
    label = {own: name.lower() for own, name in names.items()}
    return tuple(
        Annotation(
            a.pointer,
            a.value,
            {label.get(name, name): need for name, need in a.uses.items()},
            frozenset(label.get(name, name) for name in a.weak),
        )
        for a in annotations
    )
