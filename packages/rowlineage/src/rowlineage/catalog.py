"""What a DuckDB connection says of its tables and functions: columns, volatility, aggregates, macros.

Only reads; the names of the functions come from the engine itself, so that nothing new in it passes unnoticed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import duckdb

from rowlineage.overloads import Overload, Volatile

ROW_ID_TYPES = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
)


def quoted(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


_A_NAME = r'(?:"(?:[^"]|"")*"|[^\s"(),.;]+)'
_NAME = re.compile(_A_NAME)
_NAMED_COLUMNS = re.compile(
    rf"CREATE (?:OR REPLACE )?(?:TEMP(?:ORARY)? )?VIEW (?:IF NOT EXISTS )?{_A_NAME}(?:\.{_A_NAME})* "
    rf"\(({_A_NAME}(?:, {_A_NAME})*)\) AS ",
    re.IGNORECASE,
)
_BY_GRAMMAR = {"percentile_cont", "percentile_disc"}
"""Aggregates that DuckDB's grammar makes of others, and that it therefore does not list."""
_BY_MACRO = {
    "geomean",
    "geometric_mean",
    "json_group_array",
    "json_group_object",
    "json_group_structure",
    "variant_group_array",
    "wavg",
    "weighted_avg",
}
"""Macros of the engine's own that aggregate; a test holds them against what the engine lists."""
_FUNCTIONS: dict[str, list[Overload]] = {}


