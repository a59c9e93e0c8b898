"""What the file of a model's table says, held against the result that it was written from.

Parquet knows fewer types than DuckDB: a sum of whole numbers, which has up to 38 digits, is read back as a double. So
the table is what its file says, and a result that the file cannot say exactly is refused.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from rowlineage.catalog import literal
from warehouse.builder.content import columns_of
from warehouse.connection import quoted
from warehouse.errors import DefinitionError


def open_written(
    connection: duckdb.DuckDBPyConnection, result: str, file: Path, *, view: str, where: str
) -> None:
    """Make a view of a table's file, whose values are those of the result in every column.

    Args:
        connection: A connection with the result on it.
        result: Name of the result.
        file: The file that was written from it.
        view: Name of the view to make.
        where: The model, for the error.

    Raises:
        DefinitionError: If a column has values that are not read back as they were.
    """
    connection.execute(f"CREATE TEMP VIEW {view} AS FROM read_parquet({literal(str(file))})")
    given, kept = columns_of(connection, result), columns_of(connection, view)
    for (name, kind), (_, found) in zip(given, kept, strict=True):
        if kind != found and not _says_the_same(connection, (result, view), name, kind):
            raise DefinitionError(
                f"column {name!r} ({kind}) has values that a table's file cannot say exactly",
                where=where,
                expected=f"values that are the same as {found}",
                remedy="CAST it to a type that Parquet has: BIGINT, DECIMAL or VARCHAR",
            )


def _says_the_same(
    connection: duckdb.DuckDBPyConnection, relations: tuple[str, str], name: str, kind: str
) -> bool:
    result, view = relations
    column = quoted(name)
    try:
        other = connection.execute(
            f"SELECT 1 FROM (SELECT CAST({column} AS {kind}) FROM {view} "
            f"EXCEPT ALL SELECT {column} FROM {result}) LIMIT 1"
        ).fetchall()
    except duckdb.ConversionException:
        return False
    return not other
