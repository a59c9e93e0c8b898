"""Window functions: the rows behind a value are a stretch of the sorted input, kept as two bounds and not as a list.

A SELECT with windows is cut in two: what is computed before the windows becomes a stage whose rows are numbered in
the order of every window; the windows then run over the stage. Within a correlated subquery, where nothing can be kept,
the rows are listed.
"""

from __future__ import annotations

from sqlglot import exp

from rowlineage import dialect
from rowlineage.annotation import Annotation, Kind, Pointer, demanded
from rowlineage.conditions import conjuncts, is_rank, is_top
from rowlineage.functions import counts_rows, is_aggregate, used_rows
from rowlineage.references import references
from rowlineage.relation import (
    POSITION,
    Annotated,
    Refs,
    RelationSource,
    Rewrite,
    Stage,
    column,
    merge,
)
from rowlineage.rewrite_from import outward, stage_source
from rowlineage.rewrite_parts import Parts, noting
from rowlineage.rewrite_rows import finished, row_by_row
from rowlineage.rewrite_subqueries import ANSWER, ANSWERED
from rowlineage.roles import COPIES, ROW, Need, Role, union
from rowlineage.scopes import outer_columns, own_nodes
from rowlineage.spans import Span, bounds, break_ties, listed, over, spans

OUTER = ("qualify", "order", "distinct")


def has_windows(select: exp.Select) -> bool:
    """Say whether a SELECT has window functions of its own."""
    return any(
        isinstance(node, exp.Window) for clause in _outer(select) for node in own_nodes(clause)
    )


def _outer(select: exp.Select) -> list[exp.Expr]:
    clauses = [select.args[name] for name in OUTER if select.args.get(name)]
    return [*select.selects, *clauses]


def windowed(state: Rewrite, tree: exp.Select) -> Annotated:
    """Rewrite a SELECT with window functions."""
    alias = state.fresh("w")
    lifted = _Lifted(state, tree, alias)
    outer = lifted.outer()
    base = lifted.base()
    correlated = bool(outer_columns(base))
    annotated = state.recurse(base)
    windows = [
        n for clause in _outer(outer) for n in own_nodes(clause) if isinstance(n, exp.Window)
    ]
    if correlated:
        outer.set(
            "from_", exp.From(this=annotated.query.subquery(exp.to_identifier(alias, quoted=True)))
        )
        source = RelationSource(alias, outward(annotated, alias), row_numbers=annotated.row_numbers)
        extra = [_listing(state, window, source) for window in windows]
    else:
        over_stage = _OverStage(state, annotated, alias, windows)
        outer.set("from_", exp.From(this=over_stage.table()))
        source = stage_source(over_stage.stage, alias)
        extra = over_stage.sources()
    marked = {id(w): (s.alias, ANSWERED) for w, s in zip(windows, extra, strict=True)}
    support = _qualified(outer, marked)
    parts = Parts(outer, [source], extra, marked, support)
    return finished(state, parts, row_by_row(state, parts))


def _qualified(outer: exp.Select, marked: dict[int, tuple[str, Need]]) -> Refs:
    qualify = outer.args.get("qualify")
    if qualify is None:
        return {}
    kept = [c for c in conjuncts(qualify.this) if not is_top(c, is_rank)]
    return merge(*(references(c, Role.FILTER, marked) for c in kept))


class _Lifted:
    """Cuts a SELECT in two: the part before the windows, and the windows over its columns."""

    def __init__(self, state: Rewrite, tree: exp.Select, alias: str) -> None:
        self.state, self.tree, self.alias = state, tree, alias
        group = tree.args.get("group")
        self.keys = {dialect.text(e) for e in own_nodes(group)} if group else set()
        self.names: dict[str, str] = {}
        self.leaves: list[exp.Expr] = []

    def outer(self) -> exp.Select:
        """Return the part with the windows; its FROM is still to be set."""
        outer = exp.Select()
        for name in ("expressions", "qualify", "order", "distinct", "limit"):
            value = self.tree.args.get(name)
            if isinstance(value, list):
                outer.set(name, [self._lift(v) for v in value])
            elif value is not None:
                outer.set(name, self._lift(value))
        return outer

    def base(self) -> exp.Select:
        """Return the part before the windows."""
        base = exp.Select()
        for name in ("from_", "joins", "laterals", "where", "group", "having"):
            value = self.tree.args.get(name)
            base.set(
                name,
                [v.copy() for v in value] if isinstance(value, list) else value and value.copy(),
            )
        leaves = self.leaves or [exp.Literal.number(1)]
        names = [f"c{number}" for number, _ in enumerate(leaves, 1)]
        quoted_names = [exp.to_identifier(name, quoted=True) for name in names]
        pairs = zip(leaves, quoted_names, strict=True)
        base.set("expressions", [exp.Alias(this=leaf, alias=name) for leaf, name in pairs])
        return base

    def _lift(self, node: exp.Expr) -> exp.Expr:
        if self._is_leaf(node):
            key = dialect.text(node)
            if key not in self.names:
                self.leaves.append(node.copy())
                self.names[key] = f"c{len(self.leaves)}"
            return column(self.names[key], self.alias)
        copied = node.copy()
        children = list(zip(node.iter_expressions(), copied.iter_expressions(), strict=True))
        for child, twin in children:
            twin.replace(self._lift(child))
        return copied

    def _is_leaf(self, node: exp.Expr) -> bool:
        """Say whether an expression is computed before the windows: columns, keys, aggregates, subqueries."""
        if isinstance(node, exp.Column):
            return bool(node.table)
        subquery = isinstance(node, exp.Query | exp.Exists | exp.Grouping | exp.GroupingId)
        if subquery or (isinstance(node, exp.In) and node.args.get("query")):
            return True
        if dialect.text(node) in self.keys:
            return not isinstance(node, exp.Ordered | exp.Order | exp.Identifier)
        aggregate = node.this if isinstance(node, exp.Filter | exp.WithinGroup) else node
        return not _is_of_window(node) and is_aggregate(aggregate, self.state.aggregates)


