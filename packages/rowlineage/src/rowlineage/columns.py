"""Column lineage: which upstream columns each result column rests on, and in which role; filters and joins included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import duckdb
from sqlglot import exp

from rowlineage import plain
from rowlineage.annotation import Annotation, demanded
from rowlineage.catalog import ConnectionCatalog
from rowlineage.rewrite import Rewritten, rewrite
from rowlineage.roles import COPIES, EXISTENCE, ROW, Need, Role

ColumnRole = Literal["projection", "filter", "join", "group", "order", "absence"]
NAMES: dict[Role, ColumnRole] = {
    Role.VALUE: "projection",
    Role.FILTER: "filter",
    Role.JOIN: "join",
    Role.GROUP: "group",
    Role.ORDER: "order",
}


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
    rewritten = rewrite(catalog or ConnectionCatalog(con), sql, row_id, model)
    absent, ordered = _absent(rewritten), _ordering(rewritten)
    found: set[ColumnLink] = set()
    for own, (name, _) in zip(rewritten.columns, rewritten.query.columns, strict=True):
        for occurrence, need in _followed(rewritten, {own: frozenset({Role.VALUE}), **EXISTENCE}):
            table = rewritten.query.occurrences[occurrence].table
            found |= {ColumnLink(name, table, c, role) for c, role in _named(need)}
        found |= {ColumnLink(name, table, c, "absence") for table, c in absent}
        found |= {ColumnLink(name, table, c, "order") for table, c in ordered}
    return sorted(found)


def _followed(rewritten: Rewritten, need: Need) -> Iterable[tuple[str, Need]]:
    """Yield what a need of the result asks of each table occurrence."""
    stages = {stage.id: stage.annotations for stage in rewritten.stages}
    pending: list[tuple[tuple[Annotation, ...], Need]] = [(rewritten.annotations, need)]
    while pending:
        annotations, wanted = pending.pop()
        for annotation, inner, _ in demanded(annotations, wanted):
            target = annotation.pointer.target
            if target in stages:
                pending.append((stages[target], inner))
            else:
                yield target, inner


def _named(need: Need) -> Iterable[tuple[str, ColumnRole]]:
    for column, roles in need.items():
        if column in (ROW, COPIES):
            if Role.VALUE in roles:
                yield "*", "projection"
            continue
        for role in roles:
            if role in NAMES:
                yield column, NAMES[role]


def _by_alias(rewritten: Rewritten) -> dict[str, str]:
    """Return the occurrences by the aliases of the resolved query, which are unique."""
    trees = (rewritten.query.tree, *rewritten.query.shared.values())
    tables = [t for tree in trees for t in tree.find_all(exp.Table)]
    return {t.alias_or_name: t.name for t in tables if t.name in rewritten.query.occurrences}


def _absent(rewritten: Rewritten) -> list[tuple[str, str]]:
    """Return the columns of the occurrences that count by their absence."""
    query, by_alias = rewritten.query, _by_alias(rewritten)
    columns = [
        c for tree in (query.tree, *query.shared.values()) for c in tree.find_all(exp.Column)
    ]
    wanted = {id_ for id_, why in rewritten.skipped.items() if why == "absence"}
    found = [(by_alias[c.table], c.name) for c in columns if by_alias.get(c.table) in wanted]
    return [(query.occurrences[occurrence].table, name) for occurrence, name in found]


def _ordering(rewritten: Rewritten) -> list[tuple[str, str]]:
    """Return the columns of tables by which a SELECT orders its rows."""
    query, by_alias = rewritten.query, _by_alias(rewritten)
    found: list[tuple[str, str]] = []
    for select in plain.selects(query):
        outputs = {p.alias_or_name: p.unalias() for p in select.selects}
        order = select.args.get("order")
        for term in order.expressions if order else []:
            node = term.this
            is_output = isinstance(node, exp.Column) and not node.table
            expression = outputs.get(node.name, node) if is_output else node
            found += [
                (by_alias[c.table], c.name)
                for c in expression.find_all(exp.Column)
                if c.table in by_alias
            ]
    return [(query.occurrences[occurrence].table, name) for occurrence, name in found]
