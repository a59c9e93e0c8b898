"""Tracing through a graph of models: one hop after the other, backwards, down to the tables that no model makes.

Carries the columns that are needed of each upstream table, so that a narrow cell stays narrow through any number of
models. Where the models and their evidence are kept is the caller's affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as FilePath
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa

from rowlineage.arrays import Ids, distinct
from rowlineage.evidence import Rows, as_table, strongest
from rowlineage.limits import Bounds, limited
from rowlineage.manifest import EvidenceManifest
from rowlineage.places import ParquetFile, Place, Relation
from rowlineage.relation import POSITION
from rowlineage.roles import EXISTENCE, Need, Role
from rowlineage.row_walk import Chosen, RowWalk
from rowlineage.walk import Reached, need_key

RESULT = ""
Pending = dict[str, list[tuple[Need, Ids]]]


@dataclass(frozen=True)
class Evidence:
    """The stored evidence of one model.

    Attributes:
        relation: Table or table expression with the row id and the lineage columns, e.g. `read_parquet('...')`.
        stages: The same for each stage.
        manifest: How to read them.
        files: The Parquet files of the result (`RESULT`) and the stages, where they are kept in such; they are read
            without DuckDB.
    """

    relation: str
    stages: Mapping[str, str]
    manifest: EvidenceManifest
    files: Mapping[str, FilePath] = field(default_factory=dict)

    def place(self, con: duckdb.DuckDBPyConnection, name: str, row_id: str = "_row") -> Place:
        """Return the result (`RESULT`) or a stage as something that can be read."""
        number = POSITION if name else row_id
        if name in self.files:
            return ParquetFile(self.files[name], number)
        return Relation(con, self.stages[name] if name else self.relation, number)

    def reached(
        self, con: duckdb.DuckDBPyConnection, rows: Ids, need: Need, row_id: str = "_row"
    ) -> list[Reached[Ids]]:
        """Return the upstream rows that some rows of the model rest on, as far as a need calls for them."""
        annotations = self.manifest.stages
        walk = RowWalk(annotations, {stage: self.place(con, stage) for stage in annotations})
        chosen = Chosen(self.place(con, RESULT, row_id), rows)
        return walk.reached(chosen, self.manifest.annotations, need)


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
        output_rows: Row ids of the model's rows that were traced, ascending.
        rows: The upstream rows of these, by mention.
    """

    table: str
    need: Need
    output_rows: Ids
    rows: tuple[Rows, ...]

    @cached_property
    def evidence(self) -> pa.Table:
        """The upstream rows, as from `evidence.as_table`."""
        return as_table(self.rows)


@dataclass(frozen=True)
class Path:
    """The whole way back.

    Attributes:
        rows: The raw rows by table, each once in its strongest role.
        hops: The models passed, from the traced one down.
    """

    rows: tuple[Rows, ...]
    hops: tuple[Hop, ...]

    @cached_property
    def raw(self) -> pa.Table:
        """The raw rows: columns table, row_id and role. They are many where a cell rests on everything."""
        return as_table(self.rows).drop_columns(["occurrence"])


def cell(column: str | None, columns: Iterable[str]) -> Need:
    """Return the need for one column of a row, or for the whole row."""
    wanted = [column] if column is not None else list(columns)
    return {**{c.lower(): frozenset({Role.VALUE}) for c in wanted}, **EXISTENCE}


class GraphWalk:
    """Traces rows of models.

    Args:
        con: A connection on which evidence can be read that is not kept in files. It is left as it was.
        models: The models and their evidence.
        row_id: Name of the row-id column.
        bounds: Holds each hop within limits.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        models: Models,
        row_id: str = "_row",
        bounds: Bounds = limited,
    ) -> None:
        self.con, self.models, self.row_id, self.bounds = con, models, row_id, bounds

    def trace(self, table: str, rows: Sequence[int], need: Need) -> Path:
        """Trace rows of a model to the raw rows.

        Args:
            table: The model.
            rows: Row ids of the model's rows.
            need: The columns in question, as from `cell`.
        """
        pending: Pending = {table: [(need, np.array(rows, np.int64))]}
        hops: list[Hop] = []
        for model in reversed(self.models.order()):
            asked = pending.get(model)
            evidence = self.models.evidence(model) if asked else None
            if evidence is not None:
                for wanted, ids in _selections(pending.pop(model)):
                    hops.append(self._hop(model, evidence, wanted, ids, pending))
        return Path(_raw(pending), tuple(hops))

    def _hop(self, model: str, evidence: Evidence, need: Need, rows: Ids, pending: Pending) -> Hop:
        occurrences = {o.id: o for o in evidence.manifest.occurrences}
        with self.bounds(self.con, model):
            reached = evidence.reached(self.con, rows, need, self.row_id)
        for part in reached:
            if part.rows.size:
                upstream = occurrences[part.occurrence].table.lower()
                pending.setdefault(upstream, []).append((part.need, part.rows))
        return Hop(model, need, rows, strongest(reached, occurrences))


def _selections(pending: Iterable[tuple[Need, Ids]]) -> list[tuple[Need, Ids]]:
    """Return the rows asked of a model, each set with what is needed of it; equal needs are one set."""
    merged: dict[str, tuple[Need, list[Ids]]] = {}
    for need, ids in pending:
        merged.setdefault(need_key(need), (need, []))[1].append(ids)
    selections = [(need, distinct(parts)) for need, parts in merged.values()]
    return [(need, ids) for need, ids in selections if ids.size]


def _raw(pending: Pending) -> tuple[Rows, ...]:
    """Return what is left when no model remains."""
    tables = sorted(pending)
    named = {table: _Raw(number, table) for number, table in enumerate(tables, 1)}
    found = [Reached(table, need, ids) for table in tables for need, ids in pending[table]]
    return strongest(found, named)


@dataclass(frozen=True)
class _Raw:
    number: int
    table: str
