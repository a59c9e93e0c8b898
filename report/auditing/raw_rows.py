"""The raw rows behind one cell, as lines of files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from report.figures.plain import plain
from warehouse.auditing.nodes import Asked, need_of
from warehouse.builder.kept import Kept
from warehouse.connection import quoted
from warehouse.lineage.graph import GraphWalk

_LINE = 0xFFFFFFFF
_ROLES = ("value", "order", "witness")


@dataclass(frozen=True)
class RawRow:
    """One raw row of the evidence of a cell.

    Attributes:
        role: `value` feeds the cell, `order` holds its place in a ranking, `witness` decides that its row exists.
        values: Column -> value, without those that are not stated.
    """

    source: str
    vintage: str
    file: str
    sha256: str
    sheet: str
    line: int
    role: str
    nature: str
    values: Mapping[str, Any]

    @property
    def place(self) -> str:
        """The row's place in words."""
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        return f"{self.file}{sheet}, line {self.line}"

    @property
    def wording(self) -> str:
        """The row's values in one line."""
        return ", ".join(f"{name}={value}" for name, value in self.values.items())


def raw_rows(
    kept: Kept, connection: duckdb.DuckDBPyConnection, table: str, row: int, asked: Asked
) -> list[RawRow]:
    """Return the raw rows that a cell rests on: those that feed it first, then by file and line.

    Args:
        kept: The generation.
        connection: A connection on its tables.
        table: The cell's table.
        row: The cell's row id.
        asked: What is asked of the row, as from `Nodes.cell`.
    """
    found: list[RawRow] = []
    raw = GraphWalk(connection, kept).trace(table, [row], need_of(asked)).raw.to_pylist()
    for name in dict.fromkeys(entry["table"] for entry in raw):
        roles = {entry["row_id"]: entry["role"] for entry in raw if entry["table"] == name}
        ids = ", ".join(map(str, roles))
        cursor = connection.execute(f"FROM {quoted(name)} WHERE _row IN ({ids}) ORDER BY _row")
        columns = [str(column[0]) for column in cursor.description or ()]
        for values in cursor.fetchall():
            fields = dict(zip(columns, values, strict=True))
            found.append(_raw_row(kept, fields, roles[fields["_row"]]))
    return sorted(found, key=lambda r: (_ROLES.index(r.role), r.source, r.file, r.sheet, r.line))


def _raw_row(kept: Kept, fields: Mapping[str, Any], role: str) -> RawRow:
    place = kept.places[fields["_row"] >> 32]
    stated = {n: plain(v) for n, v in fields.items() if not n.startswith("_") and v is not None}
    return RawRow(
        place.source,
        place.vintage,
        place.file,
        place.sha256,
        place.sheet,
        fields["_row"] & _LINE,
        role,
        fields["_nature"],
        stated,
    )