def _is_of_window(node: exp.Expr) -> bool:
    """Say whether a node is the function of a window, or part of the phrase around it."""
    parent = node.parent
    while isinstance(parent, exp.Filter | exp.IgnoreNulls | exp.RespectNulls):
        node, parent = parent, parent.parent
    return isinstance(parent, exp.Window) and node.arg_key == "this"


def _need(window: exp.Window, alias: str, role: Role) -> Need:
    """Return what a window function needs of the rows in its frame."""
    terms = [(part, Role.GROUP) for part in window.args.get("partition_by") or []]
    order = window.args.get("order")
    terms += [(term, Role.ORDER) for term in (order.expressions if order else [])]
    terms.append((window.this, role))
    refs = merge(*(references(term, r, {}) for term, r in terms)).get(alias, {})
    counted = role if counts_rows(window.this) or role is Role.ORDER else Role.EXISTS
    return union(refs, {COPIES: frozenset({counted}), ROW: frozenset({counted})})


def _listing(state: Rewrite, window: exp.Window, source: RelationSource) -> RelationSource:
    """Return the source of a window whose rows are listed."""
    found: list[Annotation] = []
    for span in spans(window, state.query.model):
        need = _need(window, source.alias, span.role)
        condition = used_rows(window.this, _maybe_null) if span.narrows else None
        for annotation, wanted, _ in demanded(source.annotations, need):
            rows = annotation.value
            if rows is not None:
                name = "bool_or" if annotation.pointer.kind is Kind.ALL else "list"
                rows = listed(window, span, rows, condition, name)
            if rows is not None and annotation.pointer.kind in (Kind.LIST, Kind.RANGES):
                rows = exp.Anonymous(this="flatten", expressions=[rows])
            found.append(Annotation(annotation.pointer.gathered(), rows, {ANSWER: wanted}))
    return RelationSource(state.fresh("v"), found)


def _maybe_null(_: exp.Column) -> bool:
    return False


class _OverStage:
    """The windows of one SELECT over their common input, which is kept as a stage."""

    def __init__(
        self, state: Rewrite, annotated: Annotated, alias: str, windows: list[exp.Window]
    ) -> None:
        self.state, self.alias, self.windows = state, alias, windows
        self.extra: dict[str, tuple[str, exp.Expr]] = {}
        self.never_null = annotated.never_null
        self.plans = [self._plan(window) for window in windows]
        columns = [exp.alias_(e, name, quoted=True) for name, e in self.extra.values()]
        self.stage: Stage = state.stage(annotated, columns)

    def table(self) -> exp.Table:
        """Return the stage as a source of the SELECT."""
        table = exp.Table(this=exp.to_identifier(self.stage.relation, quoted=True))
        table.set("alias", exp.TableAlias(this=exp.to_identifier(self.alias, quoted=True)))
        return table

    def _plan(self, window: exp.Window) -> list[tuple[Span, str, str]]:
        """Return the spans of a window with the stage's columns for its order and its condition."""
        order = window.args.get("order")
        terms = [exp.Ordered(this=p.copy()) for p in window.args.get("partition_by") or []]
        terms += [term.copy() for term in (order.expressions if order else [])]
        number = exp.Window(this=exp.RowNumber(), over="OVER")
        if terms:
            number.set("order", exp.Order(expressions=terms))
        rank = self._column("r", number)
        holds_none = noting(self.state.relied, lambda column: self.never_null.get(column.name))
        planned = []
        for span in spans(window, self.state.query.model):
            narrows = span.narrows and self.state.narrow
            condition = used_rows(window.this, holds_none) if narrows else None
            planned.append((span, rank, self._column("k", condition) if condition else ""))
        return planned

    def _column(self, stem: str, expression: exp.Expr) -> str:
        """Return the name of a further column of the stage, computed from its own columns."""
        bare = expression.copy()
        for found in list(bare.find_all(exp.Column)):
            found.set("table", None)
        key = dialect.text(bare)
        if key not in self.extra:
            self.extra[key] = (f"#{stem}{len(self.extra) + 1}", bare)
        return self.extra[key][0]

    def sources(self) -> list[RelationSource]:
        """Return one source for each window; the windows themselves get a total order where ties would matter."""
        return [self._source(w, plan) for w, plan in zip(self.windows, self.plans, strict=True)]

    def _source(self, window: exp.Window, plan: list[tuple[Span, str, str]]) -> RelationSource:
        found = []
        original = window.copy()
        for span, rank, condition in plan:
            need = _need(original, self.alias, span.role)
            rank_column = column(rank, self.alias)
            if span.excludes:
                only = column(condition, self.alias) if condition else None
                value = listed(original, span, column(POSITION, self.alias), only)
                pointer = Pointer(self.stage.id, Kind.LIST)
            else:
                low, high = bounds(original, span, rank_column)
                value = exp.Anonymous(
                    this="struct_pack", expressions=[over("lo", low), over("hi", high)]
                )
                pointer = Pointer(self.stage.id, Kind.RANGE, by=rank, only=condition)
            found.append(Annotation(pointer, value, {ANSWER: need}))
            break_ties(window, span, rank_column)
        return RelationSource(self.state.fresh("v"), found)
