"""Content hashes: the identity of a table, whatever wrote it and in whatever order.

A table is its column names, its types and the multiset of its rows. Row numbers added by the engine do not count.
"""

from __future__ import annotations

import duckdb

from warehouse.builder.digests import digest_of
from warehouse.connection import quoted

ENGINE_COLUMNS = ("_row", "_nature")


def columns_of(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    """Return name and DuckDB type of each column that is content, in order."""
    rows = connection.execute(f"DESCRIBE {quoted(relation)}").fetchall()
    return [(row[0], row[1]) for row in rows if row[0] not in ENGINE_COLUMNS]


def content_sha256(connection: duckdb.DuckDBPyConnection, relation: str) -> str:
    """Return the content hash of a table or view.

    Every value is written with its length, so that no two rows can read alike; the rows' digests are sorted, so
    that the order of rows does not matter while their number does.
    """
    columns = columns_of(connection, relation)
    parts = ", ".join(_value(name) for name, _ in columns)
    row = connection.execute(
        f"SELECT sha256(coalesce(string_agg(digest, '' ORDER BY digest), '')) "
        f"FROM (SELECT sha256(concat({parts})) AS digest FROM {quoted(relation)})"
    ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate without groups has one row
    return digest_of({"columns": columns, "rows": row[0]})


def _value(name: str) -> str:
    text = f"CAST({quoted(name)} AS VARCHAR)"
    return f"CASE WHEN {quoted(name)} IS NULL THEN 'N;' ELSE concat('V', length({text}), ':', {text}, ';') END"
