"""How a query answers to more or fewer rows below it: only then may what is absent be left out of the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from rowlineage.functions import calls
from rowlineage.query import Query


def may_shrink(query: Query, tree: exp.Expr, aggregates: frozenset[str]) -> bool:
    """Say whether more rows in the tables could mean fewer or other rows in the result of a part of a query."""
    for part in _parts(query, tree):
        for node in part.walk():
            negated = isinstance(node, exp.Not) and isinstance(node.this, exp.Exists | exp.In)
            if isinstance(node, exp.Except | exp.Having | exp.Window) or (
                negated and node.find(exp.Query)
            ):
                return True
            if isinstance(node, exp.Select) and _aggregates(node, aggregates):
                return True
    return False


def from_nothing(query: Query, tree: exp.Expr, aggregates: frozenset[str]) -> bool:
    """Say whether a part of a query could yield a row out of no rows at all, as COUNT without GROUP BY does."""
    selects = (node for part in _parts(query, tree) for node in part.find_all(exp.Select))
    return any(not s.args.get("group") and _aggregates(s, aggregates) for s in selects)


def _aggregates(select: exp.Select, aggregates: frozenset[str]) -> bool:
    return any(True for projection in select.selects for _ in calls(projection, aggregates))


def _parts(query: Query, tree: exp.Expr) -> Iterator[exp.Expr]:
    """Yield a part of a query and the shared expressions that it reads."""
    yield tree
    for table in tree.find_all(exp.Table):
        if table.name in query.shared:
            yield from _parts(query, query.shared[table.name])