def literal(text: str) -> str:
    """Return a text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def select_columns(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[str, str]]:
    """Return what DESCRIBE says of a SELECT, in less time; a PIVOT or anything else than a SELECT would be run."""
    found = con.sql(sql)
    return list(zip(found.columns, map(str, found.types), strict=True))


@dataclass(frozen=True)
class View:
    """A view.

    Attributes:
        name: Its name.
        sql: The statement that makes it.
        columns: The names that it gives its columns; none where they are those of its query.
        schema: Where it is kept, and where the engine looks for the tables that it names.
        database: Likewise.
        is_of_here: Whether that is also where a query's tables are looked for.
    """

    name: str
    sql: str
    columns: tuple[str, ...]
    schema: str
    database: str
    is_of_here: bool

    @property
    def relation(self) -> str:
        """Its name, in full."""
        return ".".join(map(quoted, (self.database, self.schema, self.name)))


@dataclass(frozen=True)
class Macro:
    """A macro of the user's.

    Attributes:
        parameters: Their names, in order.
        definition: An expression, or a query.
        is_table: Whether it stands in FROM.
        types: Those that its parameters are declared with; empty where they take anything.
        is_near: Whether it is found by its name alone.
    """

    parameters: tuple[str, ...]
    definition: str
    is_table: bool
    types: tuple[str, ...] = ()
    is_near: bool = True


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

    def names(self, sql: str, parameters: object) -> list[str]:
        """Return the names of a query's columns as its author wrote them, given what its parameters are."""
        limited = f"SELECT * FROM (\n{sql}\n) LIMIT 0"
        cursor = self.con.execute(limited, parameters) if parameters else self.con.execute(limited)
        return [str(column[0]) for column in cursor.description or []]

    def columns(self, relation: str) -> list[tuple[str, str]]:
        """Return names and types of the columns of a table, in a third of the time that DESCRIBE takes."""
        return select_columns(self.con, f"FROM {relation}")

    def has(self, name: str) -> bool:
        """Say whether there is a table or view of a name, whatever its schema."""
        found = self.con.execute(
            f"SELECT 1 FROM information_schema.tables WHERE lower(table_name) = lower({literal(name)}) LIMIT 1"
        )
        return found.fetchone() is not None

    def view_names(self) -> frozenset[str]:
        """Return the names of all views, in small letters: one question for a query that mentions many tables."""
        found = self.con.execute(
            "SELECT lower(view_name) FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
        return frozenset(name for (name,) in found)

    def view_texts(self) -> list[str]:
        """Return the statements that made the views."""
        found = self.con.execute("SELECT sql FROM duckdb_views() WHERE NOT internal").fetchall()
        return [str(sql) for (sql,) in found]

    def view(self, name: str, schema: str = "", database: str = "") -> View | None:
        """Return the view that a name means; None where it means a table, or nothing."""
        wanted = [f"lower(view_name) = lower({literal(name)})", "NOT internal"]
        if schema and database:
            wanted.append(f"lower(schema_name) = lower({literal(schema)})")
        elif schema:  # of two names the first may be that of a database
            own = f"lower(schema_name) = lower({literal(schema)})"
            other = f"lower(database_name) = lower({literal(schema)}) AND schema_name = 'main'"
            wanted.append(f"({own} OR ({other}))")
        wanted += [f"lower(database_name) = lower({literal(database)})"] if database else []
        found = self.con.execute(
            "SELECT view_name, sql, temporary, schema_name, database_name, temporary OR "
            "(schema_name = current_schema() AND database_name = current_database()) FROM duckdb_views() "
            f"WHERE {' AND '.join(wanted)} ORDER BY NOT temporary, schema_name = current_schema() DESC"
        ).fetchall()
        if not found:
            return None
        own_name, sql, is_temporary, own_schema, own_database, is_of_here = found[0]
        if not (schema or is_temporary) and self._hides("temporary", name):
            return None
        if not schema and not is_temporary and self._hides("schema_name = current_schema()", name):
            return None
        place = (str(own_schema), str(own_database), bool(is_of_here))
        return View(str(own_name), str(sql), _named_columns(str(sql)), *place)

    def database(self) -> str:
        """Return the name of the database in which tables are looked for."""
        return str(self.con.execute("SELECT current_database()").fetchall()[0][0])

    def has_in(self, database: str, schema: str, name: str) -> bool:
        """Say whether a schema has a table or view of a name."""
        found = self.con.execute(
            "SELECT 1 FROM information_schema.tables WHERE lower(table_name) = lower(?) "
            "AND table_schema = ? AND table_catalog = ? LIMIT 1",
            [name, schema, database],
        )
        return found.fetchone() is not None

    def _hides(self, which: str, name: str) -> bool:
        """Say whether a table of a name comes before a view of it."""
        found = self.con.execute(
            f"SELECT 1 FROM duckdb_tables() WHERE lower(table_name) = lower({literal(name)}) AND {which}"
        )
        return found.fetchone() is not None

    def never_null(self, relation: str, columns: list[str]) -> frozenset[str]:
        """Return the columns of a table, in small letters, of which the engine's statistics exclude NULL."""
        if not columns:
            return frozenset()
        wanted = ", ".join(f"stats({quoted(column)})" for column in columns)
        row = self.con.execute(f"SELECT {wanted} FROM {relation} LIMIT 1").fetchone()
        pairs = zip(columns, row or (), strict=False)
        return frozenset(name.lower() for name, told in pairs if _excludes_null(told))

    @property
    def functions(self) -> list[Overload]:
        """Every overload of every function of the engine; read once a process, since that is slow."""
        version = duckdb.__version__
        if version not in _FUNCTIONS:
            rows = self.con.execute(
                "SELECT lower(function_name), function_type, coalesce(stability, ''), parameter_types, "
                "coalesce(return_type, ''), varargs IS NOT NULL "
                "FROM duckdb_functions() WHERE internal AND NOT function_type LIKE '%macro' ORDER BY ALL"
            ).fetchall()
            _FUNCTIONS[version] = [
                Overload(name, kind, stability, tuple(map(str, types)), returns, bool(more))
                for name, kind, stability, types, returns, more in rows
            ]
        return _FUNCTIONS[version]

    @cached_property
    def aggregates(self) -> frozenset[str]:
        """Names of the aggregate functions."""
        listed = {overload.name for overload in self.functions if overload.kind == "aggregate"}
        return frozenset(listed | _BY_GRAMMAR | _BY_MACRO)

    @cached_property
    def volatile(self) -> Volatile:
        """The functions whose result depends on more than their arguments."""
        return Volatile(self.functions)

    @cached_property
    def macros(self) -> dict[str, list[Macro]]:
        """The user's scalar and table macros by name, in small letters; one for each list of parameters."""
        if self.is_closed:
            return {}
        rows = self.con.execute(
            "SELECT lower(function_name), function_type = 'table_macro', parameters, macro_definition, "
            "parameter_types, database_name = 'temp' OR (database_name = current_database() "
            "AND list_contains(current_schemas(true), schema_name)) "
            "FROM duckdb_functions() WHERE NOT internal AND function_type LIKE '%macro'"
        ).fetchall()
        found: dict[str, list[Macro]] = {}
        for name, is_table, parameters, definition, types, is_near in rows:
            declared = tuple(str(kind or "") for kind in types or ())
            macro = Macro(
                tuple(parameters), str(definition), bool(is_table), declared, bool(is_near)
            )
            found.setdefault(name, []).append(macro)
        return found

    def forget_macros(self) -> None:
        """Ask for the macros anew: they may have changed."""
        self.__dict__.pop("macros", None)


def _excludes_null(told: object) -> bool:
    """Say whether statistics exclude NULL: a text in DuckDB 1, a structure in DuckDB 2."""
    if isinstance(told, Mapping):
        return told.get("has_null") is False
    return "[Has Null: false" in str(told)


def _named_columns(sql: str) -> tuple[str, ...]:
    """Return the names of columns in the brackets before AS of CREATE VIEW, as the engine writes it."""
    head = _NAMED_COLUMNS.match(sql)
    if head is None:
        return ()
    names = _NAME.findall(head[1])
    return tuple(n[1:-1].replace('""', '"') if n.startswith('"') else n for n in names)


# Former names, until version 0.3.
Catalog = ConnectionCatalog
