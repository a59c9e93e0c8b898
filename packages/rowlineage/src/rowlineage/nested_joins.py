"""Joins in parentheses as derived tables: `a LEFT JOIN (b JOIN c ON ...) ON ...`."""

from __future__ import annotations

import itertools

from sqlglot import exp

from rowlineage.scopes import is_join_in_parentheses, with_nested


def in_parentheses(tree: exp.Expr) -> None:
    """Put parentheses where joins of a parsed query are nested, and nowhere else.

    a LEFT JOIN b JOIN c ON ... ON ...    ->    a LEFT JOIN (b JOIN c ON ...) ON ...
    FROM ((a JOIN b ON ...) JOIN c ON ...)    ->    FROM a JOIN b ON ... JOIN c ON ...
    """
    for join in tree.find_all(exp.Join):
        if isinstance(join.this, exp.Table | exp.Subquery) and join.this.args.get("joins"):
            join.set("this", exp.Subquery(this=join.this))
    for select in tree.find_all(exp.Select):
        while _opened_first(select):
            pass


def _opened_first(select: exp.Select) -> bool:
    """Take the parentheses off what stands first in FROM: joins are taken from the left anyway."""
    from_ = select.args.get("from_")
    source = from_.this if from_ else None
    if (
        from_ is None
        or not isinstance(source, exp.Subquery)
        or not isinstance(source.this, exp.Table | exp.Subquery)
    ):
        return False
    inner = source.this
    joins = [place.args.get("joins") or [] for place in (inner, source, select)]
    others = ("alias", "pivots", "sample", "laterals")
    if any(source.args.get(part) for part in others) or inner.args.get("laterals"):
        return False
    if not joins[0]:
        return False
    inner.set("joins", None)
    from_.set("this", inner)
    select.set("joins", list(itertools.chain(*joins)))
    return True


def as_derived_tables(tree: exp.Query) -> None:
    """Replace joins in parentheses, inner ones first; aliases must be unique in the whole query."""
    for number, nested in enumerate(reversed(list(tree.find_all(exp.Subquery)))):
        if is_join_in_parentheses(nested):
            _replace(tree, nested, f"joined{number}")


def _replace(tree: exp.Query, nested: exp.Subquery, alias: str) -> None:
    """Replace one: what the rest of the query takes from its tables becomes the columns of the derived table."""
    inside = {source.alias_or_name for source in with_nested([nested.this])}
    own = {id(column) for column in nested.this.find_all(exp.Column)}
    outside = [c for c in tree.find_all(exp.Column) if c.table in inside and id(c) not in own]
    taken = list(dict.fromkeys((c.table, c.name) for c in outside))
    for column in outside:
        column.set("this", exp.to_identifier(f"{column.table}.{column.name}", quoted=True))
        column.set("table", exp.to_identifier(alias, quoted=True))
    projections = [
        exp.alias_(exp.column(name, table, quoted=True), f"{table}.{name}", quoted=True)
        for table, name in taken
    ] or [exp.alias_(exp.Literal.number(1), "one", quoted=True)]
    first = nested.this
    joins = first.args.get("joins")
    first.set("joins", None)
    select = exp.select(*projections).from_(first)
    select.set("joins", joins)
    named = exp.TableAlias(this=exp.to_identifier(alias, quoted=True))
    # Joins that follow it belong to the join in parentheses around it.
    nested.replace(exp.Subquery(this=select, alias=named, joins=nested.args.get("joins")))
