"""Keys as the engine itself holds them: what it cannot hold is refused before a query asks for it.

How a value is read as the type of its column is `keys`. Here a list, a structure, a map or bytes becomes the text that
the engine shows for it, which `keys.typed` reads again: so that a key can be written down, compared and counted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import duckdb

from rowlineage.catalog import quoted
from rowlineage.keys import RELATIVE_TOLERANCE, Blank, Typed, as_sql, refused, same, typed


def held(
    con: duckdb.DuckDBPyConnection, key: Mapping[str, object], types: Mapping[str, str]
) -> dict[str, Typed]:
    """Return a key with its values as the columns of an engine hold them, none of them a list or an object.

    Args:
        con: The engine.
        key: Column -> value, in any of the ways that `keys.typed` reads.
        types: Types of the columns.

    Raises:
        NoSuchRow: If a column cannot hold its value.
    """
    return {name: _held(con, value, types[name], name) for name, value in key.items()}


def key_condition(
    key: Mapping[str, object], types: Mapping[str, str], names: Sequence[str], *, tolerant: bool
) -> str:
    """Return the condition for a key over columns that are named by their position.

    Args:
        key: Column -> value, in any of the ways that `typed` reads.
        types: Types of the columns.
        names: The columns, in order.
        tolerant: Whether floats are the same within a relative 1e-9, since their sums depend on the order.

    Raises:
        NoSuchRow: If a column cannot hold its value.
    """
    parts = ["TRUE"]
    for name, given in key.items():
        column, kind = quoted(str(names.index(name))), types[name]
        value = typed(given, kind, name)
        if tolerant and isinstance(value, float) and math.isfinite(value):
            parts.append(f"abs({column} - {value!r}) <= {abs(value) * RELATIVE_TOLERANCE!r}")
        else:
            parts.append(same(column, value, kind))
    return " AND ".join(parts)


def _held(con: duckdb.DuckDBPyConnection, given: object, kind: str, column: str) -> Typed:
    value = typed(given, kind, column)
    if value is None or isinstance(value, Blank):
        return value
    try:
        row = con.execute(f"SELECT CAST({as_sql(value, kind)} AS VARCHAR)").fetchone()
    except (duckdb.Error, UnicodeError, RecursionError) as error:
        raise refused(given, kind, column) from error
    is_nested = isinstance(value, bytes | list | tuple | Mapping)
    return str(row[0]) if is_nested and row else value
