"""A SELECT with GROUP BY or aggregates: a result row carries the lists of the rows that its aggregates use.

A group is proven by any of its rows, so a column keeps only the rows that its own aggregates use; where these
use none, the whole group stands as witness. Keys are served by whatever else there is (`weak`).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from rowlineage import dialect
from rowlineage.annotation import Annotation, Collector, Kind, Pointer, only_exists
from rowlineage.functions import calls, counts_rows, heeds_copies, used_rows
from rowlineage.references import all_rows, references
from rowlineage.relation import Refs, Rewrite, merge, serving
from rowlineage.rewrite_parts import Parts, noting
from rowlineage.roles import COPIES, ROW, Role


@dataclass(frozen=True)
class Slice:
    """The rows of a group that some aggregates use.

    Attributes:
        refs: What they need of the sources.
        condition: Which rows; None for all.
        otherwise: Which rows stand in if there are none such; None for all rows of the group.
    """

    refs: Refs
    condition: exp.Expr | None
    otherwise: exp.Expr | None = None


def annotate(state: Rewrite, parts: Parts) -> list[Annotation]:
    """Return the annotations of a grouped SELECT."""
    found = Collector()
    keys = _keys(parts)
    having = parts.select.args.get("having")
    kept = _slice(state, parts, [having.this] if having else [], Role.FILTER)
    for label, expression in _labels(parts):
        own = _slice(state, parts, [expression] if expression else [], Role.VALUE)
        if own:
            _gather(parts, found, label, own, keys, weak=False)
        elif not kept or expression is not None:
            refs = references(expression, Role.VALUE, parts.marked) if expression else {}
            whole = Slice(merge(refs, all_rows(parts.relations, copies=False)), None)
            if _has_groups(parts) or refs:
                _gather(parts, found, label, whole, keys, weak=True)
        if kept:
            _gather(parts, found, label, kept, keys, weak=False)
        _after_groups(parts, found, label, expression)
    return found.annotations()


def _labels(parts: Parts) -> list[tuple[str, exp.Expr | None]]:
    named = [(p.alias_or_name, p.unalias()) for p in parts.select.selects]
    return [(ROW, None), (COPIES, None), *named]


def _has_groups(parts: Parts) -> bool:
    return parts.select.args.get("group") is not None


def _keys(parts: Parts) -> Refs:
    group = parts.select.args.get("group")
    return references(group, Role.GROUP, parts.marked) if group else {}


def _slice(state: Rewrite, parts: Parts, expressions: list[exp.Expr], role: Role) -> Slice | None:
    """Return the rows that the aggregates in some expressions use; None without aggregates."""
    found = [call for e in expressions for call in calls(e, state.aggregates)]
    if not found:
        return None
    refs = [references(e, role, parts.marked) for e in expressions]
    for call in found:
        rows_role = role if counts_rows(call) else Role.EXISTS
        refs.append(all_rows(parts.relations, rows_role, copies=heeds_copies(call)))
    if not state.narrow:
        return Slice(merge(*refs), None)
    holds_none = noting(state.relied, parts.never_null)
    without_zeros = _any([used_rows(call, holds_none, zeros=False) for call in found])
    with_zeros = _any([used_rows(call, holds_none) for call in found])
    return Slice(merge(*refs), without_zeros, with_zeros)


def _any(found: list[exp.Expr | None]) -> exp.Expr | None:
    """Return the condition that one of several holds; None, which always holds, wins."""
    conditions = [c for c in found if c is not None]
    if len(conditions) < len(found):
        return None
    different = {dialect.text(c): c for c in conditions}
    return exp.or_(*(c.copy() for c in different.values()))


def _gather(
    parts: Parts,
    found: Collector,
    label: str,
    part: Slice,
    keys: Refs,
    *,
    weak: bool,
) -> None:
    """Add the lists of one slice, and the whole group for the case that the slice is empty."""
    needed = parts.closed(merge(part.refs, keys, parts.support))
    for source, annotation, need, _ in serving(parts.sources, needed):
        if not source.after_groups:
            rows = annotation.value and gathered(
                annotation.pointer, annotation.value, part.condition
            )
            found.add(annotation.pointer.gathered(), rows, label, need, weak=weak)
    _gather_otherwise(parts, found, label, part, keys, weak=weak)


def _gather_otherwise(
    parts: Parts, found: Collector, label: str, part: Slice, keys: Refs, *, weak: bool
) -> None:
    """Add the rows that stand in where a slice is empty: they prove the group, or that a sum is 0 and not NULL."""
    if part.condition is None or (not _has_groups(parts) and part.condition == part.otherwise):
        return
    refs = {} if _has_groups(parts) else part.refs
    rows = all_rows(parts.relations, copies=False)
    needed = parts.closed(merge(refs, keys, parts.support, rows))
    # Where the slice is empty no row fulfils its condition: asking for those spares the lists of all other groups.
    outside: exp.Expr = exp.Not(this=exp.Is(this=exp.paren(part.condition), expression=exp.true()))
    if not _has_groups(parts) and part.otherwise is not None:
        outside = exp.and_(outside, part.otherwise.copy())
    for source, annotation, need, _ in serving(parts.sources, needed):
        if not source.after_groups and annotation.value is not None:
            values = gathered(annotation.pointer, annotation.value, outside)
            found.add(
                annotation.pointer.gathered(),
                _if_empty(part.condition, values),
                label,
                only_exists(need),
                weak=weak,
            )


def gathered(
    pointer: Pointer, value: exp.Expr, condition: exp.Expr | None, *, present: bool = False
) -> exp.Expr:
    """Return the list of a pointer's values over a group; with NULLs of outer joins, unless `present` is asked."""
    name = "bool_or" if pointer.kind is Kind.ALL else "list"
    rows: exp.Expr = exp.Anonymous(this=name, expressions=[value.copy()])
    if present:
        condition = exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null()))
    if condition is not None:
        rows = exp.Filter(this=rows, expression=exp.Where(this=condition.copy()))
    if pointer.kind in (Kind.LIST, Kind.RANGES):
        return exp.Anonymous(this="flatten", expressions=[rows])
    return rows


def _if_empty(condition: exp.Expr, rows: exp.Expr) -> exp.Expr:
    empty = exp.EQ(this=_counted(condition), expression=exp.Literal.number(0))
    return exp.Case(ifs=[exp.If(this=empty, true=rows)])


def _counted(condition: exp.Expr) -> exp.Expr:
    """Return the number of rows of a condition; where it asks for what is not NULL, as the author may count it too."""
    if isinstance(condition, exp.Not) and isinstance(condition.this, exp.Is):
        tested = condition.this
        if isinstance(tested.expression, exp.Null):
            return exp.Count(this=tested.this.copy())
    return exp.Filter(this=exp.Count(this=exp.Star()), expression=exp.Where(this=condition.copy()))


def _after_groups(parts: Parts, found: Collector, label: str, expression: exp.Expr | None) -> None:
    """Add the pointers of subqueries that are evaluated once a group."""
    having = parts.select.args.get("having")
    refs = merge(
        references(expression, Role.VALUE, parts.marked) if expression else {},
        references(having.this, Role.FILTER, parts.marked) if having else {},
    )
    late = {alias: source for alias, source in parts.sources.items() if source.after_groups}
    for _, annotation, need, weak in serving(late, refs):
        found.add(annotation.pointer, annotation.value, label, need, weak=weak)
