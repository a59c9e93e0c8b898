"""Rewrites of a resolved query into fewer forms of the same meaning, so that the lineage rules are fewer.

SEMI and ANTI joins become EXISTS and NOT EXISTS, GROUP BY ALL lists its keys, named windows stand where they are used,
OFFSET becomes a row number, `UNION BY NAME` becomes a union by position.
"""

from __future__ import annotations

from typing import TypeVar

from sqlglot import exp

from rowlineage import dialect, guards, named_windows, row_functions
from rowlineage.functions import has_aggregate
from rowlineage.scopes import sources, with_nested

Node = TypeVar("Node", bound=exp.Expr)
ASOF_USING = "asof_using"
_ALIAS = "alias"


def before_names_are_known(tree: exp.Query) -> None:
    """Make the changes that need the author's own words, which resolving the names takes away."""
    for exists in tree.find_all(exp.Exists):
        _without_columns(exists.this)
    for with_ in tree.find_all(exp.With):
        with_.set("recursive", None)  # none of them reads itself
    row_functions.name_columns(tree)
    for select in tree.find_all(exp.Select):
        _by_alias(select)
    for join in tree.find_all(exp.Join):
        if join.method == "ASOF" and join.args.get("using"):
            join.meta[ASOF_USING] = True


def _without_columns(query: exp.Expr) -> None:
    """Let EXISTS (SELECT * ...) yield no columns, of which it needs none: those of a join often share names."""
    if not isinstance(query, exp.Select) or query.args.get("group") or query.args.get("order"):
        return
    if all(isinstance(p, exp.Star | exp.Column) for p in query.selects):
        query.set("expressions", [exp.Literal.number(1)])


def _by_alias(select: exp.Select) -> None:
    """Replace `alias.x`, by which the engine knows an output column, by what the column stands for."""
    around: exp.Expr | None = select
    while around is not None:
        if isinstance(around, exp.Select):
            names = {s.alias_or_name.lower() for s in with_nested(sources(around))}
            if _ALIAS in names:
                return
        around = around.parent
    own = {p.alias.lower(): p.unalias() for p in select.selects if p.alias}
    for column in list(select.find_all(exp.Column)):
        is_own = column.find_ancestor(exp.Select) is select and not column.args.get("db")
        if is_own and column.table.lower() == _ALIAS and column.name.lower() in own:
            column.replace(exp.paren(own[column.name.lower()].copy()))


def apply(tree: exp.Query, aggregates: frozenset[str], model: str) -> exp.Query:
    """Return the query in the reduced forms.

    From the inside out: what is put around a query may hold a copy of it, in which nothing is left to be done.
    """
    for select in _from_inside(tree, exp.Select):
        _asof_using(select)
        _semi_joins(select)
        named_windows.written_out(select, model)
        _group_by_all(select, aggregates)
        _order_by_all(select)
    for number, operation in enumerate(_from_inside(tree, exp.SetOperation)):
        if operation.args.get("by_name"):
            _by_position(operation, f"named{number}")
        if isinstance(operation, exp.Except | exp.Intersect) and not operation.args.get("distinct"):
            of_copies = _of_numbered_copies(operation, f"copies{number}")
            tree = of_copies if operation is tree else tree
            operation.replace(of_copies)
    for number, query in enumerate(_from_inside(tree, exp.Query)):
        if query.args.get("offset") is not None or _is_percent(query):
            paged = _paged(query, f"paged{number}", model)
            tree = paged if query is tree else tree
            query.replace(paged)
    return tree


def _from_inside(tree: exp.Expr, kind: type[Node]) -> list[Node]:
    """Return the nodes of a kind, each after those within it."""
    return list(tree.find_all(kind))[::-1]


def _asof_using(select: exp.Select) -> None:
    """Compare the last column of ASOF ... USING by order, as the engine does."""
    for join in select.args.get("joins") or []:
        if join.meta.get(ASOF_USING):
            equal = (
                join.args["on"].right if isinstance(join.args["on"], exp.And) else join.args["on"]
            )
            equal.replace(exp.GTE(this=equal.this.copy(), expression=equal.expression.copy()))


def _semi_joins(select: exp.Select) -> None:
    kept: list[exp.Join] = []
    for join in select.args.get("joins") or []:
        if join.kind not in ("SEMI", "ANTI"):
            kept.append(join)
            continue
        inner = exp.select(exp.alias_(exp.Literal.number(1), "one")).from_(join.this)
        if on := join.args.get("on"):
            inner.where(on, copy=False)
        exists: exp.Expr = exp.Exists(this=inner)
        select.where(exp.not_(exists) if join.kind == "ANTI" else exists, copy=False)
    select.set("joins", kept)


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
    if isinstance(term.this, exp.Var) and term.this.name.upper() == "ALL":
        columns = [
            exp.column(exp.to_identifier(name, quoted=True)) for name in select.named_selects
        ]
        order.set("expressions", [_like(term, column) for column in columns])


def _like(term: exp.Expr, column: exp.Column) -> exp.Expr:
    copied = term.copy()
    copied.set("this", column)
    return copied


