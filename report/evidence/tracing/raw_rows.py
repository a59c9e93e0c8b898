"""Raw rows as lines of files: where each is, what it says, and the part that it plays in a trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from report.figures.plain import Plain, plain
from rowlineage.evidence import Rows
from rowlineage.roles import RowRole
from warehouse.builder.kept import Kept
from warehouse.builder.kept_catalog import RawFilePlace
from warehouse.connection import quoted
from warehouse.problems import WITHHELD
from warehouse.row_ids import at_in_words, column_of, file_of, line_of


@dataclass(frozen=True)
class RawRow:
    """One raw row of the evidence of a cell.

    Attributes:
        source: The file that it is in.
        line: Its physical line.
        role: `value` feeds the cell, `order` holds its place in a ranking, `witness` decides that its row exists.
        nature: How good the record is.
        values: Column -> value; None for what is not stated.
        is_withheld: Whether the values were taken out, as the file may not be passed on.
        column: Column of the file that it stands in, where the line holds several rows; else 0.
    """

    source: RawFilePlace
    line: int
    role: RowRole
    nature: str
    values: Mapping[str, Plain]
    is_withheld: bool = False
    column: int = 0

    @property
    def place(self) -> str:
        """The row's place in words."""
        sheet = f", sheet {self.source.sheet}" if self.source.sheet else ""
        return f"{self.source.file}{sheet}, line {at_in_words(self.line, self.column)}"

    @property
    def wording(self) -> str:
        """The row's stated values in one line."""
        if self.is_withheld:
            return WITHHELD
        stated = ((name, value) for name, value in self.values.items() if value is not None)
        return ", ".join(f"{name}={value}" for name, value in stated)


def raw_rows(kept: Kept, connection: duckdb.DuckDBPyConnection, rows: Rows) -> list[RawRow]:
    """Return raw rows of one table with what they say, by file and line.

    Args:
        kept: The generation.
        connection: A connection on its tables.
        rows: The rows, with their roles.
    """
    roles = dict(zip(rows.ids.tolist(), rows.role_names(), strict=True))
    ids = ", ".join(map(str, roles)) or "NULL"
    cursor = connection.execute(f"FROM {quoted(rows.table)} WHERE _row IN ({ids}) ORDER BY _row")
    names = [str(column[0]) for column in cursor.description or ()]
    records = (dict(zip(names, record, strict=True)) for record in cursor.fetchall())
    return [_raw_row(kept, record, roles[record["_row"]]) for record in records]


def _raw_row(kept: Kept, record: Mapping[str, Any], role: RowRole) -> RawRow:
    row = record["_row"]
    values = {name: plain(value) for name, value in record.items() if not name.startswith("_")}
    place, nature = kept.places[file_of(row)], record["_nature"]
    return RawRow(place, line_of(row), role, nature, values, column=column_of(row))
