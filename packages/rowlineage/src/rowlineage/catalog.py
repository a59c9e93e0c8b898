"""What a DuckDB connection says of its tables and functions: columns, volatility, aggregates, macros.

Only reads; the names of the functions come from the engine itself, so that nothing new in it passes unnoticed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import duckdb

ROW_ID_TYPES = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
)


def quoted(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


_BY_GRAMMAR = {"percentile_cont", "percentile_disc"}
"""Aggregates that DuckDB's grammar makes of others, and that it therefore does not list."""
_FUNCTIONS: dict[str, list[tuple[str, str, str]]] = {}


def literal(text: str) -> str:
    """Return a text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


@dataclass
class ConnectionCatalog:
    """The catalogue of one connection; to be shared by what is done on it, and made anew when macros change.

    Attributes:
        con: The connection.
        is_closed: True where nobody can have made a macro on it; asking DuckDB for them takes long.
    """

    con: duckdb.DuckDBPyConnection
    is_closed: bool = False

    def describe(self, sql: str) -> list[tuple[str, str]]:
        """Return names and types of the columns of a query or table expression."""
        rows = self.con.execute(f"DESCRIBE {sql}").fetchall()
        return [(str(row[0]), str(row[1])) for row in rows]

    def columns(self, relation: str) -> list[tuple[str, str]]:
        """Return names and types of the columns of a table, in a third of the time that DESCRIBE takes."""
        found = self.con.sql(f"FROM {relation}")
        return list(zip(found.columns, map(str, found.types), strict=True))

    def has(self, name: str) -> bool:
        """Say whether there is a table or view of a name, whatever its schema."""
        found = self.con.execute(
            f"SELECT 1 FROM information_schema.tables WHERE lower(table_name) = lower({literal(name)}) LIMIT 1"
        )
        return found.fetchone() is not None

    def never_null(self, relation: str, columns: list[str]) -> frozenset[str]:
        """Return the columns of a table, in small letters, of which the engine's statistics exclude NULL."""
        if not columns:
            return frozenset()
        wanted = ", ".join(f"stats({quoted(column)})" for column in columns)
        row = self.con.execute(f"SELECT {wanted} FROM {relation} LIMIT 1").fetchone()
        pairs = zip(columns, row or (), strict=False)
        return frozenset(name.lower() for name, text in pairs if "[Has Null: false" in str(text))

    @property
    def functions(self) -> list[tuple[str, str, str]]:
        """Name, type and stability of every function of the engine; read once a process, since that is slow."""
        version = duckdb.__version__
        if version not in _FUNCTIONS:
            _FUNCTIONS[version] = self.con.execute(
                "SELECT DISTINCT lower(function_name), function_type, coalesce(stability, '') "
                "FROM duckdb_functions() WHERE internal AND NOT function_type LIKE '%macro' ORDER BY ALL"
            ).fetchall()
        return _FUNCTIONS[version]

    @cached_property
    def aggregates(self) -> frozenset[str]:
        """Names of the aggregate functions."""
        listed = {name for name, kind, _ in self.functions if kind == "aggregate"}
        return frozenset(listed | _BY_GRAMMAR)

    @cached_property
    def volatile(self) -> frozenset[str]:
        """Names of the functions whose result depends on more than their arguments."""
        unstable = {"VOLATILE", "CONSISTENT_WITHIN_QUERY"}
        return frozenset(name for name, _, stability in self.functions if stability in unstable)

    @cached_property
    def macros(self) -> frozenset[str]:
        """Names of the user's scalar and table macros."""
        if self.is_closed:
            return frozenset()
        found = self.con.execute(
            "SELECT DISTINCT lower(function_name) FROM duckdb_functions() "
            "WHERE NOT internal AND function_type LIKE '%macro'"
        ).fetchall()
        return frozenset(name for (name,) in found)


# Former names, until version 0.3.
Catalog = ConnectionCatalog
