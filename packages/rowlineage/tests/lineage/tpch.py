"""TPC-H: eight tables and 22 queries."""

from __future__ import annotations

import duckdb

from lineage.extension import generated, texts

TABLES = ("customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier")


def connect(scale: float) -> duckdb.DuckDBPyConnection:
    """Return a connection on the tables in memory."""
    return generated("tpch", "dbgen", scale)


def queries(con: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Return the texts by number."""
    return texts(con, "tpch")
