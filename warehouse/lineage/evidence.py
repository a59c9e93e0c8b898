"""The evidence of one row or cell as a table of row ids, whatever stored or computed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import duckdb
import pyarrow as pa

from warehouse.lineage.catalog import literal
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
    # Names are put in by SQL: making an Arrow array of Python texts would import pandas.
    tables = {o.number: literal(o.table) for o in occurrences.values()}
    table = " ".join(f"WHEN {number} THEN {name}" for number, name in sorted(tables.items()))
    role = " ".join(f"WHEN {number} THEN {literal(name)}" for number, name in enumerate(STRENGTH))
    rows = con.execute(
        f'SELECT CASE o {table} END AS "table", o::INTEGER AS occurrence, id::BIGINT AS row_id, '
        f"CASE s {role} END AS role "
        f"FROM (SELECT o, id, min(s) AS s FROM ({union}) WHERE id IS NOT NULL GROUP BY o, id) ORDER BY o, id"
    ).to_arrow_table()
    return rows.cast(SCHEMA)
