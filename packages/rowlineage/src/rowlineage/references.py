"""Which columns of which sources an expression refers to, and in which role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlglot import exp

from rowlineage.relation import Refs, RelationSource, merge
from rowlineage.roles import COPIES, EXISTENCE, ROW, Need, Role
from rowlineage.scopes import outer_columns

Marked = Mapping[int, tuple[str, Need]]


def references(expression: exp.Expr, role: Role, marked: Marked) -> dict[str, Need]:
    """Return what an expression refers to.

    Args:
        expression: An expression of one SELECT; nested queries are not entered.
        role: The role in which its columns are needed.
        marked: Sources that stand for whole nodes (subqueries, windows), by `id` of the node, and what they need
            of them in the role VALUE.
    """
    if id(expression) in marked:
        alias, need = marked[id(expression)]
        found: Refs = {alias: {c: _in_role(role, roles) for c, roles in need.items()}}
        return merge(found, _outside(expression, role))
    if isinstance(expression, exp.Column) and expression.table:
        return {expression.table: {expression.name.lower(): frozenset({role})}}
    if isinstance(expression, exp.Query):
        return _outside(expression, role)
    return merge(*(references(child, role, marked) for child in expression.iter_expressions()))


def _in_role(role: Role, roles: frozenset[Role]) -> frozenset[Role]:
    return (
        roles if role is Role.VALUE else frozenset({role if r is Role.VALUE else r for r in roles})
    )


def _outside(expression: exp.Expr, role: Role) -> dict[str, Need]:
    """Return what a marked node takes from the sources around it: a subquery its outer columns, a window its terms."""
    if isinstance(expression, exp.Window):
        parts = [(t, Role.GROUP) for t in expression.args.get("partition_by") or []]
        order = expression.args.get("order")
        parts += [(t, Role.ORDER) for t in (order.expressions if order else [])]
        return merge(*(references(part, part_role, {}) for part, part_role in parts))
    if isinstance(expression, exp.In) and not isinstance(expression.this, exp.Query):
        outer = references(expression.this, role, {})
    else:
        outer = {}
    queries = (
        [expression] if isinstance(expression, exp.Query) else list(expression.iter_expressions())
    )
    columns = [c for q in queries if isinstance(q, exp.Query) for c in outer_columns(q)]
    joined = frozenset({Role.JOIN})
    return merge(outer, *({c.table: {c.name.lower(): joined}} for c in columns))


def all_rows(
    sources: Iterable[RelationSource], role: Role = Role.EXISTS, *, copies: bool
) -> dict[str, Need]:
    """Return the reference to the existence of a row of every source that a result row cannot do without.

    Args:
        sources: The relations in FROM.
        copies: Whether multiplicity matters, so that optional sources count too.
        role: The role of the rows, EXISTS or (for COUNT) VALUE.
    """
    roles = frozenset({role})
    if copies:
        return {s.alias: {COPIES: roles} for s in sources}
    needed = {ROW: roles} if role is not Role.EXISTS else EXISTENCE
    return {s.alias: needed for s in sources if not s.optional}
