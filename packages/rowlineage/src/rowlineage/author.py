"""What the author's own text gives for a key, to be held against what the text with lineage gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import duckdb

from rowlineage.errors import DifferentAnswer
from rowlineage.execution import accepted
from rowlineage.optimiser import not_optimised
from rowlineage.own_words import as_relation, statement
from rowlineage.query import Query
from rowlineage.replay import Row, equal, nearest, nearest_sql

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
    with accepted(query.model):
        rows = _rows(con, query, key)
    different = _different(rows, traced, columns)
    if different:
        raise _contradiction(con, query, key, traced, different, rows)
    return rows[0]


def check_absent(con: duckdb.DuckDBPyConnection, query: Query, key: Mapping[str, object]) -> None:
    """Check that the author's own text has no row with exactly this key either.

    Raises:
        DifferentAnswer: It has.
        RejectedSQL: DuckDB does not run it.
    """
    with accepted(query.model):
        has_it = any(row[-1] for row in _found(con, query, key))
    if has_it:
        raise DifferentAnswer(
            f"the author's text has a row with the key {dict(key)}, the text with lineage has none",
            where=query.model or "query",
            expected="the same rows from both",
            remedy="write the query in other words, and report this one",
        )


def _rows(
    con: duckdb.DuckDBPyConnection,
    query: Query,
    key: Mapping[str, object],
    *,
    pushed: bool = False,
) -> list[Row]:
    """Return up to two rows with the key."""
    return nearest(_found(con, query, key, pushed=pushed), [name for name, _ in query.columns])


def _found(
    con: duckdb.DuckDBPyConnection,
    query: Query,
    key: Mapping[str, object],
    *,
    pushed: bool = False,
) -> list[tuple[object, ...]]:
    """Return what `nearest_sql` finds; `pushed` lets the engine look for it while it runs the text: another plan."""
    types, run = dict(query.columns), query.run
    # Without a number beside them the condition would be moved into the text.
    number = "" if pushed else ', row_number() OVER () AS "#"'
    relation = f"(SELECT *{number} FROM {as_relation(statement(run.prepared), len(types))})"
    sql = nearest_sql(relation, key, types)
    return (con.execute(sql, run.parameters) if run.parameters else con.execute(sql)).fetchall()


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
    """Return what the author's text gives once more, and by other plans; nothing of a plan that fails."""
    found: set[str] = set()
    # The difference is known: what goes wrong while its cause is looked for is no news.
    with suppress(duckdb.Error):
        found.add(_shown(_rows(con, query, key), columns))
        found.add(_shown(_rows(con, query, key, pushed=True), columns))
        with not_optimised(con):
            found.add(_shown(_rows(con, query, key), columns))
    return found


def _shown(rows: Sequence[Row], columns: Sequence[str]) -> str:
    if len(rows) != 1:
        return "several rows" if rows else ABSENT
    return ", ".join(f"{name} = {rows[0][name]!r}" for name in columns)
