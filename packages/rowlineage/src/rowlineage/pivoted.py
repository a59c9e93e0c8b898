"""PIVOT as a plain SELECT: aggregates over the rows with one value, for each value.

PIVOT sale ON kind IN ('a', 'b') USING coalesce(sum(amount), 0) GROUP BY day
SELECT day, coalesce(sum(amount) FILTER (WHERE kind = 'a'), 0) AS a, ... FROM sale GROUP BY day
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from rowlineage import dialect
from rowlineage.functions import calls, filter_of
from rowlineage.guards import refuse

Describe = Callable[[str], list[str]]
TAKEN = "columns taken from the data"


@dataclass(frozen=True)
class _On:
    """What a PIVOT is on: an expression, and the condition on a row for each value."""

    expression: exp.Expr
    conditions: list[exp.Expr]


def pivoted(
    pivot: exp.Pivot,
    source: exp.Expr,
    describe: Describe,
    values: Describe,
    aggregates: frozenset[str],
    model: str,
) -> exp.Select:
    """Return a PIVOT as a SELECT.

    Args:
        pivot: The PIVOT, as a statement or after a table.
        source: What it reads, to stand in FROM.
        describe: Returns the names of the columns of a query.
        values: Returns the values of a query's only column, as text.
        aggregates: Names of the aggregate functions.
        model: Name for messages.

    Raises:
        UnsupportedSQL: It is of a form that is not understood.
    """
    in_from = pivot.arg_key == "pivots"
    terms = (pivot.args.get("fields") or []) if in_from else pivot.expressions
    using = (pivot.expressions if in_from else pivot.args.get("using")) or [
        exp.Count(this=exp.Star())
    ]
    on = [_on(term, pivot, source, values, model) for term in terms]
    group = pivot.args.get("group")
    keys = [key.copy() for key in group.expressions] if group else []
    if not group:
        used = {c.name.lower() for t in [*on, *using] for c in _columns(t)}
        found = describe(f"SELECT * FROM {dialect.text(source)}")
        others = [name for name in found if name.lower() not in used]
        keys = [exp.column(exp.to_identifier(name, quoted=True)) for name in others]
    cells = [
        _cell(call, conditions, aggregates, values, model)
        for conditions in itertools.product(*(each.conditions for each in on))
        for call in using
    ]
    names = describe(_itself(pivot, source, in_from=in_from))
    if len(names) != len(keys) + len(cells):
        raise refuse("this form of PIVOT", pivot, model, "write filtered aggregates")
    pairs = zip([*keys, *cells], names, strict=True)
    named = [exp.Alias(this=e, alias=exp.to_identifier(n, quoted=True)) for e, n in pairs]
    plain = exp.select(*named).from_(source)
    return plain.group_by(*(key.copy() for key in keys)) if keys else plain


def _columns(term: _On | exp.Expr) -> list[exp.Column]:
    return list((term.expression if isinstance(term, _On) else term).find_all(exp.Column))


def _itself(pivot: exp.Pivot, source: exp.Expr, *, in_from: bool) -> str:
    """Return the text of a PIVOT without what stands around it."""
    copied = pivot.copy()
    if not in_from:
        copied.set("with_", None)
        # Within a PIVOT columns are written without their tables: what it reads is put there as text.
        copied.set("this", exp.Var(this=dialect.text(pivot.this)))
        return dialect.text(copied)
    copied.set("alias", None)
    return f"SELECT * FROM {dialect.text(source)} {dialect.text(copied)}"


def _on(term: exp.Expr, pivot: exp.Pivot, source: exp.Expr, values: Describe, model: str) -> _On:
    column = term.this if isinstance(term, exp.In) else term
    if isinstance(column, exp.Tuple):
        raise refuse("PIVOT ON several columns in brackets", pivot, model)
    if isinstance(term, exp.In) and not term.args.get("query"):
        if not term.expressions:
            raise refuse("PIVOT with IN of an enumeration", pivot, model)
        listed = [
            v.this if isinstance(v, exp.PivotAlias | exp.Alias) else v for v in term.expressions
        ]
        return _On(column, [_is(column, value) for value in listed])
    if isinstance(term, exp.In):
        query = term.args.get("query") or exp.Null()
        sql = f"SELECT v::VARCHAR FROM {dialect.text(query)} AS q(v)"
    else:
        shown = exp.select(exp.alias_(column.copy(), "v")).distinct().from_(source.copy())
        sql = f"SELECT v::VARCHAR FROM ({dialect.text(shown)}) WHERE v IS NOT NULL ORDER BY v"
    found = values(sql)
    if isinstance(column, exp.Column) and not isinstance(term, exp.In):
        column.meta[TAKEN] = found
    text = exp.cast(column.copy(), "VARCHAR", dialect=dialect.DIALECT)
    equal: list[exp.Expr] = [
        exp.EQ(this=text.copy(), expression=exp.Literal.string(value)) for value in found
    ]
    return _On(column, equal)


def _is(column: exp.Expr, value: exp.Expr) -> exp.Expr:
    if isinstance(value, exp.Null):
        return exp.Is(this=column.copy(), expression=exp.Null())
    # What is listed by a name is a text.
    if isinstance(value, exp.Column) and not value.table:
        value = exp.Literal.string(value.name)
    return exp.EQ(this=column.copy(), expression=value.copy())


def _cell(
    using: exp.Expr,
    conditions: tuple[exp.Expr, ...],
    aggregates: frozenset[str],
    values: Describe,
    model: str,
) -> exp.Expr:
    """Return what a PIVOT shows, its aggregate over the rows with one value."""
    cell = exp.Paren(this=using.unalias().copy())
    found = list(calls(cell, aggregates))
    if len(found) != 1:
        raise refuse("PIVOT USING anything but one aggregate", using, model)
    call, wanted = found[0], exp.and_(*(c.copy() for c in conditions))
    own, bare = filter_of(call), call
    if own is not None:
        if not isinstance(call, exp.Filter) or not _heeds_filter(values):
            construct = "PIVOT USING an aggregate with FILTER (which this DuckDB passes over)"
            raise refuse(construct, using, model, "filter the rows in a query that is pivoted")
        bare, wanted = call.this, exp.and_(own.copy(), wanted)
    call.replace(exp.Filter(this=bare.copy(), expression=exp.Where(this=wanted)))
    shown: exp.Expr = cell.this
    return shown


def _heeds_filter(values: Describe) -> bool:
    """Say whether the engine lets the FILTER of an aggregate in a PIVOT count, as DuckDB does from version 2 on."""
    rows = "(VALUES (1, 1, 1), (1, 1, 2)) AS t(g, k, v)"
    pivot = "PIVOT (sum(v) FILTER (WHERE v > 1) FOR k IN (1) GROUP BY g)"
    return values(f'SELECT "1" FROM {rows} {pivot}') == ["2"]
