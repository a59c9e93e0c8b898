"""TPC-DS data and queries from DuckDB's own extension, with a row id on every table."""

from __future__ import annotations

from importlib.metadata import files
from pathlib import Path

import duckdb


def connect(scale: float) -> duckdb.DuckDBPyConnection:
    """Return a connection on the 24 tables in memory."""
    binary = next(
        f for f in files("duckdb-extension-tpcds") or [] if f.name == "tpcds.duckdb_extension"
    )
    con = duckdb.connect(config={"allow_unsigned_extensions": True, "threads": 2})
    con.execute("SET enable_progress_bar = false")
    con.execute(f"LOAD '{Path(str(binary.locate()))}'")
    con.execute(f"CALL dsdgen(sf = {scale})")
    for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
        con.execute(f"CREATE TABLE with_row AS SELECT row_number() OVER () AS _row, * FROM {table}")
        con.execute(f"DROP TABLE {table}")
        con.execute(f"ALTER TABLE with_row RENAME TO {table}")
    return con


def queries(con: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Return the 99 texts by number."""
    rows = con.execute("SELECT query_nr, query FROM tpcds_queries() ORDER BY query_nr").fetchall()
    return {number: text.rstrip().rstrip(";") for number, text in rows}
