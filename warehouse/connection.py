"""The DuckDB connection that models and checks run on.

A connection sees one folder and nothing else: no network, no other file, no setting that a model could change.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import duckdb

THREADS_VARIABLE = "ANNUAL_REPORT_THREADS"


def quoted(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def connect(readable: Path, tables: Mapping[str, Path] | None = None) -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection with one view per Parquet file.

    Args:
        readable: The only folder that the connection may read and write.
        tables: View name -> Parquet file inside that folder.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": int(os.environ.get(THREADS_VARIABLE) or os.cpu_count() or 1),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "true",
        },
    )
    connection.execute(f"SET temp_directory = {literal(str(readable / '.spill'))}")
    connection.execute(f"SET allowed_directories = [{literal(str(readable) + os.sep)}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    for name, path in (tables or {}).items():
        connection.execute(f"CREATE VIEW {quoted(name)} AS FROM read_parquet({literal(str(path))})")
    return connection
