"""Traced rows for people: what tells each (row id, key, or all that it says and how often), and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from rowlineage.catalog import quoted
from rowlineage.occurrences import Occurrence


@dataclass(frozen=True)
class RowIdentity:
    """Traced rows that are told by the same.

    Attributes:
        table: The table.
        occurrence: Number of the table's mention in the query.
        role: `value`, `order` or `witness`.
        row: The columns that tell it, with their values.
        copies: How many rows that is: 1, unless the content tells them.
    """

    table: str
    occurrence: int
    role: str
    row: Mapping[str, object]
    copies: int


@dataclass(frozen=True)
class TracedRows:
    """The traced rows of one mention of a table that have one role.

    Attributes:
        table: The table.
        occurrence: Number of the table's mention in the query.
        role: `value`, `order` or `witness`.
        count: How many rows that is.
        columns: The table's columns.
        rows: The first of the rows, by row id: a value for each column.
    """

    table: str
    occurrence: int
    role: str
    count: int
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def contents(
    con: duckdb.DuckDBPyConnection,
    occurrences: Mapping[str, Occurrence],
    evidence: pa.Table,
    listed: int,
) -> list[TracedRows]:
    """Return what the rows of some evidence say.

    Args:
        con: The connection on which the query's tables live.
        occurrences: The tables that the query reads.
        evidence: As from `evidence.collect`.
        listed: How many rows of each mention and role are read.
    """
    grouped: dict[tuple[int, str], list[int]] = {}
    for number, row_id, role in _entries(evidence):
        grouped.setdefault((number, role), []).append(row_id)
    mentions = {occurrence.number: occurrence for occurrence in occurrences.values()}
    return [
        TracedRows(
            mentions[number].table,
            number,
            role,
            len(ids),
            mentions[number].names,
            _said(con, mentions[number], sorted(ids)[:listed]),
        )
        for (number, role), ids in grouped.items()
    ]


def _entries(evidence: pa.Table) -> Iterator[tuple[int, int, str]]:
    """Yield occurrence, row id and role of each row of some evidence."""
    columns = (evidence[part].to_pylist() for part in ("occurrence", "row_id", "role"))
    return zip(*columns, strict=True)


def _said(
    con: duckdb.DuckDBPyConnection, occurrence: Occurrence, ids: list[int]
) -> tuple[tuple[object, ...], ...]:
    number, shown = quoted(occurrence.row_id), ", ".join(map(quoted, occurrence.names))
    rows = f"SELECT {shown} FROM {occurrence.relation}"
    found = con.execute(
        f"{rows} WHERE list_contains(?::BIGINT[], {number}) ORDER BY {number}", [ids]
    )
    return tuple(found.fetchall())


def identities(
    con: duckdb.DuckDBPyConnection,
    occurrences: Mapping[str, Occurrence],
    evidence: pa.Table,
    name: str,
) -> list[RowIdentity]:
    """Return what tells the rows of some evidence.

    Args:
        con: The connection on which the query's tables live.
        occurrences: The tables that the query reads.
        evidence: As from `evidence.collect`.
        name: A relation with the same rows.
    """
    roles: dict[int, dict[int, str]] = {}
    for number, row_id, role in _entries(evidence):
        roles.setdefault(number, {})[row_id] = role
    return [
        identity
        for occurrence in occurrences.values()
        if occurrence.number in roles
        for identity in _of_table(con, occurrence, roles[occurrence.number], name)
    ]


def _of_table(
    con: duckdb.DuckDBPyConnection, occurrence: Occurrence, roles: Mapping[int, str], name: str
) -> list[RowIdentity]:
    number, shown = quoted(occurrence.row_id), ", ".join(map(quoted, occurrence.key))
    ids = f"SELECT row_id FROM {name} WHERE occurrence = {occurrence.number}"
    found = con.execute(
        f"SELECT {number}, {shown} FROM {occurrence.relation} WHERE {number} IN ({ids}) ORDER BY 1"
    ).fetchall()
    grouped: dict[tuple[str, str], tuple[str, tuple[object, ...], int]] = {}
    for row_id, *told in found:
        role = roles[row_id]
        _, _, copies = grouped.get((role, repr(told)), (role, (), 0))
        grouped[role, repr(told)] = (role, tuple(told), copies + 1)
    return [
        RowIdentity(
            occurrence.table,
            occurrence.number,
            role,
            dict(zip(occurrence.key, told, strict=True)),
            copies,
        )
        for role, told, copies in grouped.values()
    ]
