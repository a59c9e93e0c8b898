"""The brute-force oracle: delete one row at a time and see which cells change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from rowlineage.replay import equal

Rows = list[dict[str, Any]]
Influence = dict[tuple[str, int], Rows]


def run(con: duckdb.DuckDBPyConnection, sql: str) -> Rows:
    """Return the result of a query as dictionaries."""
    cursor = con.execute(sql)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def without_each_row(con: duckdb.DuckDBPyConnection, sql: str, tables: Sequence[str]) -> Influence:
    """Return the result of the query without each of the rows in turn."""
    results: Influence = {}
    for table in tables:
        for (row,) in con.execute(f"SELECT _row FROM {table} ORDER BY ALL").fetchall():
            con.execute("BEGIN")
            con.execute(f"DELETE FROM {table} WHERE _row = {row}")
            results[table, row] = run(con, sql)
            con.execute("ROLLBACK")
    return results


def influencing(
    results: Influence, key: Mapping[str, Any], column: str | None, value: Mapping[str, Any]
) -> set[tuple[str, int]]:
    """Return the rows without which the cell (or some cell of the row) is another one or gone."""
    wanted = [column] if column else list(value)
    found = set()
    for row, result in results.items():
        same_key = [r for r in result if all(equal(r[k], v) for k, v in key.items())]
        if len(same_key) != 1 or any(not equal(same_key[0][c], value[c]) for c in wanted):
            found.add(row)
    return found
