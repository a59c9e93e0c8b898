"""A whole trace: the target, the raw rows behind it by source, and every model on the way, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import duckdb
import pyarrow as pa

from report.figures.plain import plain
from report.tracing.hops import ModelPart, model_parts
from report.tracing.target import Target
from warehouse.builder.kept import Kept, RawFilePlace
from warehouse.builder.traceable import traceable
from warehouse.connection import quoted
from warehouse.lineage.graph import GraphWalk, cell
from warehouse.natures import worst

SAMPLE = 20
_LINE = 0xFFFFFFFF
_STRONGEST = ("value", "order", "witness")


@dataclass(frozen=True)
class SourcePart:
    """The rows of one raw file that a target rests on.

    Attributes:
        place: The file, its source, vintage, digest, nature and form.
        rows: A sample of the rows: sheet, line, role, nature and the values by column.
        count: How many there are in all.
        by_role: How many by role (value, order, witness).
        natures: Natures of all the rows that feed the value.
    """

    place: RawFilePlace
    rows: Sequence[Mapping[str, Any]]
    count: int
    by_role: Mapping[str, int]
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


def trace(
    kept: Kept, connection: duckdb.DuckDBPyConnection, target: Target, *, limit: int | None = SAMPLE
) -> CellTrace:
    """Trace a cell to its raw rows by the kept evidence, and replay every model on the way.

    Args:
        kept: The generation.
        connection: A connection on its tables.
        target: What to trace.
        limit: Rows shown of each file; None for all of them.
    """
    columns = [name for name in target.values if name != "_row"]
    need = cell(target.column, columns)
    with traceable(connection, kept.order(), kept.evidence, partial(_text, kept)) as models:
        path = GraphWalk(connection, models).trace(target.table, [target.row_id], need)
    sources = [_source_part(kept, connection, part, limit) for part in _by_file(path.raw)]
    value = (
        target.values[target.column]
        if target.column
        else {name: target.values[name] for name in columns}
    )
    parts = model_parts(kept, connection, target, path.hops)
    nature = worst(nature for part in sources for nature in part.natures)
    return CellTrace(target, value, nature, sources, parts)


def _text(kept: Kept, name: str) -> tuple[str, Sequence[str]]:
    model = kept.model(name)
    return model.sql, model.key


def _by_file(raw: pa.Table) -> list[tuple[str, int, dict[int, str]]]:
    """Return table, file number and row ids with their strongest role, for each file."""
    files: dict[tuple[str, int], dict[int, str]] = {}
    for table, row, role in zip(
        *(raw[name].to_pylist() for name in ("table", "row_id", "role")), strict=True
    ):
        roles = files.setdefault((table, row >> 32), {})
        before = roles.get(row)
        roles[row] = role if before is None else min(before, role, key=_STRONGEST.index)
    return [(table, number, roles) for (table, number), roles in sorted(files.items())]


def _source_part(
    kept: Kept,
    connection: duckdb.DuckDBPyConnection,
    part: tuple[str, int, dict[int, str]],
    limit: int | None,
) -> SourcePart:
    table, number, roles = part
    place = kept.places[number]
    shown = sorted(roles, key=lambda row: (_STRONGEST.index(roles[row]), row))[:limit]
    ids = ", ".join(str(row) for row in shown)
    cursor = connection.execute(f"FROM {quoted(table)} WHERE _row IN ({ids}) ORDER BY _row")
    names = [str(column[0]) for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    by_role = {
        role: list(roles.values()).count(role) for role in _STRONGEST if role in roles.values()
    }
    feeding = ", ".join(str(row) for row, role in roles.items() if role == "value") or "NULL"
    natures = connection.execute(
        f"SELECT DISTINCT _nature FROM {quoted(table)} WHERE _row IN ({feeding}) ORDER BY 1"
    ).fetchall()
    return SourcePart(
        place,
        [_shown(place, row, roles) for row in rows],
        len(roles),
        by_role,
        [nature for (nature,) in natures],
    )


def _shown(place: RawFilePlace, row: dict[str, Any], roles: Mapping[int, str]) -> dict[str, Any]:
    return {
        "sheet": place.sheet,
        "line": row["_row"] & _LINE,
        "role": roles[row["_row"]],
        "nature": row["_nature"],
        "values": {name: plain(value) for name, value in row.items() if not name.startswith("_")},
    }
