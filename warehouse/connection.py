"""The DuckDB connection that models and checks run on.

A connection sees one folder and nothing else: no network, no other file, no setting that a model could change.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import duckdb

from rowlineage.catalog import literal, quoted

__all__ = ["THREADS_VARIABLE", "connect", "copy", "literal", "quoted"]

THREADS_VARIABLE = "ANNUAL_REPORT_THREADS"
SPILL = ".spill-"
"""How the folders begin in which connections keep what does not fit into memory."""


def connect(
    readable: Path,
    tables: Mapping[str, Path] | None = None,
    *,
    threads: int | None = None,
    spill: Path | None = None,
) -> duckdb.DuckDBPyConnection:
    """Return a connection with one view per Parquet file; what is made on it is gone when it is closed.

    Connections of one folder share an in-memory database, since opening one costs more than most models; views
    and tables of one are not seen by another as long as they are temporary.

    Args:
        readable: The only folder that the connection may read and write.
        tables: View name -> Parquet file inside that folder.
        threads: Threads of the database; by default those of the environment, else one for each core.
        spill: Where what does not fit into memory goes, in a folder of its own; by default into the readable one.
    """
    wanted = threads or int(os.environ.get(THREADS_VARIABLE) or os.cpu_count() or 1)
    connection = _database(str(readable), wanted, str(spill or readable)).cursor()
    for name, path in (tables or {}).items():
        connection.execute(
            f"CREATE TEMP VIEW {quoted(name)} AS FROM read_parquet({literal(str(path))})"
        )
    return connection


def copy(connection: duckdb.DuckDBPyConnection, select: str, target: Path) -> None:
    """Write the rows of a SELECT, in its order, as Parquet."""
    connection.execute(
        f"COPY ({select}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )


@lru_cache(maxsize=8)
def _database(readable: str, threads: int, spilling: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": threads,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "true",
        },
    )
    # What time of day an instant is must not depend on the machine.
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    # Of its own: DuckDB gives the files in it the same names in every process, and overwrites what is there.
    spill = os.path.join(spilling, f"{SPILL}{os.getpid()}-{os.urandom(4).hex()}")
    connection.execute(f"SET temp_directory = {literal(spill)}")
    connection.execute(f"SET allowed_directories = [{literal(readable + os.sep)}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection
