"""Tracing through a graph of models: one hop after the other, backwards, down to the tables that no model makes.

Carries the columns that are needed of each upstream table, so that a narrow cell stays narrow through any number of
models. Where the models and their evidence are kept is the caller's affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import duckdb
import pyarrow as pa

from warehouse.lineage.catalog import quoted
from warehouse.lineage.evidence import collect
from warehouse.lineage.manifest import Manifest
from warehouse.lineage.roles import EXISTENCE, Need, Role
from warehouse.lineage.walk import Keep, Reached, Walk


@dataclass(frozen=True)
class Evidence:
    """The stored evidence of one model.

    Attributes:
        relation: Table or table expression with the row id and the lineage columns, e.g. `read_parquet('...')`.
        stages: The same for each stage.
        manifest: How to read them.
    """

    relation: str
    stages: Mapping[str, str]
    manifest: Manifest


class Models(Protocol):
    """What the walk has to know of the models; a table that is no model is raw."""

    def order(self) -> Sequence[str]:
        """Return all models so that each comes after those that it reads."""
        ...

    def evidence(self, table: str) -> Evidence | None:
        """Return the stored evidence of a model, or None for a raw table."""
        ...


@dataclass(frozen=True)
class Hop:
    """One model on the way.

    Attributes:
        table: The model.
        need: The columns of it that were needed.
        output_rows: Row ids of the model's rows that were traced.
        evidence: The upstream rows of these, as from `evidence.collect`.
    """

    table: str
    need: Need
    output_rows: pa.ChunkedArray
    evidence: pa.Table


@dataclass(frozen=True)
class Path:
    """The whole way back.

    Attributes:
        raw: The raw rows: columns table, row_id and role, each row once in its strongest role.
        hops: The models passed, from the traced one down.
    """

    raw: pa.Table
    hops: tuple[Hop, ...]


def cell(column: str | None, columns: Iterable[str]) -> Need:
    """Return the need for one column of a row, or for the whole row."""
    wanted = [column] if column is not None else list(columns)
    return {**{c.lower(): frozenset({Role.VALUE}) for c in wanted}, **EXISTENCE}


class GraphWalk:
    """Traces rows of models on one connection.

    Args:
        con: A connection on which the evidence can be read. Temporary tables are made on it and removed again.
        models: The models and their evidence.
        row_id: Name of the row-id column.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, models: Models, row_id: str = "_row"
    ) -> None:
        self.con, self.models, self.row_id = con, models, row_id
        self._made: list[str] = []

    def trace(self, table: str, rows: Sequence[int], need: Need) -> Path:
        """Trace rows of a model to the raw rows.

        Args:
            table: The model.
            rows: Row ids of the model's rows.
            need: The columns in question, as from `cell`.
        """
        ids = ", ".join(f"({int(row)})" for row in rows)
        start = f"SELECT id FROM (VALUES {ids or '(NULL)'}) AS v(id) WHERE id IS NOT NULL"
        pending: dict[str, list[tuple[Need, str]]] = {table: [(need, start)]}
        hops: list[Hop] = []
        try:
            for model in [m for m in reversed(self.models.order()) if self.models.evidence(m)]:
                for wanted, ids_table in self._selections(model, pending):
                    hops.append(self._hop(model, wanted, ids_table, pending))
            return Path(self._raw(pending), tuple(hops))
        finally:
            for name in self._made:
                self.con.execute(f"DROP TABLE IF EXISTS {name}")

    def _selections(
        self, model: str, pending: dict[str, list[tuple[Need, str]]]
    ) -> list[tuple[Need, str]]:
        """Return the rows asked of a model, each set with what is needed of it; equal needs are one set."""
        merged: dict[str, tuple[Need, list[str]]] = {}
        for need, sql in pending.pop(model, []):
            key = repr(sorted((c, sorted(roles)) for c, roles in need.items()))
            merged.setdefault(key, (need, []))[1].append(sql)
        return [(need, self._keep(" UNION ALL ".join(sqls))) for need, sqls in merged.values()]

    def _keep(self, ids: str) -> str:
        name = quoted(f"lineage_ids{len(self._made) + 1}")
        self._made.append(name)
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT DISTINCT id FROM ({ids}) WHERE id IS NOT NULL"
        )
        return name

    def _hop(
        self, model: str, need: Need, ids: str, pending: dict[str, list[tuple[Need, str]]]
    ) -> Hop:
        stored = self.models.evidence(model)
        if stored is None:
            raise LookupError(f"no evidence of model {model}")
        manifest = stored.manifest
        keeps = {name: Keep(stored.stages[name], a) for name, a in manifest.stages.items()}
        walk = Walk(self.con, keeps, f"lineage_{len(self._made)}_")
        relation = f"(SELECT * FROM {stored.relation} WHERE {quoted(self.row_id)} IN (SELECT id FROM {ids}))"
        try:
            reached = walk.reached(relation, manifest.annotations, need)
            occurrences = {o.id: o for o in manifest.occurrences}
            evidence = collect(self.con, reached, occurrences)
            for part in reached:
                kept = self._keep(part.sql)
                upstream = occurrences[part.occurrence].table.lower()
                pending.setdefault(upstream, []).append((part.need, f"SELECT id FROM {kept}"))
        finally:
            walk.close()
        rows = self.con.execute(f"SELECT id FROM {ids} ORDER BY id").to_arrow_table()["id"]
        return Hop(model, need, rows, evidence)

    def _raw(self, pending: dict[str, list[tuple[Need, str]]]) -> pa.Table:
        """Return what is left when no model remains."""
        tables = sorted(pending)
        found = [
            Reached(f"o{number}", need, sql)
            for number, table in enumerate(tables, 1)
            for need, sql in pending[table]
        ]
        named = {f"o{n}": _Raw(n, table) for n, table in enumerate(tables, 1)}
        return collect(self.con, found, named).drop_columns(["occurrence"])


@dataclass(frozen=True)
class _Raw:
    number: int
    table: str
