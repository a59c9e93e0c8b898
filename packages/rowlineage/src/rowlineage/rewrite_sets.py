"""DISTINCT and set operations: rows that fall together carry the lists of all that fell together."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from rowlineage import dialect
from rowlineage.annotation import Annotation, Collector
from rowlineage.guards import refuse
from rowlineage.monotone import may_shrink
from rowlineage.relation import WHOLE, Annotated, Rewrite, column, whole
from rowlineage.rewrite_groups import gathered
from rowlineage.roles import COPIES, ROW, Need, Role, through, union

MODIFIERS = ("order", "limit")


def is_distinct(select: exp.Select) -> bool:
    """Say whether a SELECT is DISTINCT without ON."""
    distinct = select.args.get("distinct")
    return distinct is not None and not distinct.args.get("on")


def parenthesised(state: Rewrite, tree: exp.Subquery) -> Annotated:
    """Rewrite a query in parentheses, with an ORDER BY and LIMIT of its own."""
    inner = state.recurse(tree.this)
    if not any(tree.args.get(name) for name in MODIFIERS):
        return inner
    return _over(state, inner, tree)


def distinct(state: Rewrite, tree: exp.Select) -> Annotated:
    """Rewrite SELECT DISTINCT."""
    order = tree.args.get("order")
    _order_by_output(state, tree, order)
    limits = {name: tree.args.get(name) for name in MODIFIERS}
    for name in ("distinct", *MODIFIERS):
        tree.set(name, None)
    merged = _merged(state, state.recurse(tree), None)
    for name, value in limits.items():
        merged.query.set(name, value)
    return merged


def _order_by_output(state: Rewrite, tree: exp.Select, order: exp.Order | None) -> None:
    """Let ORDER BY of a DISTINCT name output columns, which is all that it may refer to."""
    outputs = {dialect.text(p.unalias().unnest()): p.alias_or_name for p in tree.selects}
    for term in order.expressions if order else []:
        name = outputs.get(dialect.text(term.this.unnest()))
        if name:
            term.set("this", column(name))
        elif not (isinstance(term.this, exp.Column) and not term.this.table):
            raise refuse("DISTINCT ordered by an expression", term, state.query.model)


def set_operation(state: Rewrite, tree: exp.SetOperation) -> Annotated:
    """Rewrite UNION, UNION ALL, INTERSECT or EXCEPT."""
    keeps_copies = isinstance(tree, exp.Union) and not tree.args.get("distinct")
    left = state.recurse(tree.left.copy())
    side = tree.right.copy()
    right = _removing(state, side) if isinstance(tree, exp.Except) else state.recurse(side)
    if len(left.columns) != len(right.columns):
        raise refuse("a set operation over different numbers of columns", tree, state.query.model)
    marked = not isinstance(tree, exp.Union)
    removing = Annotated(right.query, right.columns, []) if isinstance(tree, exp.Except) else right
    both = _stacked(state, left, removing, marked=marked)
    merged = both if keeps_copies else _merged(state, both, tree if marked else None)
    if isinstance(tree, exp.Except):
        merged = _removed_by(merged, right)
    return _over(state, merged, tree)


def _removing(state: Rewrite, tree: exp.Query) -> Annotated:
    """Return the side of EXCEPT that removes rows: without lineage, unless its rows could add to the result."""
    if not may_shrink(state.query, tree, state.aggregates):
        state.skip(tree, "absence")
        return Annotated(tree, list(tree.named_selects), [])
    stage = state.stage(state.recurse(tree))
    columns = [exp.alias_(column(c, stage.relation), c, quoted=True) for c in stage.columns]
    read = exp.select(*columns).from_(
        exp.Table(this=exp.to_identifier(stage.relation, quoted=True))
    )
    every = whole(stage.id, stage.columns)
    return Annotated(read, list(stage.columns), [every])


def _removed_by(relation: Annotated, removing: Annotated) -> Annotated:
    """Return the result of EXCEPT, every row of which rests on all that might have removed it."""
    for annotation in removing.annotations:
        need = through(WHOLE, frozenset({Role.FILTER}), annotation.uses[WHOLE])
        uses = dict.fromkeys((*relation.columns, ROW, COPIES), need)
        relation.annotations.append(Annotation(annotation.pointer, None, uses))
    return relation


def _stacked(state: Rewrite, left: Annotated, right: Annotated, *, marked: bool) -> Annotated:
    """Return both relations one upon the other; a row has the lineage columns of its own side, NULL in the others."""
    first = _Side(state, left, left.columns, "1")
    second = _Side(state, right, left.columns, "2")
    selects = [
        first.select([*first.values(), *second.nulls()], marked=marked),
        second.select([*first.nulls(), *second.values()], marked=marked),
    ]
    both = exp.Union(this=selects[0], expression=selects[1], distinct=False)
    return Annotated(both, left.columns, [*first.annotations(), *second.annotations()])


class _Side:
    """One side of a set operation."""

    def __init__(self, state: Rewrite, side: Annotated, names: list[str], number: str) -> None:
        self.state, self.side, self.names, self.number = state, side, names, number
        self.alias = state.fresh("u")
        self.fresh = {id(a): state.fresh("l") for a in side.annotations}

    def annotations(self) -> list[Annotation]:
        """Return the side's annotations, with the uses renamed to the columns of the whole."""
        renamed = dict(zip(self.side.columns, self.names, strict=True))
        found = []
        for a in self.side.annotations:
            uses = {renamed.get(label, label): need for label, need in a.uses.items()}
            weak = frozenset(renamed.get(label, label) for label in a.weak)
            found.append(Annotation(a.pointer, column(self.fresh[id(a)]), uses, weak))
        return found

    def values(self) -> list[exp.Expr]:
        """Return the lineage columns for the rows of this side."""
        own = [
            column(a.value.name, self.alias) if a.value else exp.Boolean(this=True)
            for a in self.side.annotations
        ]
        return self._named(own)

    def nulls(self) -> list[exp.Expr]:
        """Return the lineage columns for the rows of the other side."""
        return self._named([exp.Null() for _ in self.side.annotations])

    def _named(self, values: Sequence[exp.Expr]) -> list[exp.Expr]:
        pairs = zip(values, self.side.annotations, strict=True)
        return [exp.alias_(value, self.fresh[id(a)], quoted=True) for value, a in pairs]

    def select(self, lineage: list[exp.Expr], *, marked: bool) -> exp.Select:
        """Return the side's columns, then all lineage columns, then (if asked) the number of the side."""
        pairs = zip(self.side.columns, self.names, strict=True)
        own = [exp.alias_(column(c, self.alias), n, quoted=True) for c, n in pairs]
        number = exp.alias_(exp.Literal.number(self.number), "#side", quoted=True)
        inner = self.side.query.subquery(exp.to_identifier(self.alias, quoted=True))
        return exp.select(*own, *lineage, *([number] if marked else [])).from_(inner)


