"""Data and queries of benchmarks from DuckDB's own extensions, with a row id on every table."""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import PackageNotFoundError, files, version
from pathlib import Path

import duckdb
import pytest


def _binary(name: str) -> Path:
    """Return the extension's file; what needs it is skipped where none is installed for this version of DuckDB."""
    package = f"duckdb-extension-{name}"
    with suppress(PackageNotFoundError):
        if version(package) == duckdb.__version__:
            listed = files(package) or []
            binary = next(file for file in listed if file.name == f"{name}.duckdb_extension")
            return Path(str(binary.locate()))
    pytest.skip(f"needs {package} for DuckDB {duckdb.__version__}")


def generated(name: str, generator: str, scale: float) -> duckdb.DuckDBPyConnection:
    """Return a connection on the tables of an extension, in memory.

    Args:
        name: The extension.
        generator: Its function that fills the tables.
        scale: The scale factor.
    """
    binary = _binary(name)
    con = duckdb.connect(config={"allow_unsigned_extensions": True, "threads": 2})
    con.execute("SET enable_progress_bar = false")
    con.execute(f"LOAD '{binary}'")
    con.execute(f"CALL {generator}(sf = {scale})")
    for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
        con.execute(f"CREATE TABLE with_row AS SELECT row_number() OVER () AS _row, * FROM {table}")
        con.execute(f"DROP TABLE {table}")
        con.execute(f"ALTER TABLE with_row RENAME TO {table}")
    return con


def texts(con: duckdb.DuckDBPyConnection, name: str) -> dict[int, str]:
    """Return the extension's queries by number."""
    rows = con.execute(f"SELECT query_nr, query FROM {name}_queries() ORDER BY ALL").fetchall()
    return {number: text.rstrip().rstrip(";") for number, text in rows}
