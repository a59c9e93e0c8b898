"""Small tables on which every contributing row shows: amounts are distinct powers of two; NULLs, ties, empty groups."""

from __future__ import annotations

import duckdb

TABLES: dict[str, tuple[str, list[str]]] = {
    "region": (
        "id INTEGER, name VARCHAR, parent INTEGER",
        ["1, 'North', NULL", "2, 'South', 1", "3, 'East', 1", "4, 'Void', 2"],
    ),
    "sale": (
        "id INTEGER, region_id INTEGER, kind VARCHAR, amount INTEGER, day INTEGER",
        [
            "1, 1, 'a', 1, 1",
            "2, 1, 'a', 2, 2",
            "3, 1, 'b', 4, 2",
            "4, 2, 'a', 8, 3",
            "5, 2, 'b', NULL, 3",
            "6, 2, NULL, 32, 4",
            "7, NULL, 'b', 64, 5",
            "8, 3, 'c', NULL, 6",
            "9, 1, 'c', 256, 9",
        ],
    ),
    "refund": (
        "id INTEGER, sale_id INTEGER, amount INTEGER, kind VARCHAR",
        [
            "1, 2, 1024, 'a'",
            "2, 2, 2048, 'b'",
            "3, 4, 4096, 'a'",
            "4, NULL, 8192, NULL",
            "5, 9, 16384, 'c'",
        ],
    ),
    "tag": ("name VARCHAR, weights INTEGER[]", ["'a', [3, 5]", "'b', []", "'c', NULL", "'d', [7]"]),
}


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables with `_row` 101, 102, ... in `sale`, other hundreds elsewhere."""
    for number, (name, (columns, rows)) in enumerate(TABLES.items()):
        con.execute(f"CREATE TABLE {name} (_row BIGINT, {columns})")
        for line, row in enumerate(rows, 1):
            con.execute(f"INSERT INTO {name} VALUES ({number * 100 + line}, {row})")
