"""Subqueries in expressions: scalar, EXISTS, IN, ANY and ALL, ARRAY; correlated or not.

One that needs nothing from outside runs once, as a stage that the rows only point to. A correlated one gets a
companion: the same subquery, yielding the row ids instead of the value. A negated EXISTS or IN that filters rows holds
because of what is absent: it has no rows to show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlglot import exp

from rowlineage.annotation import Annotation, Kind, Pointer, demanded
from rowlineage.functions import calls, is_aggregate
from rowlineage.guards import refuse
from rowlineage.monotone import may_shrink
from rowlineage.relation import (
    POSITION,
    Annotated,
    Companion,
    RelationSource,
    Rewrite,
    Stage,
    column,
)
from rowlineage.rewrite_companions import lists
from rowlineage.roles import COPIES, EXISTENCE, Need, Role, union
from rowlineage.scopes import outer_columns, own_nodes

ANSWER = "v"
ANSWERED: Need = {ANSWER: frozenset({Role.VALUE})}
CLAUSES = ("where", "having", "qualify", "group")


@dataclass(frozen=True)
class Predicate:
    """A subquery in its place.

    Attributes:
        node: The whole predicate (`x IN (...)`, `EXISTS (...)`) or the scalar subquery itself.
        query: The subquery.
        form: `exists`, `in`, or `scalar` for everything that depends on all rows of the subquery.
        holds: Whether it is known to be true for the rows that remain.
    """

    node: exp.Expr
    query: exp.Query
    form: str
    holds: bool = False

    @property
    def need(self) -> Need:
        """What is needed of the subquery's result."""
        if self.form == "exists":
            return EXISTENCE
        own = {name: frozenset({Role.VALUE}) for name in self.query.named_selects}
        rows: Need = {COPIES: frozenset({Role.EXISTS})} if self.form == "scalar" else EXISTENCE
        return union(own, rows)


def attach(
    state: Rewrite, select: exp.Select, *, grouped: bool
) -> tuple[list[RelationSource], dict[int, tuple[str, Need]]]:
    """Find the subqueries in the expressions of a SELECT and return the sources that stand for them."""
    sources: list[RelationSource] = []
    marked: dict[int, tuple[str, Need]] = {}
    for clause, expression in list(_expressions(select)):
        for found in list(_predicates(expression)):
            predicate = _placed(state, found, clause, expression)
            if predicate is None:
                state.skip(found.query, "absence")
                continue
            _refuse_misplaced(state, clause, predicate.query)
            late = (
                grouped
                and clause in ("projection", "having")
                and not _aggregated(state, found.node)
            )
            alias = state.fresh("q")
            node, annotations = _pointers(state, predicate)
            sources.append(RelationSource(alias, annotations, after_groups=late))
            marked[id(node)] = (alias, ANSWERED)
    if order := select.args.get("order"):
        for query in [n for n in own_nodes(order) if isinstance(n, exp.Query)]:
            state.skip(query, "order of the result")
    return sources, marked


def _refuse_misplaced(state: Rewrite, clause: str, query: exp.Query) -> None:
    """Refuse a subquery that is itself the key of groups, or that holds an aggregate of the query around it.

    Raises:
        UnsupportedSQL: It is one of these.
    """
    remedy = "compute it in a nested query in FROM"
    if clause == "group":
        raise refuse("a subquery in GROUP BY", query, state.query.model, remedy)
    outside = {id(column) for column in outer_columns(query)}
    for call in (node for node in query.walk() if is_aggregate(node, state.aggregates)):
        columns = list(call.find_all(exp.Column))
        if columns and all(id(column) in outside for column in columns):
            construct = "an aggregate of the outer query within a subquery"
            raise refuse(construct, call, state.query.model, remedy)


def _expressions(select: exp.Select) -> Iterator[tuple[str, exp.Expr]]:
    yield from (("projection", p) for p in select.selects)
    yield from ((name, select.args[name]) for name in CLAUSES if select.args.get(name))
    yield from (("on", j.args["on"]) for j in select.args.get("joins") or [] if j.args.get("on"))


