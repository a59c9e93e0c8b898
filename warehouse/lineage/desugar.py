"""Rewrites of a resolved query into fewer forms of the same meaning, so that the lineage rules are fewer.

SEMI and ANTI joins become EXISTS and NOT EXISTS, GROUP BY ALL lists its keys, named windows stand where they are used,
OFFSET becomes a row number, `UNION BY NAME` becomes a union by position.
"""

from __future__ import annotations

from sqlglot import exp

from warehouse.lineage import guards
from warehouse.lineage.functions import has_aggregate


def apply(tree: exp.Query, aggregates: frozenset[str], model: str) -> exp.Query:
    """Return the query in the reduced forms."""
    for select in list(tree.find_all(exp.Select)):
        _semi_joins(select)
        _named_windows(select)
        _group_by_all(select, aggregates)
        _order_by_all(select)
    for operation in list(tree.find_all(exp.SetOperation)):
        _by_position(operation, model)
    for number, query in enumerate(list(tree.find_all(exp.Query))):
        if query.args.get("offset") is not None:
            paged = _paged(query, f"paged{number}", model)
            tree = paged if query is tree else tree
            query.replace(paged)
    return tree


def _semi_joins(select: exp.Select) -> None:
    kept: list[exp.Join] = []
    for join in select.args.get("joins") or []:
        if join.kind not in ("SEMI", "ANTI"):
            kept.append(join)
            continue
        inner = exp.select(exp.alias_(exp.Literal.number(1), "one")).from_(join.this)
        if on := join.args.get("on"):
            inner = inner.where(on)
        exists: exp.Expr = exp.Exists(this=inner)
        select.where(exp.not_(exists) if join.kind == "ANTI" else exists, copy=False)
    select.set("joins", kept)


def _named_windows(select: exp.Select) -> None:
    named = {w.name.lower(): w for w in select.args.get("windows") or []}
    if not named:
        return
    for window in list(select.find_all(exp.Window)):
        base = named.get(window.alias.lower()) if window.args.get("alias") else None
        if base is None or isinstance(window.this, exp.Identifier):
            continue
        for part in ("partition_by", "order", "spec"):
            if not window.args.get(part) and base.args.get(part):
                value = base.args[part]
                window.set(
                    part, [v.copy() for v in value] if isinstance(value, list) else value.copy()
                )
        window.set("alias", None)
    select.set("windows", None)


def _group_by_all(select: exp.Select, aggregates: frozenset[str]) -> None:
    group = select.args.get("group")
    if group is None or not group.args.get("all"):
        return
    keys = [p.unalias().copy() for p in select.selects if not has_aggregate(p, aggregates)]
    keys = [key for key in keys if not isinstance(key, exp.Literal)]
    select.set("group", exp.Group(expressions=keys) if keys else None)


def _order_by_all(select: exp.Select) -> None:
    order = select.args.get("order")
    if order is None or len(order.expressions) != 1:
        return
    term = order.expressions[0]
    if (
        isinstance(term.this, exp.Column)
        and term.this.name.upper() == "ALL"
        and not term.this.table
    ):
        columns = [
            exp.column(exp.to_identifier(name, quoted=True)) for name in select.named_selects
        ]
        order.set("expressions", [_like(term, column) for column in columns])


def _like(term: exp.Expr, column: exp.Column) -> exp.Expr:
    copied = term.copy()
    copied.set("this", column)
    return copied


def _by_position(operation: exp.SetOperation, model: str) -> None:
    if operation.args.get("by_name"):
        left, right = operation.left.named_selects, operation.right.named_selects
        if sorted(left) != sorted(right):
            raise guards.refuse("UNION BY NAME of different columns", operation, model)
        if isinstance(operation.right, exp.Select):
            by_name = {p.alias_or_name: p for p in operation.right.selects}
            operation.right.set("expressions", [by_name[name] for name in left])
            operation.set("by_name", None)
        elif left == right:
            operation.set("by_name", None)
        else:
            raise guards.refuse("UNION BY NAME over a compound query", operation, model)


def _paged(query: exp.Query, alias: str, model: str) -> exp.Select:
    """Return `LIMIT n OFFSET m` as a condition on the row number: the rows skipped matter for those that are shown."""
    limit, order = query.args.get("limit"), query.args.get("order")
    if order is not None and any(not _is_output(t.this, query) for t in order.expressions):
        raise guards.refuse("OFFSET ordered by anything but output columns", query, model)
    inner = query.copy()
    for part in ("limit", "offset", "order"):
        inner.set(part, None)
    names = query.named_selects
    wrapped = exp.select(
        *(exp.alias_(exp.column(n, alias, quoted=True), n, quoted=True) for n in names)
    )
    wrapped = wrapped.from_(inner.subquery(exp.to_identifier(alias, quoted=True)))
    number = exp.Window(this=exp.RowNumber(), order=_requalified(order, alias), over="OVER")
    skipped = int(query.args["offset"].expression.this)
    condition: exp.Expr = exp.GT(this=number, expression=exp.Literal.number(skipped))
    if limit is not None:
        last = exp.Literal.number(skipped + int(limit.expression.this))
        condition = exp.And(this=condition, expression=exp.LTE(this=number.copy(), expression=last))
    wrapped.set("qualify", exp.Qualify(this=condition))
    wrapped.set("order", order.copy() if order else None)
    return wrapped


def _is_output(term: exp.Expr, query: exp.Query) -> bool:
    return isinstance(term, exp.Column) and not term.table and term.name in query.named_selects


def _requalified(order: exp.Order | None, alias: str) -> exp.Order | None:
    if order is None:
        return None
    copied = order.copy()
    for column in copied.find_all(exp.Column):
        column.set("table", exp.to_identifier(alias, quoted=True))
    return copied
