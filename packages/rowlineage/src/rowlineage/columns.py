"""Column lineage: which upstream columns each result column rests on, and in which role; filters and joins included.

A result column rests on what its expression names, and on whatever decides which rows there are, and how often: every
condition, join, group, order and ranking on the way, of its own SELECT and of those that it reads.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from rowlineage.catalog import ConnectionCatalog
from rowlineage.column_links import Links
from rowlineage.column_roles import ColumnRole
from rowlineage.execution import understood
from rowlineage.query import resolve


@dataclass(frozen=True, order=True)
class ColumnLink:
    """A result column rests on an upstream column.

    Attributes:
        column: The result column.
        table: The upstream table.
        upstream: The upstream column; `*` where only rows are counted.
        role: Its part. `absence`: it decides which rows must not be there.
    """

    column: str
    table: str
    upstream: str
    role: ColumnRole


def column_lineage(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    row_id: str = "_row",
    model: str = "",
    catalog: ConnectionCatalog | None = None,
) -> list[ColumnLink]:
    """Return the column lineage of a query, sorted.

    Args:
        con: The connection on which the query's tables live.
        sql: One SELECT.
        row_id: Name of the row-id column.
        model: Name for messages.
        catalog: The connection's catalogue, if one is at hand.

    Raises:
        UnsupportedSQL: Something in the query is not understood.
    """
    query = resolve(catalog or ConnectionCatalog(con), sql, row_id, model)
    with understood(sql, model):
        found = Links(query)
        rows = found.rows(query.tree)
        links = {
            ColumnLink(name, table, upstream, role)
            for place, (name, _) in enumerate(query.columns)
            for table, upstream, role in found.output(query.tree, place) | rows
        }
    return sorted(links)
