"""Influence by brute force: change one column of one table, run the author's text, see which outputs change."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from rowlineage.query import upstream_tables

CHANGES = ("null", "shuffled", "shuffled again", "turned")
Outputs = dict[str, list[str]]


@dataclass(frozen=True)
class Influence:
    """The influence of the columns of its tables on the outputs of one query.

    Attributes:
        outputs: The output columns.
        found: For each, the columns (table, column) that it was seen to change with.
    """

    outputs: list[str]
    found: dict[str, set[tuple[str, str]]]


def influence(con: duckdb.DuckDBPyConnection, sql: str, most_rows: int = 100_000) -> Influence:
    """Return which columns of a query's tables have influence on which of its outputs.

    Args:
        con: The connection; temporary tables shadow its tables while they are changed.
        sql: The query.
        most_rows: Tables with more rows than that are left as they are.
    """
    sql = sql.replace("main.", "")
    plain = _outputs(con, sql)
    assert plain is not None
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in plain}
    for table in map(str.lower, upstream_tables(sql)):
        for column in _changeable(con, table, sql, most_rows):
            for changed in _changed(con, table, column, sql):
                for name in plain:
                    if changed.get(name) != plain[name]:
                        found[name].add((table, column))
    return Influence(list(plain), found)


def _outputs(con: duckdb.DuckDBPyConnection, sql: str) -> Outputs | None:
    """Return the values of each output column, whatever the order of the rows; None where the query fails."""
    try:
        cursor = con.execute(sql)
        rows = cursor.fetchall()
    except duckdb.Error:
        return None
    names = [column[0] for column in cursor.description or []]
    return {name: sorted(_shown(row[n]) for row in rows) for n, name in enumerate(names)}


def _shown(value: object) -> str:
    """Return a value as text; floats up to what the order of their addition may change."""
    return f"{value:.9g}" if isinstance(value, float) else repr(value)


def _changeable(
    con: duckdb.DuckDBPyConnection, table: str, sql: str, most_rows: int
) -> Iterator[str]:
    """Yield the columns that a query can name: those whose name is in it, all where it has a star."""
    ((rows,),) = con.execute(f"SELECT count(*) FROM {table}").fetchall()
    for name, *_ in con.execute(f"DESCRIBE {table}").fetchall():
        named = name.lower() in sql.lower() or "*" in sql or "NATURAL" in sql or "FROM" not in sql
        if name != "_row" and rows <= most_rows and named:
            yield name


def _changed(
    con: duckdb.DuckDBPyConnection, table: str, column: str, sql: str
) -> Iterator[Outputs]:
    rows = con.execute(f'SELECT _row, "{column}" FROM {table} ORDER BY _row').fetchall()
    ids, values = [row[0] for row in rows], [row[1] for row in rows]
    ((_, kind, *_),) = con.execute(f'DESCRIBE SELECT "{column}" FROM {table}').fetchall()
    for change in CHANGES:
        con.execute(f"CREATE TEMP TABLE changed_ids (id BIGINT, v {kind})")
        con.execute(
            f"INSERT INTO changed_ids SELECT unnest(?::BIGINT[]), unnest(?::{kind}[])",
            [ids, _other(values, change)],
        )
        con.execute(
            f'CREATE TEMP TABLE {table} AS SELECT t.* REPLACE (c.v AS "{column}") '
            f"FROM main.{table} t JOIN changed_ids c ON c.id = t._row ORDER BY t._row"
        )
        try:
            outputs = _outputs(con, sql)
        finally:
            con.execute(f"DROP TABLE temp.{table}")
            con.execute("DROP TABLE changed_ids")
        if outputs is not None:
            yield outputs


def _other(values: list[object], change: str) -> list[object]:
    if change == "null":
        return [None] * len(values)
    if change == "turned":
        return values[::-1]
    others = list(values)
    random.Random(change).shuffle(others)
    return others
