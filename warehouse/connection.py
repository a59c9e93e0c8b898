"""The DuckDB connection that models and checks run on.

A connection sees one folder and nothing else: no network, no other file, no setting that a model could change.
What its statements may take at once is bounded by `bounds`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import duckdb

from rowlineage.catalog import literal, quoted
from rowlineage.one_select import is_one_select
from warehouse.bounds import memory_bytes, spill_bytes
from warehouse.errors import DefinitionError, ReportError
from warehouse.model import Model

__all__ = [
    "MOST_THREADS",
    "SPILL",
    "THREADS_VARIABLE",
    "confine",
    "connect",
    "copy",
    "literal",
    "quoted",
    "refuse_more_than_one_select",
    "refuse_other_tables",
]

THREADS_VARIABLE = "ANNUAL_REPORT_THREADS"
MOST_THREADS = 1024
"""More than any machine gains by; DuckDB starts as many as it is told, and the process ends when it cannot."""
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
    wanted = threads or _threads()
    spilling = str(spill or readable)
    connection = _database(str(readable), wanted, spilling, memory_bytes()).cursor()
    for name, path in (tables or {}).items():
        connection.execute(
            f"CREATE TEMP VIEW {quoted(name)} AS FROM read_parquet({literal(str(path))})"
        )
    return connection


def _threads() -> int:
    """Return the threads that the environment gives, else one for each core."""
    given = os.environ.get(THREADS_VARIABLE, "").strip()
    if not given:
        return os.cpu_count() or 1
    if not (
        given.isascii() and given.isdecimal() and len(given) < 9 and 1 <= int(given) <= MOST_THREADS
    ):
        raise ReportError(
            f"{THREADS_VARIABLE}={given}", expected=f"a number of threads, 1 to {MOST_THREADS}"
        )
    return int(given)


def refuse_more_than_one_select(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Refuse a text in which DuckDB itself sees anything but one SELECT, alone and as a part of another.

    The text is read by another parser before, which may see a comment where DuckDB sees a statement.

    Raises:
        DefinitionError: If it is anything else, or a PIVOT whose columns are known only from the data.
        duckdb.Error: If DuckDB cannot read it.
    """
    text = model.sql.rstrip().rstrip(";")
    if not is_one_select(connection, text):
        raise DefinitionError(
            "DuckDB sees more than one SELECT",
            where=model.where,
            expected="one SELECT a file, nothing else",
            remedy="take comments and signs out that end a statement or a bracket",
        )
    # Only for this DuckDB adds a statement by itself, one that makes a type of what it finds; DuckDB 2 calls both one.
    statements = connection.extract_statements(text)
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise DefinitionError(
            "a PIVOT takes its columns from the data",
            where=model.where,
            expected="columns that the text names, whatever a next vintage holds",
            remedy="list its values with IN, e.g. PIVOT t ON kind IN ('a', 'b') USING sum(people)",
        )


def refuse_other_tables(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Refuse a text in which DuckDB itself sees other tables than the model was found to read.

    What is read but not known is no part of what a result depends on, nor of what it may tell. DuckDB takes a name that
    is no table for a file.

    Raises:
        DefinitionError: If it reads another one.
        duckdb.Error: If DuckDB cannot read the text.
    """
    known = {name.lower() for name in model.upstream}
    found = connection.get_table_names(model.sql.rstrip().rstrip(";"))
    others = sorted(name for name in found if name.lower() not in known)
    if others:
        raise DefinitionError(
            f"DuckDB sees another table in it: {others[0][:60]}",
            where=model.where,
            expected=", ".join(model.upstream) or "no table",
            remedy="read raw tables and models by their names, and give no CTE the name of one",
        )


def copy(connection: duckdb.DuckDBPyConnection, select: str, target: Path) -> None:
    """Write the rows of a SELECT, in its order, as Parquet."""
    connection.execute(
        f"COPY ({select}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )


@lru_cache(maxsize=8)
def _database(readable: str, threads: int, spilling: str, memory: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": threads,
            "preserve_insertion_order": "true",
            "memory_limit": f"{memory >> 20}MiB",
        },
    )
    # What time of day an instant is must not depend on the machine.
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    # Of its own: DuckDB gives the files in it the same names in every process, and overwrites what is there.
    spill = os.path.join(spilling, f"{SPILL}{os.getpid()}-{os.urandom(4).hex()}")
    connection.execute(f"SET temp_directory = {literal(spill)}")
    room = spill_bytes(Path(spilling)) >> 20
    connection.execute(f"SET max_temp_directory_size = '{room}MiB'")
    confine(connection, Path(readable))
    return connection


def confine(connection: duckdb.DuckDBPyConnection, *readable: Path) -> None:
    """Leave a database nothing but some folders: no other file, no network, no extension, no change of a setting."""
    folders = ", ".join(literal(f"{folder}{os.sep}") for folder in sorted(readable))
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute(f"SET allowed_directories = [{folders}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
