"""Correlated subqueries seen from around: for which rows of theirs there is a row around them that asks for it.

A correlated subquery does not run by itself. What it reads runs as an EXISTS under the rows around it:

    SELECT r.id, (SELECT sum(s.amount) FROM sale s WHERE s.region_id = r.id) FROM region r
    SELECT r.id FROM region r WHERE EXISTS (SELECT 1 FROM sale s WHERE s.region_id = r.id)
"""

from __future__ import annotations

from sqlglot import exp

from rowlineage.reached import QueryPart, all_columns
from rowlineage.scopes import outer_columns, sources


def fits(inner: exp.Select, around: exp.Select | None) -> bool:
    """Say whether a correlated subquery finds all that it takes from outside among some rows."""
    if around is None:
        return False
    known = {source.alias_or_name for source in sources(around)}
    return {column.table for column in outer_columns(inner)} <= known


def read_by(select: exp.Select) -> exp.Select:
    """Return what a SELECT reads, before it groups or shows anything."""
    found = exp.select("1")
    for clause in ("from_", "joins", "laterals", "where"):
        value = select.args.get(clause)
        copied = [v.copy() for v in value] if isinstance(value, list) else value and value.copy()
        found.set(clause, copied)
    return found


def matching(inner: exp.Select, around: exp.Select, condition: exp.Expr | None = None) -> QueryPart:
    """Return the rows around a correlated subquery for which it finds a row, under a further condition."""
    found = read_by(inner)
    if condition is not None:
        found = found.where(condition.copy(), copy=False)
    return under(around, exp.Exists(this=found))


def under(rows: exp.Select, condition: exp.Expr) -> QueryPart:
    """Return the rows of a SELECT that meet a further condition."""
    some = rows.copy().where(condition.copy(), copy=False)
    return QueryPart(some, all_columns(some), copies=True)
