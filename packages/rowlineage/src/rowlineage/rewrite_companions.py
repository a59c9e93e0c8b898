"""Companions of correlated subqueries: the same subquery once more, yielding the row ids instead of the value.

The engine runs a correlated subquery anew wherever it stands. One that reads several tables therefore has one companion
for all of them where it can: a structure with a list for each, taken apart by a SELECT around.

    SELECT "#w".name, struct_extract("#w"."#t", '#l1') AS "#l3", struct_extract("#w"."#t", '#l2') AS "#l4"
    FROM (SELECT name, (SELECT struct_pack("#l1" := ..., "#l2" := ...) FROM ...) AS "#t" FROM region) AS "#w"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from rowlineage.annotation import Annotation, Pointer
from rowlineage.relation import Companion, Rewrite, column
from rowlineage.rewrite_groups import gathered
from rowlineage.scopes import outer_columns

_OF = "companion"


def lists(companion: Companion, name: str, pointer: Pointer) -> exp.Expr:
    """Return the correlated subquery that yields the list of what one lineage column points to."""
    found = _selecting(companion, gathered(pointer, column(name, companion.alias), None), [name])
    found.meta[_OF] = (companion.alias, name)
    return found


def _lists_of(companion: Companion, values: Sequence[exp.Expr]) -> exp.Expr:
    """Return the correlated subquery that yields a structure of several such lists, each under its column's name."""
    rows = {value.meta[_OF][1]: value.this.selects[0] for value in values}
    fields = [
        exp.PropertyEQ(this=exp.to_identifier(name, quoted=True), expression=value.copy())
        for name, value in rows.items()
    ]
    whole = exp.Anonymous(this="struct_pack", expressions=fields)
    return _selecting(companion, whole, list(rows))


def _selecting(companion: Companion, answer: exp.Expr, names: Sequence[str]) -> exp.Expr:
    inner = projected(companion.query, [*companion.kept, *names])
    alias = exp.to_identifier(companion.alias, quoted=True)
    outer = exp.select(answer).from_(inner.subquery(alias, copy=False), copy=False)
    if companion.condition is not None:
        outer = outer.where(companion.condition.copy(), copy=False)
    return outer.subquery(copy=False)


def projected(query: exp.Query, names: Sequence[str]) -> exp.Query:
    """Return a copy of a query with only some of its columns, where leaving out the others changes nothing else."""
    copied = query.copy()
    if (
        isinstance(copied, exp.Select)
        and not copied.args.get("order")
        and not copied.args.get("distinct")
    ):
        kept = [p for p in copied.selects if p.alias_or_name in names]
        copied.set("expressions", kept)
    return copied


def shared(
    state: Rewrite, select: exp.Select, annotations: Sequence[Annotation]
) -> dict[int, tuple[str, str]]:
    """Give the annotations that come of one correlated subquery one companion, as a further column of the SELECT.

    Returns:
        For the `id` of each of them the name of that column, and which part of it is the annotation's. None in a SELECT
        that is correlated itself: what is put around it would reach further out.
    """
    of: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        if annotation.value is not None and _OF in annotation.value.meta:
            of.setdefault(annotation.value.meta[_OF][0], []).append(annotation)
    several = {alias: group for alias, group in of.items() if len(group) > 1}
    if not several or outer_columns(select):
        return {}
    found: dict[int, tuple[str, str]] = {}
    for alias, group in several.items():
        name, values = state.fresh("t"), [a.value for a in group if a.value is not None]
        whole = _lists_of(state.companions[alias], values)
        select.append("expressions", exp.alias_(whole, name, quoted=True))
        parts = [(name, value.meta[_OF][1]) for value in values]
        found.update(zip(map(id, group), parts, strict=True))
    return found


def taken_apart(
    state: Rewrite, select: exp.Select, names: Sequence[str], parts: Mapping[str, tuple[str, str]]
) -> exp.Select:
    """Return the SELECT around one with shared companions.

    Args:
        state: The rewrite.
        select: What it reads.
        names: The columns that stay as they are.
        parts: Lineage column -> the companion's column, and which part of it.
    """
    alias = state.fresh("w")
    columns: dict[str, exp.Expr] = {name: column(name, alias) for name in names}
    for name, (whole, part) in parts.items():
        terms = [column(whole, alias), exp.Literal.string(part)]
        columns[name] = exp.Anonymous(this="struct_extract", expressions=terms)
    inner = select.subquery(exp.to_identifier(alias, quoted=True), copy=False)
    named = (exp.alias_(value, name, quoted=True) for name, value in columns.items())
    return exp.select(*named).from_(inner, copy=False)