def _merged(state: Rewrite, relation: Annotated, operation: exp.SetOperation | None) -> Annotated:
    """Return a relation with each row once, carrying the lineage of all its copies."""
    alias = state.fresh("d")
    found = Collector()
    whole: Need = {c: frozenset({Role.GROUP}) for c in relation.columns}
    for a in relation.annotations:
        value = a.value and gathered(a.pointer, column(a.value.name, alias), None, present=True)
        for label in (*relation.columns, ROW, COPIES):
            own: Need = {label: frozenset({Role.VALUE})} if label in relation.columns else {}
            need = union(whole, own, {ROW: frozenset({Role.EXISTS})})
            served = [through(c, need[c], a.uses[c]) for c in need if c in a.uses]
            if served:
                found.add(a.pointer.gathered(), value, label, union(*served), weak=True)
    keys = [column(c, alias) for c in relation.columns]
    query = exp.select(*(exp.alias_(k.copy(), k.name, quoted=True) for k in keys))
    annotations = []
    for a in found.annotations():
        name = state.fresh("l")
        if a.value is not None:
            query = query.select(exp.alias_(a.value, name, quoted=True))
        annotations.append(Annotation(a.pointer, column(name) if a.value else None, a.uses, a.weak))
    inner = relation.query.subquery(exp.to_identifier(alias, quoted=True))
    query = query.from_(inner).group_by(*(k.copy() for k in keys))
    if operation is not None:
        query = query.having(_sides(operation, alias))
    return Annotated(query, relation.columns, annotations)


def _sides(operation: exp.SetOperation, alias: str) -> exp.Expr:
    """Return the condition on the sides that a row came from."""

    def came_from(number: str) -> exp.Expr:
        is_side = exp.EQ(this=column("#side", alias), expression=exp.Literal.number(number))
        return exp.Anonymous(this="bool_or", expressions=[is_side])

    second = came_from("2")
    return exp.and_(
        came_from("1"), exp.not_(second) if isinstance(operation, exp.Except) else second
    )


def _over(state: Rewrite, relation: Annotated, tree: exp.Query) -> Annotated:
    """Return a relation with the ORDER BY and LIMIT of a query around it."""
    if not any(tree.args.get(name) for name in MODIFIERS):
        return relation
    alias = state.fresh("m")
    names = [*relation.columns, *(a.value.name for a in relation.annotations if a.value)]
    inner = relation.query.subquery(exp.to_identifier(alias, quoted=True))
    query = exp.select(*(exp.alias_(column(n, alias), n, quoted=True) for n in names)).from_(inner)
    for name in MODIFIERS:
        if value := tree.args.get(name):
            query.set(name, value.copy())
    return Annotated(query, relation.columns, relation.annotations, relation.row_numbers)