def _conjuncts(expression: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(expression, exp.Where | exp.Having | exp.Paren):
        yield from _conjuncts(expression.this)
    elif isinstance(expression, exp.And):
        yield from _conjuncts(expression.left)
        yield from _conjuncts(expression.right)
    else:
        yield expression


def _predicates(expression: exp.Expr) -> Iterator[Predicate]:
    for node in own_nodes(expression):
        if not isinstance(node, exp.Query):
            continue
        parent = node.parent
        if isinstance(parent, exp.Exists):
            yield Predicate(parent, node, "exists")
        elif isinstance(parent, exp.In) and parent.args.get("query") is node:
            yield Predicate(parent, node, "in")
        elif isinstance(parent, exp.Any) and isinstance(parent.parent, exp.EQ):
            yield Predicate(parent, node, "scalar")
        else:
            yield Predicate(node, node, "scalar")


def _aggregated(state: Rewrite, node: exp.Expr) -> bool:
    ancestor = node.parent
    while ancestor is not None and not isinstance(ancestor, exp.Query):
        if any(call is ancestor for call in calls(ancestor, state.aggregates)):
            return True
        ancestor = ancestor.parent
    return False


def _placed(
    state: Rewrite, predicate: Predicate, clause: str, expression: exp.Expr
) -> Predicate | None:
    """Return a predicate as its place lets it be read; None if rows pass because of what is absent.

    Raises:
        UnsupportedSQL: NOT EXISTS over a subquery that may lose rows when rows are added to its tables.
    """
    if predicate.form == "scalar":
        return predicate
    filters = list(_conjuncts(expression)) if clause in ("where", "having") else []
    if any(part is predicate.node for part in filters):
        return replace(predicate, holds=True)
    absent = any(isinstance(part, exp.Not) and part.this is predicate.node for part in filters)
    if not may_shrink(state.query, predicate.query, state.aggregates):
        return None if absent else predicate
    if absent and predicate.form == "exists":
        construct = "NOT EXISTS over a subquery with aggregates, windows, EXCEPT or NOT EXISTS"
        raise refuse(construct, predicate.node, state.query.model)
    return replace(predicate, form="scalar")


def _pointers(state: Rewrite, predicate: Predicate) -> tuple[exp.Expr, list[Annotation]]:
    """Return the node that stands for the predicate from now on, and its annotations."""
    if outer_columns(predicate.query):
        return predicate.node, list(_correlated(state, predicate))
    stage = state.stage(state.recurse(predicate.query.copy()))
    annotation = _uncorrelated(stage, predicate)
    read = _read(stage, predicate)
    predicate.query.replace(read)
    return read if predicate.node is predicate.query else predicate.node, [annotation]


def _uncorrelated(stage: Stage, predicate: Predicate) -> Annotation:
    if predicate.form != "in":
        return Annotation(Pointer(stage.id, Kind.ALL), None, {ANSWER: predicate.need})
    rows = exp.select(exp.Anonymous(this="list", expressions=[column(POSITION, "#m")]))
    rows = rows.from_(_aliased(stage.relation, "#m"))
    rows = rows.where(_matching(predicate, [column(c, "#m") for c in stage.columns]))
    return Annotation(Pointer(stage.id, Kind.LIST), rows.subquery(), {ANSWER: predicate.need})


def _read(stage: Stage, predicate: Predicate) -> exp.Query:
    """Return the query by which the predicate reads the stage, so that value and lineage are of one execution."""
    columns = [exp.alias_(_as_read(stage, c, predicate), c, quoted=True) for c in stage.columns]
    read = exp.select(*columns).from_(
        exp.Table(this=exp.to_identifier(stage.relation, quoted=True))
    )
    if isinstance(predicate.query.parent, exp.Array):
        read = read.order_by(column(POSITION, stage.relation))
    return read.subquery() if isinstance(predicate.query, exp.Subquery) else read


def _as_read(stage: Stage, name: str, predicate: Predicate) -> exp.Expr:
    """Return a column of a stage; for `ROW(a, b) IN (SELECT ROW(c, d) ...)` a row again, which the stage named."""
    value = column(name, stage.relation)
    parts = _row_parts(_looked_for(predicate))
    if len(stage.columns) > 1 or not parts:
        return value
    places = range(1, len(parts) + 1)
    fields = [
        exp.Anonymous(
            this="struct_extract_at", expressions=[value.copy(), exp.Literal.number(place)]
        )
        for place in places
    ]
    whole = exp.If(
        this=exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null())),
        true=exp.Anonymous(this="row", expressions=fields),
    )
    return exp.Case(ifs=[whole])


def _aliased(relation: str, alias: str) -> exp.Table:
    table = exp.Table(this=exp.to_identifier(relation, quoted=True))
    table.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
    return table


def _matching(predicate: Predicate, columns: list[exp.Column]) -> exp.Expr:
    """Return the condition that a row of the subquery is one that IN looks for, or makes its answer NULL."""
    looked_for = predicate.node.this
    parts = _row_parts(looked_for) if len(columns) > 1 else []
    parts = parts or [looked_for]
    pairs = zip(columns, parts, strict=True)
    matches = exp.and_(*(exp.EQ(this=c, expression=part.copy()) for c, part in pairs))
    return (
        matches
        if predicate.holds
        else exp.Coalesce(this=matches, expressions=[exp.Boolean(this=True)])
    )


def _looked_for(predicate: Predicate) -> object:
    """Return what IN looks for in a subquery, or `= ANY`, as the engine writes it in a view."""
    node = predicate.node
    if isinstance(node, exp.Any) and isinstance(node.parent, exp.EQ):
        return node.parent.this
    return node.this if predicate.form == "in" else None


def _row_parts(node: object) -> list[exp.Expr]:
    """Return the parts of a row: `(a, b)`, ROW(a, b), or main.row(a, b), as views have it; none of anything else."""
    bare = node.expression if isinstance(node, exp.Dot) else node
    is_row = isinstance(bare, exp.Anonymous) and bare.name.lower() == "row"
    if isinstance(bare, exp.Tuple | exp.Anonymous) and (is_row or isinstance(bare, exp.Tuple)):
        return list(bare.expressions)
    return []


def _correlated(state: Rewrite, predicate: Predicate) -> Iterator[Annotation]:
    annotated = state.recurse(predicate.query.copy())
    companion = _companion(state, predicate, annotated)
    for annotation, need, _ in demanded(annotated.annotations, predicate.need):
        uses = {ANSWER: need}
        if annotation.value is None:
            yield Annotation(annotation.pointer, None, uses)
            continue
        pointer = annotation.pointer
        yield Annotation(pointer.gathered(), lists(companion, annotation.value.name, pointer), uses)


def _companion(state: Rewrite, predicate: Predicate, annotated: Annotated) -> Companion:
    alias = state.fresh("c")
    kept = annotated.columns if predicate.form == "in" else []
    condition = _matching(predicate, [column(c, alias) for c in kept]) if kept else None
    state.companions[alias] = Companion(alias, annotated.query, tuple(kept), condition)
    return state.companions[alias]
