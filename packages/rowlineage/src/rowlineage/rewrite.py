"""The rewriter: from an author's resolved query to the query that also yields the lineage of every row.

This module dispatches and completes; the rules are in `rewrite_from` (sources), `rewrite_select` (row by row),
`rewrite_groups` (aggregates), `rewrite_windows`, `rewrite_subqueries` and `rewrite_sets`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from rowlineage import dialect, rewrite_select, rewrite_sets
from rowlineage.annotation import Annotation
from rowlineage.catalog import ConnectionCatalog
from rowlineage.declared import DeclaredKeys
from rowlineage.errors import UnsupportedSQL
from rowlineage.execution import understood
from rowlineage.guards import refuse
from rowlineage.query import Query, resolve
from rowlineage.relation import Annotated, Rewrite, Stage
from rowlineage.run_text import RunText


@dataclass(frozen=True)
class Rewritten:
    """A query with its lineage, ready to run.

    Attributes:
        query: The author's query, resolved.
        sql: Yields the author's columns (small letters), then the lineage columns; the stages must exist.
        annotations: The lineage columns.
        stages: What to run before, in this order.
        skipped: Occurrences without lineage, and why.
        shared: The temporary tables of common table expressions, by their unique name.
        columns: The author's columns under the names that `sql` gives them.
        prefix: Prefix of the temporary tables.
        relied: The columns of occurrences (occurrence, column) that hold no NULL, as far as the text depends on it.
    """

    query: Query
    sql: str
    annotations: tuple[Annotation, ...]
    stages: tuple[Stage, ...]
    skipped: dict[str, str]
    shared: dict[str, str]
    columns: tuple[str, ...]
    prefix: str
    relied: frozenset[tuple[str, str]] = frozenset()

    @property
    def main(self) -> str:
        """Name of the temporary table for the result."""
        return f"{self.prefix}result"

    def render(self, tree: exp.Query) -> str:
        """Return the text of a query of this rewrite, e.g. of a stage."""
        return render(tree, self.query, self.shared)


def rewrite(
    catalog: ConnectionCatalog,
    sql: str | RunText,
    row_id: str | DeclaredKeys = "_row",
    model: str = "",
    *,
    narrow: bool = True,
    prefix: str = "#lineage_",
) -> Rewritten:
    """Rewrite an author's SELECT so that every row also carries the ids of the rows that it rests on.

    Args:
        catalog: The connection on which the query's tables live.
        sql: One SELECT.
        row_id: The tables' row-id column, or what else tells their rows.
        model: Name for messages.
        narrow: Whether aggregates keep only the rows that they use; without it all columns of a group share one list.
        prefix: Prefix of the temporary tables.

    Raises:
        UnsupportedSQL: Something in the query is not understood.
    """
    query = resolve(catalog, sql, row_id, model)
    with understood(query.sql, model):
        return rewritten(query, catalog, narrow=narrow, prefix=prefix)


def rewritten(
    query: Query, catalog: ConnectionCatalog, *, narrow: bool = True, prefix: str
) -> Rewritten:
    """Rewrite a query that is resolved already, as `rewrite` does."""

    def recurse(tree: exp.Query) -> Annotated:
        return _dispatch(state, tree)

    state = Rewrite(query, catalog.aggregates, narrow, prefix, recurse)
    annotated = recurse(query.tree.copy())
    _account_for_all(state, annotated)
    shared = {name: stage.relation for name, stage in state.shared.items()}
    text = render(annotated.query, query, shared)
    annotations, stages = tuple(annotated.annotations), tuple(state.stages)
    columns = tuple(annotated.columns)
    return Rewritten(
        query,
        text,
        annotations,
        stages,
        state.skipped,
        shared,
        columns,
        prefix,
        frozenset(state.relied),
    )


def _dispatch(state: Rewrite, tree: exp.Query) -> Annotated:
    if isinstance(tree, exp.Subquery) and isinstance(tree.this, exp.Query):
        return rewrite_sets.parenthesised(state, tree)
    if isinstance(tree, exp.SetOperation):
        return rewrite_sets.set_operation(state, tree)
    if isinstance(tree, exp.Select) and rewrite_sets.is_distinct(tree):
        return rewrite_sets.distinct(state, tree)
    if isinstance(tree, exp.Select):
        return rewrite_select.select(state, tree)
    raise refuse(f"{tree.key.upper()} as a query", tree, state.query.model)


def _account_for_all(state: Rewrite, annotated: Annotated) -> None:
    """Refuse a query of which some table occurrence was neither followed nor left out on purpose."""
    lists = [annotated.annotations, *(list(stage.annotations) for stage in state.stages)]
    reached = {annotation.pointer.target for annotations in lists for annotation in annotations}
    trees = (state.query.tree, *state.query.shared.values())
    mentioned = {table.name for tree in trees for table in tree.find_all(exp.Table)}
    for occurrence in state.query.occurrences.values():
        if occurrence.id in reached or occurrence.id in state.skipped:
            continue
        if occurrence.id in mentioned and occurrence.id not in state.followed:
            construct = f"the place where table {occurrence.table} is used"
            raise UnsupportedSQL(construct, model=state.query.model, line=occurrence.line)
        state.skipped[occurrence.id] = "no column of the result rests on it"


def render(tree: exp.Query, query: Query, shared: Mapping[str, str]) -> str:
    """Return SQL text with occurrences and shared expressions replaced by real tables."""
    copied = tree.copy()
    for table in list(copied.find_all(exp.Table)):
        if occurrence := query.occurrences.get(table.name):
            table.set("this", exp.Var(this=occurrence.relation))
        elif table.name in shared:
            table.set("this", exp.to_identifier(shared[table.name], quoted=True))
    return dialect.text(copied, identify=True, copy=False)
