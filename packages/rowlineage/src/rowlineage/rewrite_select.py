"""A SELECT without grouping, row by row: every result row carries the pointers of the rows that it was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlglot import exp

from rowlineage import rewrite_groups, rewrite_windows
from rowlineage.annotation import Annotation, Collector
from rowlineage.functions import has_aggregate, is_never_null
from rowlineage.guards import refuse
from rowlineage.references import Marked, all_rows, references
from rowlineage.relation import Annotated, Refs, Rewrite, Source, column, merge, serving
from rowlineage.rewrite_from import (
    from_sources,
    join_references,
    row_function_references,
    whole_references,
)
from rowlineage.rewrite_subqueries import attach
from rowlineage.roles import COPIES, ROW, Role


@dataclass
class Parts:
    """A SELECT taken apart.

    Attributes:
        select: The SELECT; its sources and subqueries are rewritten.
        relations: What stands in FROM.
        extra: Sources that stand for subqueries and windows.
        marked: Which nodes the extra sources stand for.
        support: What every row depends on: conditions of WHERE, of joins, of QUALIFY.
    """

    select: exp.Select
    relations: list[Source]
    extra: list[Source]
    marked: Marked
    support: Refs

    @property
    def sources(self) -> dict[str, Source]:
        """All sources by alias."""
        return {source.alias: source for source in (*self.relations, *self.extra)}

    def never_null(self, column: exp.Column) -> bool:
        """Say whether a column is known to hold no NULL here."""
        source = self.sources.get(column.table)
        return source is not None and not source.optional and column.name in source.never_null

    def closed(self, refs: Refs) -> Refs:
        """Return references completed by the join conditions of the optional sources among them."""
        known: Refs = refs
        missing = list(refs)
        while missing:
            source = self.sources.get(missing.pop())
            if source is None or not source.condition:
                continue
            missing += [alias for alias in source.condition if alias not in known]
            known = merge(known, source.condition)
        return known


def select(state: Rewrite, tree: exp.Select) -> Annotated:
    """Rewrite a SELECT that is not DISTINCT."""
    if rewrite_windows.has_windows(tree):
        return rewrite_windows.windowed(state, tree)
    grouped = is_grouped(state, tree)
    parts = take_apart(state, tree, grouped)
    annotate = rewrite_groups.annotate if grouped else row_by_row
    return finished(state, parts, annotate(state, parts))


def is_grouped(state: Rewrite, tree: exp.Select) -> bool:
    """Say whether a SELECT aggregates."""
    if tree.args.get("group"):
        return True
    clauses = [*tree.selects, tree.args.get("having"), tree.args.get("order")]
    return any(has_aggregate(c, state.aggregates) for c in clauses if c is not None)


def take_apart(state: Rewrite, tree: exp.Select, grouped: bool) -> Parts:
    """Rewrite the sources and subqueries of a SELECT and find what all its rows depend on."""
    unaliased = [p for p in tree.selects if not p.alias_or_name]
    if unaliased:
        raise refuse("an output column without a name", unaliased[0], state.query.model)
    relations = from_sources(state, tree, grouped)
    extra, marked = attach(state, tree, grouped)
    filters = _filters(tree, relations, marked)
    support = merge(filters, join_references(tree, marked), row_function_references(relations))
    support = merge(support, whole_references(relations))
    return Parts(tree, relations, extra, marked, support)


def _filters(tree: exp.Select, relations: list[Source], marked: Marked) -> Refs:
    """Return what WHERE refers to, apart from the conditions that keep the first rows of a ranking."""
    where = tree.args.get("where")
    ranks = {s.alias: s.row_numbers for s in relations}

    def is_rank(node: exp.Expr) -> bool:
        return isinstance(node, exp.Column) and node.name in ranks.get(node.table, frozenset())

    kept = [c for c in conjuncts(where.this) if not is_top(c, is_rank)] if where else []
    return merge(*(references(c, Role.FILTER, marked) for c in kept))


def conjuncts(condition: exp.Expr) -> Iterator[exp.Expr]:
    """Yield the parts of a condition that must all hold."""
    if isinstance(condition, exp.Paren):
        yield from conjuncts(condition.this)
    elif isinstance(condition, exp.And):
        yield from conjuncts(condition.left)
        yield from conjuncts(condition.right)
    else:
        yield condition


def is_top(condition: exp.Expr, is_rank: Callable[[exp.Expr], bool]) -> bool:
    """Say whether a condition keeps the first rows of a ranking: taking other rows away cannot make it fail."""
    if not isinstance(condition, exp.LTE | exp.LT | exp.EQ) or not is_rank(condition.left):
        return False
    bound = condition.right
    if not isinstance(bound, exp.Literal) or bound.is_string:
        return False
    return not isinstance(condition, exp.EQ) or bound.this == "1"


def row_by_row(state: Rewrite, parts: Parts) -> list[Annotation]:
    """Return the annotations of a SELECT without grouping."""
    found = Collector()
    labels: dict[str, Refs] = {ROW: {}, COPIES: {}}
    for projection in parts.select.selects:
        labels[projection.alias_or_name] = references(
            projection.unalias(), Role.VALUE, parts.marked
        )
    for label, refs in labels.items():
        rows = all_rows(parts.relations, copies=label == COPIES)
        needed = parts.closed(merge(refs, parts.support, rows))
        for _, annotation, need, weak in serving(parts.sources, needed):
            found.add(annotation.pointer, annotation.value, label, need, weak)
    return found.annotations()


def finished(state: Rewrite, parts: Parts, annotations: list[Annotation]) -> Annotated:
    """Add the lineage columns to a SELECT."""
    names = [projection.alias_or_name for projection in parts.select.selects]
    named: list[Annotation] = []
    for annotation in annotations:
        if annotation.value is None:
            named.append(annotation)
            continue
        name = state.fresh("l")
        lineage = exp.alias_(annotation.value.copy(), name, quoted=True)
        parts.select.append("expressions", lineage)
        named.append(Annotation(annotation.pointer, column(name), annotation.uses, annotation.weak))
    return Annotated(parts.select, names, named, _row_numbers(parts), _never_null(parts))


def _never_null(parts: Parts) -> frozenset[str]:
    """Return the columns that hold no NULL because those that they are made of hold none."""
    if parts.select.args.get("group"):
        return frozenset()
    projections = parts.select.selects
    known = [p for p in projections if is_never_null(p.unalias(), parts.never_null)]
    return frozenset(p.alias_or_name for p in known)


def _row_numbers(parts: Parts) -> frozenset[str]:
    """Return the columns that are the rank of their row, here or in the one relation below."""
    ranks: set[str] = set()
    for projection in parts.select.selects:
        node = projection.unalias()
        source = parts.sources.get(node.table) if isinstance(node, exp.Column) else None
        if rewrite_windows.is_rank(node) or (source and node.name in source.row_numbers):
            ranks.add(projection.alias_or_name)
    return frozenset(ranks)
