"""A SELECT without DISTINCT: taken apart, then annotated row by row, by groups, or in two where it has windows."""

from __future__ import annotations

from sqlglot import exp

from rowlineage import rewrite_groups, rewrite_rows, rewrite_windows
from rowlineage.conditions import conjuncts, is_top
from rowlineage.functions import has_aggregate
from rowlineage.guards import refuse
from rowlineage.references import Marked, references
from rowlineage.relation import Annotated, Refs, RelationSource, Rewrite, merge
from rowlineage.rewrite_from import (
    from_sources,
    join_references,
    optional_conditions,
    row_function_references,
    whole_references,
)
from rowlineage.rewrite_parts import Parts
from rowlineage.rewrite_subqueries import attach
from rowlineage.roles import Role


def select(state: Rewrite, tree: exp.Select) -> Annotated:
    """Rewrite a SELECT that is not DISTINCT."""
    if rewrite_windows.has_windows(tree):
        return rewrite_windows.windowed(state, tree)
    grouped = is_grouped(state, tree)
    parts = take_apart(state, tree, grouped=grouped)
    annotate = rewrite_groups.annotate if grouped else rewrite_rows.row_by_row
    return rewrite_rows.finished(state, parts, annotate(state, parts))


def is_grouped(state: Rewrite, tree: exp.Select) -> bool:
    """Say whether a SELECT aggregates."""
    if tree.args.get("group"):
        return True
    clauses = [*tree.selects, tree.args.get("having"), tree.args.get("order")]
    return any(has_aggregate(c, state.aggregates) for c in clauses if c is not None)


def take_apart(state: Rewrite, tree: exp.Select, *, grouped: bool) -> Parts:
    """Rewrite the sources and subqueries of a SELECT and find what all its rows depend on."""
    unaliased = [p for p in tree.selects if not p.alias_or_name]
    if unaliased:
        raise refuse("an output column without a name", unaliased[0], state.query.model)
    relations = from_sources(state, tree, grouped=grouped)
    extra, marked = attach(state, tree, grouped=grouped)
    optional_conditions(tree, relations, marked)
    filters = _filters(tree, relations, marked)
    support = merge(filters, join_references(tree, marked), row_function_references(relations))
    support = merge(support, whole_references(relations))
    return Parts(tree, relations, extra, marked, support)


def _filters(tree: exp.Select, relations: list[RelationSource], marked: Marked) -> Refs:
    """Return what WHERE refers to, apart from the conditions that keep the first rows of a ranking."""
    where = tree.args.get("where")
    ranks = {s.alias: s.row_numbers for s in relations}

    def is_rank(node: exp.Expr) -> bool:
        return isinstance(node, exp.Column) and node.name in ranks.get(node.table, frozenset())

    kept = [c for c in conjuncts(where.this) if not is_top(c, is_rank)] if where else []
    return merge(*(references(c, Role.FILTER, marked) for c in kept))
