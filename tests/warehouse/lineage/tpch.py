"""TPC-H data and queries from DuckDB's own extension, with a row id on every table."""

from __future__ import annotations

from importlib.metadata import files
from pathlib import Path

import duckdb

TABLES = ("customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier")


def connect(scale: float) -> duckdb.DuckDBPyConnection:
    """Return a connection on the eight tables in memory."""
    binary = next(
        f for f in files("duckdb-extension-tpch") or [] if f.name == "tpch.duckdb_extension"
    )
    con = duckdb.connect(config={"allow_unsigned_extensions": True, "threads": 2})
    con.execute(f"LOAD '{Path(str(binary.locate()))}'")
    con.execute(f"CALL dbgen(sf = {scale})")
    for table in TABLES:
        con.execute(f"CREATE TABLE with_row AS SELECT row_number() OVER () AS _row, * FROM {table}")
        con.execute(f"DROP TABLE {table}")
        con.execute(f"ALTER TABLE with_row RENAME TO {table}")
    return con


def queries(con: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Return the 22 texts by number."""
    rows = con.execute("SELECT query_nr, query FROM tpch_queries() ORDER BY query_nr").fetchall()
    return {number: text.rstrip().rstrip(";") for number, text in rows}
