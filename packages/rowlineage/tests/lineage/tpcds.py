"""TPC-DS: 24 tables and 99 queries."""

from __future__ import annotations

import duckdb

from lineage.extension import generated, texts


def connect(scale: float) -> duckdb.DuckDBPyConnection:
    """Return a connection on the tables in memory."""
    return generated("tpcds", "dsdgen", scale)


def queries(con: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Return the texts by number."""
    return texts(con, "tpcds")
