"""The rows of a SELECT taken apart: each carries the pointers of the rows that it was made from, in columns added.

Grouped or not, with windows or without, a SELECT ends here.
"""

from __future__ import annotations

from sqlglot import exp

from rowlineage.annotation import Annotation, Collector
from rowlineage.conditions import is_rank
from rowlineage.functions import is_never_null
from rowlineage.references import all_rows, references
from rowlineage.relation import Annotated, NeverNull, Refs, Rewrite, column, merge, serving
from rowlineage.rewrite_companions import shared, taken_apart
from rowlineage.rewrite_parts import Parts, noting
from rowlineage.roles import COPIES, ROW, Role


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
            found.add(annotation.pointer, annotation.value, label, need, weak=weak)
    return found.annotations()


def finished(state: Rewrite, parts: Parts, annotations: list[Annotation]) -> Annotated:
    """Add the lineage columns to a SELECT."""
    names = [projection.alias_or_name for projection in parts.select.selects]
    together = shared(state, parts.select, annotations)
    own: list[str] = []
    taken: dict[str, tuple[str, str]] = {}
    named: list[Annotation] = []
    for annotation in annotations:
        if annotation.value is None:
            named.append(annotation)
            continue
        name = state.fresh("l")
        if id(annotation) in together:
            taken[name] = together[id(annotation)]
        else:
            lineage = exp.alias_(annotation.value.copy(), name, quoted=True)
            parts.select.append("expressions", lineage)
            own.append(name)
        named.append(Annotation(annotation.pointer, column(name), annotation.uses, annotation.weak))
    select = parts.select
    query = taken_apart(state, select, [*names, *own], taken) if taken else select
    return Annotated(query, names, named, _row_numbers(parts), _never_null(parts))


def _never_null(parts: Parts) -> NeverNull:
    """Return the columns that hold no NULL because those that they are made of hold none."""
    if parts.select.args.get("group"):
        return {}
    known: dict[str, frozenset[tuple[str, str]]] = {}
    for projection in parts.select.selects:
        relied: set[tuple[str, str]] = set()
        if is_never_null(projection.unalias(), noting(relied, parts.never_null)):
            known[projection.alias_or_name] = frozenset(relied)
    return known


def _row_numbers(parts: Parts) -> frozenset[str]:
    """Return the columns that are the rank of their row, here or in the one relation below."""
    ranks: set[str] = set()
    for projection in parts.select.selects:
        node = projection.unalias()
        source = parts.sources.get(node.table) if isinstance(node, exp.Column) else None
        if is_rank(node) or (source and node.name in source.row_numbers):
            ranks.add(projection.alias_or_name)
    return frozenset(ranks)
