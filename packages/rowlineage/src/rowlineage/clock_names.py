"""Clocks without brackets whose names columns have: to the engine the word is then the column, or an alias, or neither.

SELECT id FROM sale WHERE due < current_date      a clock, unless something there is called current_date

Which of them it is depends on the place, so such a text is refused by name.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import duckdb
from sqlglot import Token, TokenType

from rowlineage import dialect
from rowlineage.catalog import literal
from rowlineage.errors import UnsupportedSQL

WITHOUT_BRACKETS = frozenset(
    {"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}
)


def refuse_columns(
    con: duckdb.DuckDBPyConnection, sql: str, found: Sequence[tuple[str, int, int]], model: str
) -> None:
    """Refuse a clock without brackets that may be a column: of a table or view, an alias in the text or of a macro.

    Args:
        con: The connection.
        sql: The text.
        found: Its clocks: name, first sign, sign behind the last.
        model: Name for messages.

    Raises:
        UnsupportedSQL: It may be a column.
    """
    bare = {name for name, start, end in found if sql[start:end].lower() == name}
    if not bare:
        return
    known = _words(dialect.tokens(sql), {start for _, start, _ in found}) | _columns(con, bare)
    if doubtful := bare & known:
        first = min(start for name, start, _ in found if name in doubtful)
        raise _refusal(min(doubtful), model, 1 + sql.count("\n", 0, first))


def refuse_columns_read(clocks: Collection[str], columns: Collection[str], model: str) -> None:
    """Refuse clocks that have the name of a column of what the query reads, such as a file.

    Raises:
        UnsupportedSQL: One of them has.
    """
    for clock in sorted(WITHOUT_BRACKETS & set(clocks) & {name.lower() for name in columns}):
        raise _refusal(clock, model, 1)


def _words(words: Sequence[Token], clocks: Collection[int]) -> set[str]:
    """Return the words of a text that are no clocks; what stands behind a dot names nothing."""
    found: set[str] = set()
    before: TokenType | None = None
    for word in words:
        if word.start not in clocks and before != TokenType.DOT:
            found.add(word.text.lower())
        before = word.token_type
    return found


def _columns(con: duckdb.DuckDBPyConnection, clocks: Collection[str]) -> set[str]:
    """Return the clocks whose names a column of any table or view has, or the text of a macro that is a table."""
    asked = ", ".join(map(literal, sorted(clocks)))
    columns = con.execute(
        f"SELECT lower(column_name) FROM duckdb_columns() WHERE lower(column_name) IN ({asked})"
    ).fetchall()
    macros = con.execute(
        "SELECT lower(macro_definition) FROM duckdb_functions() "
        "WHERE function_type = 'table_macro' AND NOT internal"
    ).fetchall()
    in_macros = {name for name in clocks if any(name in str(text) for (text,) in macros)}
    return {str(name) for (name,) in columns} | in_macros


def _refusal(clock: str, model: str, line: int) -> UnsupportedSQL:
    remedy = "write the column with its table, and the clock as now(), cast to what is meant"
    construct = f"{clock} where a column is called so"
    return UnsupportedSQL(construct, model=model, line=line, remedy=remedy)
