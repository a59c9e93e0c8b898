"""EXISTS among the columns of a result, which DataFusion takes in conditions only.

Such a query is split into one for the rows where it holds and one for those where it does not: EXISTS is never NULL, so
that every row is in exactly one of them. Nothing is split that groups, counts over windows, cuts off or drops twins.
"""

from __future__ import annotations

from sqlglot import exp

_WHOLE = ("group", "having", "distinct", "limit", "offset", "qualify")
_MOST = 3


def shown_in(node: exp.Expr) -> exp.Select | None:
    """Return the query whose result an EXISTS is computed for, or None where it stands in a condition of the query."""
    child, parent = node, node.parent
    while parent is not None and not isinstance(parent, exp.Query):
        child, parent = parent, parent.parent
    is_shown = isinstance(parent, exp.Select) and child.arg_key == "expressions"
    return parent if is_shown and isinstance(parent, exp.Select) else None


def splittable(query: exp.Select) -> bool:
    """Return whether the rows of a query come one by one, so that it may be split by a condition on a row."""
    is_inner = query.parent is not None  # the order of the outermost query is left out by a rule
    if any(query.args.get(name) for name in _WHOLE) or (is_inner and query.args.get("order")):
        return False
    aggregates = (exp.AggFunc, exp.Window)
    inside = (node for column in query.expressions for node in column.find_all(*aggregates))
    is_plain = not any(node.find_ancestor(exp.Select) is query for node in inside)
    return is_plain and len(_shown(query)) <= _MOST


def split(tree: exp.Expr) -> bool:
    """Split the queries of a tree that show EXISTS, in place; True when there was one."""
    found = False
    while query := _first(tree):
        found = True
        _halve(query)
    return found


def _first(tree: exp.Expr) -> exp.Select | None:
    return next((query for query in tree.find_all(exp.Select) if _shown(query)), None)


def _shown(query: exp.Select) -> list[exp.Exists]:
    return [node for node in query.find_all(exp.Exists) if shown_in(node) is query]


def _halve(query: exp.Select) -> None:
    common = query.args.get("with_")
    query.set("with_", None)
    halves = []
    for holds in (True, False):
        half = query.copy()
        condition = _shown(half)[0]
        wanted = condition.copy() if holds else exp.Not(this=condition.copy())
        condition.replace(exp.Boolean(this=holds))
        where = half.args.get("where")
        both = exp.and_(where.this, wanted) if where else wanted
        half.set("where", exp.Where(this=both))
        halves.append(half)
    union = exp.Union(this=halves[0], expression=halves[1], distinct=False)
    union.set("with_", common)
    query.replace(union)
