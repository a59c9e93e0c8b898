"""The evidence of one row or cell as a table of row ids, whatever stored or computed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import duckdb
import pyarrow as pa

from warehouse.lineage.roles import RowRole, row_role
from warehouse.lineage.walk import Reached

SCHEMA = pa.schema(
    [
        ("table", pa.string()),
        ("occurrence", pa.int32()),
        ("row_id", pa.int64()),
        ("role", pa.string()),
    ]
)


class Mention(Protocol):
    """One mention of an upstream table."""

    @property
    def table(self) -> str:
        """The table's name."""
        ...

    @property
    def number(self) -> int:
        """The mention's number in its query, counted from 1."""
        ...


STRENGTH: tuple[RowRole, ...] = ("value", "order", "witness")


def collect(
    con: duckdb.DuckDBPyConnection, reached: Iterable[Reached], occurrences: Mapping[str, Mention]
) -> pa.Table:
    """Return the rows reached, each once in its strongest role, by occurrence and row id.

    Returns:
        Columns table, occurrence (the mention's number in the query), row_id, role (value, order or witness).
    """
    parts = []
    for part in reached:
        strength = STRENGTH.index(row_role(part.need))
        number = occurrences[part.occurrence].number
        parts.append(f"SELECT {number} AS o, {strength} AS s, id FROM ({part.sql})")
    if not parts:
        return SCHEMA.empty_table()
    union = " UNION ALL ".join(parts)
    rows = con.execute(
        f"SELECT o, id, min(s) AS s FROM ({union}) WHERE id IS NOT NULL GROUP BY o, id ORDER BY o, id"
    ).to_arrow_table()
    return _named(rows, occurrences)


def _named(rows: pa.Table, occurrences: Mapping[str, Mention]) -> pa.Table:
    names: list[str | None] = [None] * (1 + max(o.number for o in occurrences.values()))
    for occurrence in occurrences.values():
        names[occurrence.number] = occurrence.table
    columns = [
        pa.array(names, pa.string()).take(rows["o"]),
        rows["o"].cast(pa.int32()),
        rows["id"].cast(pa.int64()),
        pa.array(STRENGTH, pa.string()).take(rows["s"]),
    ]
    return pa.table(columns, schema=SCHEMA)
