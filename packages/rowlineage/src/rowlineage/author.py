"""What the author's own text gives for a key, to be held against what the text with lineage gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from rowlineage.errors import DifferentAnswer
from rowlineage.execution import rejected
from rowlineage.keys import key_condition
from rowlineage.own_words import as_relation
from rowlineage.query import Query
from rowlineage.replay import Row, equal

ABSENT = "no such row"


def authors_row(
    con: duckdb.DuckDBPyConnection,
    query: Query,
    key: Mapping[str, object],
    traced: Row,
    columns: Sequence[str],
) -> Row:
    """Return the row that the author's own text gives for a key, which must be what was traced.

    Args:
        con: The connection on which the query's tables live.
        query: The author's query.
        key: Columns that tell the row, with their values.
        traced: The row as the text with lineage gave it.
        columns: The columns that must be the same.

    Raises:
        DifferentAnswer: If the author's text gives no such row, several, or another value in one of the columns.
        RejectedSQL: If DuckDB does not run it.
    """
    try:
        rows = _rows(con, query, key)
    except duckdb.Error as error:
        raise rejected(error, query.model) from error
    different = _different(rows, traced, columns)
    if different:
        raise _contradiction(con, query, key, traced, different, rows)
    return rows[0]


def _rows(
    con: duckdb.DuckDBPyConnection, query: Query, key: Mapping[str, object], *, pushed: bool = False
) -> list[Row]:
    """Return up to two rows with the key; `pushed` lets the engine look for it while it runs the text: another plan."""
    names = [name for name, _ in query.columns]
    condition = key_condition(key, dict(query.columns), names, tolerant=True)
    # Without a number beside them the condition would be moved into the text.
    number = "" if pushed else ', row_number() OVER () AS "#"'
    rows = con.execute(
        f"SELECT * FROM (SELECT *{number} FROM {as_relation(query.words.text, len(names))}) "
        f"WHERE {condition} LIMIT 2"
    ).fetchall()
    return [dict(zip(names, row, strict=False)) for row in rows]


def _different(rows: Sequence[Row], traced: Row, columns: Sequence[str]) -> list[str]:
    """Return the columns in which rows differ from the traced one; all where there is not one row."""
    if len(rows) != 1:
        return list(columns)
    return [name for name in columns if not equal(rows[0][name], traced[name])]


def _contradiction(
    con: duckdb.DuckDBPyConnection,
    query: Query,
    key: Mapping[str, object],
    traced: Row,
    columns: Sequence[str],
    rows: Sequence[Row],
) -> DifferentAnswer:
    own, other = _shown(rows, columns), _shown([traced], columns)
    again = _shown_again(con, query, key, columns)
    where = query.model or "query"
    if again - {own}:
        answers = " and ".join([own, *sorted(again - {own})])
        return DifferentAnswer(
            f"DuckDB gives several answers to the author's text, by the plan that it makes: {answers}",
            where=where,
            expected="one answer",
            remedy="give every order and every choice among equals a last criterion; else it is a fault of DuckDB",
        )
    return DifferentAnswer(
        f"the author's text gives {own}, the text with lineage {other}",
        where=where,
        expected="the same value from both",
        remedy="write the query in other words, and report this one",
    )


def _shown_again(
    con: duckdb.DuckDBPyConnection, query: Query, key: Mapping[str, object], columns: Sequence[str]
) -> set[str]:
    """Return what the author's text gives once more, and by other plans: with the key moved in, and not optimised."""
    found = {_shown(_rows(con, query, key), columns)}
    found.add(_shown(_rows(con, query, key, pushed=True), columns))
    con.execute("PRAGMA disable_optimizer")
    try:
        found.add(_shown(_rows(con, query, key), columns))
    finally:
        con.execute("PRAGMA enable_optimizer")
    return found


def _shown(rows: Sequence[Row], columns: Sequence[str]) -> str:
    if len(rows) != 1:
        return "several rows" if rows else ABSENT
    return ", ".join(f"{name} = {rows[0][name]!r}" for name in columns)