def _by_position(operation: exp.SetOperation, alias: str) -> None:
    """Give both sides of UNION BY NAME the same columns in the same order, NULL for those that one lacks."""
    left, right = operation.left.named_selects, operation.right.named_selects
    names = [*left, *(name for name in right if name not in left)]
    for part, side in (("this", operation.left), ("expression", operation.right)):
        own = exp.to_identifier(f"{alias}{part}", quoted=True)
        operation.set(part, _with_columns(side.copy(), names, own))
    operation.set("by_name", None)


def _with_columns(query: exp.Query, names: list[str], alias: exp.Identifier) -> exp.Query:
    known = query.named_selects
    if known == names:
        return query
    columns = [
        exp.alias_(
            exp.column(n, alias.name, quoted=True) if n in known else exp.Null(), n, quoted=True
        )
        for n in names
    ]
    return exp.select(*columns).from_(query.subquery(alias))


def _paged(query: exp.Query, alias: str, model: str) -> exp.Select:
    """Return `LIMIT n OFFSET m` as a condition on the row number: the rows skipped matter for those that are shown."""
    order = query.args.get("order")
    if isinstance(query, exp.Select) and order is not None and _can_rank_itself(query, order):
        return _ranking_itself(query, order)
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
    condition = _of_page(query, _requalified(order, alias))
    wrapped.set("qualify", exp.Qualify(this=condition))
    wrapped.set("order", order.copy() if order else None)
    return wrapped


def _of_page(query: exp.Query, order: exp.Order | None) -> exp.Expr:
    """Return the condition on the row number that LIMIT and OFFSET mean."""
    number = exp.Window(this=exp.RowNumber(), order=order, over="OVER")
    if _is_percent(query):
        percent = query.args["limit"].expression.copy()
        share = exp.cast(percent, "DOUBLE", dialect=dialect.DIALECT)
        every = exp.Window(this=exp.Count(this=exp.Star()), over="OVER")
        part = exp.Div(this=share, expression=exp.Literal.number(100))
        count = exp.Anonymous(this="floor", expressions=[exp.Mul(this=part, expression=every)])
        return exp.LTE(this=number, expression=count)
    skipped, limit = int(query.args["offset"].expression.this), query.args.get("limit")
    condition: exp.Expr = exp.GT(this=number, expression=exp.Literal.number(skipped))
    if limit is not None:
        last = exp.Literal.number(skipped + int(limit.expression.this))
        condition = exp.And(this=condition, expression=exp.LTE(this=number.copy(), expression=last))
    return condition


def _is_percent(query: exp.Query) -> bool:
    limit = query.args.get("limit")
    options = limit.args.get("limit_options") if limit else None
    return bool(options and options.args.get("percent"))


def _of_numbered_copies(operation: exp.SetOperation, alias: str) -> exp.Select:
    """Return EXCEPT ALL or INTERSECT ALL without ALL: over rows that are numbered among their copies."""
    names = operation.named_selects
    plain = operation.copy()
    plain.set("distinct", value=True)
    for part in ("this", "expression"):
        plain.set(part, _numbered(plain.args[part], names, f"{alias}{part}"))
    outer = exp.select(*(_renamed(name, name, alias) for name in names))
    for clause in ("order", "limit", "offset"):
        outer.set(clause, plain.args.get(clause))
        plain.set(clause, None)
    return outer.from_(plain.subquery(exp.to_identifier(alias, quoted=True)))


def _numbered(side: exp.Query, names: list[str], alias: str) -> exp.Select:
    own = side.named_selects
    copy = exp.Window(
        this=exp.RowNumber(),
        partition_by=[exp.column(name, alias, quoted=True) for name in own],
        over="OVER",
    )
    columns = [_renamed(old, name, alias) for old, name in zip(own, names, strict=True)]
    numbered = exp.select(*columns, exp.alias_(copy, "#copy", quoted=True))
    bare = side.this if isinstance(side, exp.Subquery) and not side.alias else side
    return numbered.from_(bare.copy().subquery(exp.to_identifier(alias, quoted=True)))


def _renamed(name: str, new: str, alias: str) -> exp.Expr:
    return exp.alias_(exp.column(name, alias, quoted=True), new, quoted=True)


def _can_rank_itself(select: exp.Select, order: exp.Order) -> bool:
    """Say whether an order by more than output columns can be that of a row number in QUALIFY of the SELECT itself."""
    if select.args.get("distinct") or select.find(exp.Window) or order.find(exp.Query):
        return False
    return any(not _is_output(term.this, select) for term in order.expressions)


def _ranking_itself(select: exp.Select, order: exp.Order) -> exp.Select:
    """Return a SELECT with its page in QUALIFY; the order names what output columns stand for, not these."""
    own = {p.alias_or_name: p.unalias() for p in select.selects}
    terms = [
        term.transform(lambda node: own[node.name].copy() if _is_output(node, select) else node)
        for term in order.expressions
    ]
    paged = select.copy()
    paged.set("qualify", exp.Qualify(this=_of_page(select, exp.Order(expressions=terms))))
    paged.set("limit", None)
    paged.set("offset", None)
    return paged


def _is_output(term: exp.Expr, query: exp.Query) -> bool:
    return isinstance(term, exp.Column) and not term.table and term.name in query.named_selects


def _requalified(order: exp.Order | None, alias: str) -> exp.Order | None:
    if order is None:
        return None
    copied = order.copy()
    for column in copied.find_all(exp.Column):
        column.set("table", exp.to_identifier(alias, quoted=True))
    return copied
