"""What tells the rows of a table: its row-id column, or a key that the caller names, or all that a row says.

Rows of a table without a row-id column are numbered by the engine (`rowid`) while a query is traced; what is told of
them is their key or content, which stays the same when the table is written anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from rowlineage.catalog import ROW_ID_TYPES, quoted
from rowlineage.errors import AmbiguousKey

BY_ENGINE = "rowid"
CONTENT: tuple[str, ...] = ()
"""For a table whose rows are told by all their columns; of rows that say the same, it is told how many."""
EVERY = "*"
"""For all tables that are not named and have no row-id column."""


@dataclass(frozen=True)
class DeclaredKeys:
    """What the caller says of tables and files.

    Attributes:
        column: Name of the row-id column.
        keys: For tables by name, in small letters, the columns of their key; `CONTENT` for all of a row; `EVERY` in
            place of a name for every other table without a row-id column.
        sources: Files that may be read in a query, as it names them.
    """

    column: str = "_row"
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()

    def of(
        self, table: str, columns: Sequence[tuple[str, str]]
    ) -> tuple[str, tuple[str, ...]] | None:
        """Return the column that numbers a table's rows, and those that tell them; None where nothing does.

        Args:
            table: The table's name as the query has it.
            columns: Its columns with their types.
        """
        names = {name.lower(): (name, kind) for name, kind in columns}
        given = self._key(table)
        if given is None or (self._is_general(table) and self._has_column(names)):
            own = names[self.column.lower()][0] if self._has_column(names) else None
            return (self.column, (own,)) if own else None
        if BY_ENGINE in names:
            return None
        if given and not all(name.lower() in names for name in given):
            return None
        wanted = given or [name for name, _ in columns]
        return BY_ENGINE, tuple(names[name.lower()][0] for name in wanted)

    def is_content(self, table: str) -> bool:
        """Say whether a table's rows are told by all that they say."""
        given = self._key(table)
        return given is not None and not given

    def _has_column(self, names: Mapping[str, tuple[str, str]]) -> bool:
        return names.get(self.column.lower(), ("", ""))[1] in ROW_ID_TYPES

    def _is_general(self, table: str) -> bool:
        return not any(name in self.keys for name in _names(table))

    def _key(self, table: str) -> Sequence[str] | None:
        for name in (*_names(table), EVERY):
            if name in self.keys:
                return self.keys[name]
        return CONTENT if table in self.sources else None


def _names(table: str) -> tuple[str, str]:
    """Return the names by which a table may be given: as the query has it, and without its schema."""
    return table.lower(), table.lower().rpartition(".")[2]


def declared(
    column: str, keys: Mapping[str, Sequence[str]] | None, sources: Collection[str]
) -> DeclaredKeys:
    """Return what the caller says, the names of tables in small letters."""
    given = keys or {}
    named = {name.lower(): tuple(key) for name, key in given.items()}
    return DeclaredKeys(column, named, frozenset(map(str, sources)))


def check_key(
    con: duckdb.DuckDBPyConnection, relation: str, table: str, key: Sequence[str]
) -> None:
    """Check that a key tells the rows of a table.

    Raises:
        AmbiguousKey: Two rows have the same, or a row lacks a part of it.
    """
    columns = ", ".join(map(quoted, key))
    missing = " OR ".join(f"{quoted(name)} IS NULL" for name in key)
    row = con.execute(
        f"SELECT count(*), count(DISTINCT row({columns})), count_if({missing}) FROM {relation}"
    ).fetchall()[0]
    if row[0] != row[1] or row[2]:
        twice = f"{row[0] - row[1]} rows have that of another" if row[0] != row[1] else ""
        lacking = f"{row[2]} rows lack a part of it" if row[2] else ""
        raise AmbiguousKey(
            f"({', '.join(key)}) does not tell the rows of {table}: "
            f"{' and '.join(part for part in (twice, lacking) if part)}",
            expected="columns that are unique and not null together",
            remedy="add columns to the key, or let the content tell the rows: an empty key",
        )
