"""Which row of a table a key names: the one answer for figures, readings, traces, audits and whatever else has a key.

Values are compared as the table's columns hold them (see `rowlineage.keys`), wherever the key was written.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from rowlineage.catalog import ConnectionCatalog
from rowlineage.errors import LineageError
from rowlineage.keys import Blank, Typed, as_text, holds_sql, typed
from warehouse.connection import quoted
from warehouse.errors import DefinitionError

_JSON_DIGITS = 15


@dataclass(frozen=True)
class KeyedTable:
    """A table of a connection, to be asked for rows by key.

    Attributes:
        types: Column -> type, `_row` included.
        where: Who asks, for errors.
        remedy: What to do about a key that does not name one row; by default what the table's columns are.
    """

    connection: duckdb.DuckDBPyConnection
    name: str
    types: Mapping[str, str]
    where: str = ""
    remedy: str = ""

    def typed(self, key: Mapping[str, Any]) -> dict[str, Typed]:
        """Return a key with its values as the columns hold them.

        Raises:
            DefinitionError: If there is no such column, or it cannot hold the value.
        """
        self.check(key)
        try:
            return {name: typed(value, self.types[name], name) for name, value in key.items()}
        except LineageError as error:
            raise DefinitionError(
                f"{error.fact}: it is in no key of {self.name}",
                where=self.where,
                expected=error.expected,
                remedy=self.advice,
            ) from error

    def check(self, columns: Iterable[str]) -> None:
        """Raise DefinitionError when the table lacks one of some columns."""
        for name in columns:
            if name not in self.types or name == "_row":
                raise DefinitionError(
                    f"column {name!r} of {self.name} does not exist",
                    where=self.where,
                    expected=", ".join(self._columns),
                )

    def key_of(self, row: Mapping[str, object], columns: Iterable[str]) -> dict[str, object]:
        """Return cells of a row, as `find_rows` gives it, to be a key: a list, structure or bytes as a text."""
        found = {name: row[name] for name in columns}
        parts = {n: c for n, c in found.items() if isinstance(c, bytes | list | tuple | dict)}
        return {**found, **self.typed(parts)}

    @property
    def _columns(self) -> list[str]:
        return [name for name in self.types if name != "_row"]

    @property
    def advice(self) -> str:
        """What to do about a key that does not name one row."""
        return self.remedy or f"correct the key; it takes {', '.join(self._columns)}"


def keyed_table(
    connection: duckdb.DuckDBPyConnection, name: str, *, where: str = "", remedy: str = ""
) -> KeyedTable:
    """Return a table of a connection, to be asked for rows by key; see `KeyedTable` for the arguments."""
    types = dict(ConnectionCatalog(connection).columns(quoted(name)))
    return KeyedTable(connection, name, types, where, remedy)


def find_row(table: KeyedTable, key: Mapping[str, Any]) -> dict[str, Any]:
    """Return the one row of a table that has a key, with its number in `_row`.

    Raises:
        DefinitionError: If no row has it or several have, or a column does not exist or cannot hold its value.
    """
    found = find_rows(table, key, limit=2)
    if len(found) == 1:
        return found[0]
    shown = ", ".join(f"{name}={as_text(value)}" for name, value in key.items()) or "no key"
    raise DefinitionError(
        f"{'several rows' if found else 'no row'} of {table.name} for {shown}",
        where=table.where,
        expected="one row",
        remedy=table.advice,
    )


def find_rows(
    table: KeyedTable, key: Mapping[str, Any], limit: int | None = None
) -> list[dict[str, Any]]:
    """Return the rows that have a key, as `find_row` does where there may be none or many."""
    values = table.typed(key)
    parts = [holds_sql(quoted(name), value, table.types[name]) for name, value in values.items()]
    text = f"FROM {quoted(table.name)} WHERE {' AND '.join(parts) or 'true'}"
    cursor = table.connection.execute(text if limit is None else f"{text} LIMIT {limit}")
    return [dict(zip(table.types, row, strict=True)) for row in cursor.fetchall()]


def key_in_json(key: Mapping[str, Any], typed: Mapping[str, Typed]) -> dict[str, Any]:
    """Return a key as JSON holds it, to be read again: as it was written where the column shows it so, else as held.

    Args:
        key: The key as it was written.
        typed: The same as the table's columns hold it.

    Raises:
        DefinitionError: If a value was left empty: JSON cannot say that it may be nothing or an empty text.
    """
    for name, value in typed.items():
        if isinstance(value, Blank):
            raise DefinitionError(f"key value of {name} is left empty", expected='null or ""')
    return {
        name: value if _is_shown_so(value, typed[name]) else _in_json(typed[name])
        for name, value in key.items()
    }


def _is_shown_so(written: object, held: Typed) -> bool:
    is_json = isinstance(written, str | int | None)
    return is_json and (written is None) == (held is None) and as_text(written) == as_text(held)


def _in_json(value: Typed) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return as_text(value)
    if not isinstance(value, Decimal):
        return value
    if value == value.to_integral_value():
        return int(value)
    # A decimal that JSON would shorten is a text.
    is_short = len(value.normalize().as_tuple().digits) <= _JSON_DIGITS
    return float(value) if is_short else as_text(value)
