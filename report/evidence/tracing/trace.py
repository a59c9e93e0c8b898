"""A whole trace: the target, the raw rows behind it by source, and every model on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import duckdb
import numpy as np

from report.evidence.tracing.cell_evidence import RawLine
from report.evidence.tracing.hops import ModelPart, Queries, model_parts
from report.evidence.tracing.raw_rows import RawRow, raw_rows
from report.evidence.tracing.target import Target
from rowlineage.evidence import STRENGTH, Rows
from rowlineage.graph import GraphWalk, Path, cell
from rowlineage.places import Relation
from rowlineage.roles import RowRole
from rowlineage.traceable import traceable
from warehouse.bounds import bounded
from warehouse.builder.kept import Kept
from warehouse.builder.kept_catalog import RawFilePlace
from warehouse.connection import quoted
from warehouse.natures import WORSENING, worst
from warehouse.row_ids import file_of

SAMPLE = 20


@dataclass(frozen=True)
class SourcePart:
    """The rows of one raw file that a target rests on.

    Attributes:
        place: The file, its source, vintage, digest, nature and form.
        rows: A sample of the rows.
        count: How many there are in all.
        by_role: How many by role (value, order, witness).
        natures: Natures of all the rows that feed the value or that it is ranked among.
    """

    place: RawFilePlace
    rows: tuple[RawLine, ...]
    count: int
    by_role: Mapping[RowRole, int]
    natures: Sequence[str]


@dataclass(frozen=True)
class CellTrace:
    """Everything about one cell or figure.

    Attributes:
        target: What was traced.
        value: The cell as it is in the table; the whole row where no column was given.
        nature: The worst nature of the raw rows that feed it.
        sources: Raw rows by file.
        models: Models on the way, the target's own first.
    """

    target: Target
    value: Any
    nature: str
    sources: Sequence[SourcePart]
    models: Sequence[ModelPart]

    @property
    def verified(self) -> bool:
        """True when every model on the way gives the traced rows again from their evidence alone."""
        return all(part.replay == "verified" for part in self.models)


class Tracer:
    """Traces cells of one generation; what it works out of a model serves every cell that rests on it.

    Args:
        kept: The generation.
        connection: A connection on its tables.
    """

    def __init__(self, kept: Kept, connection: duckdb.DuckDBPyConnection) -> None:
        self._kept, self._connection = kept, connection
        self._queries = Queries(kept, connection)
        self._known: dict[tuple[str, int, str | None], tuple[Path, Sequence[ModelPart]]] = {}

    def trace(self, target: Target, *, limit: int | None = SAMPLE) -> CellTrace:
        """Trace a cell to its raw rows by the kept evidence, and replay every model on the way.

        Args:
            target: What to trace.
            limit: Rows shown of each file; None for all of them.
        """
        path, parts = self._walked(target)
        sources = self._sources(path, limit)
        columns = [name for name in target.values if name != "_row"]
        value = (
            target.values[target.column]
            if target.column
            else {name: target.values[name] for name in columns}
        )
        nature = worst(nature for part in sources for nature in part.natures)
        return CellTrace(target, value, nature, sources, parts)

    def sources(self, target: Target, *, limit: int | None = SAMPLE) -> list[SourcePart]:
        """Return the raw rows that a cell rests on by the kept evidence, without replaying anything."""
        return self._sources(self._path(target), limit)

    def _walked(self, target: Target) -> tuple[Path, Sequence[ModelPart]]:
        """Return the way of a target and every model on it, replayed once however often it is traced."""
        cell_of = (target.table, target.row_id, target.column)
        if cell_of not in self._known:
            path = self._path(target)
            self._known[cell_of] = path, model_parts(self._queries, target, path.hops)
        return self._known[cell_of]

    def _path(self, target: Target) -> Path:
        kept, connection = self._kept, self._connection
        need = cell(target.column, [name for name in target.values if name != "_row"])
        with traceable(
            connection, kept.order(), kept.evidence, partial(_text, kept), bounded
        ) as models:
            walk = GraphWalk(connection, models, bounds=bounded)
            return walk.trace(target.table, [target.row_id], need)

    def _sources(self, path: Path, limit: int | None) -> list[SourcePart]:
        return [
            _source_part(self._kept, self._connection, *part, limit) for part in _by_file(path.rows)
        ]


def trace(
    kept: Kept, connection: duckdb.DuckDBPyConnection, target: Target, *, limit: int | None = SAMPLE
) -> CellTrace:
    """Trace one cell; see `Tracer.trace`."""
    return Tracer(kept, connection).trace(target, limit=limit)


def _text(kept: Kept, name: str) -> tuple[str, Sequence[str]]:
    model = kept.model(name)
    return model.sql, model.key


def _by_file(raw: Iterable[Rows]) -> list[tuple[int, Rows]]:
    """Return file number and rows, for each file of each table."""
    found = []
    for rows in raw:
        files = file_of(rows.ids)
        found += [(number, rows.some(files == number)) for number in np.unique(files).tolist()]
    return sorted(found, key=lambda part: (part[1].table, part[0]))


def _source_part(
    kept: Kept, connection: duckdb.DuckDBPyConnection, number: int, rows: Rows, limit: int | None
) -> SourcePart:
    shown = raw_rows(kept, connection, rows.strongest(limit))
    natures = _natures(connection, rows)
    count = rows.ids.size
    return SourcePart(kept.places[number], tuple(map(_shown, shown)), count, rows.counts(), natures)


def _natures(connection: duckdb.DuckDBPyConnection, rows: Rows) -> list[str]:
    """Return the natures of the rows that feed a value or that it is ranked among."""
    feeding = rows.some(np.isin(rows.roles, [STRENGTH.index(role) for role in WORSENING])).ids
    read = Relation(connection, quoted(rows.table), "_row").read(feeding, ["_nature"])
    return sorted({nature for part in read for nature in part["_nature"].unique().to_pylist()})


def _shown(row: RawRow) -> RawLine:
    return RawLine(row.source.sheet, row.line, row.role, row.nature, row.values, row.column)
