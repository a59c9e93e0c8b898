"""Joins in parentheses as derived tables: `a LEFT JOIN (b JOIN c ON ...) ON ...`."""

from __future__ import annotations

from sqlglot import exp

from rowlineage.scopes import with_nested


def as_derived_tables(tree: exp.Query) -> None:
    """Replace joins in parentheses, inner ones first; aliases must be unique in the whole query."""
    for number, nested in enumerate(reversed(list(tree.find_all(exp.Subquery)))):
        if not isinstance(nested.this, exp.Query | exp.Values):
            _replace(tree, nested, f"joined{number}")


def _replace(tree: exp.Query, nested: exp.Subquery, alias: str) -> None:
    """Replace one: what the rest of the query takes from its tables becomes the columns of the derived table."""
    inside = {source.alias_or_name for source in with_nested([nested.this])}
    own = {id(column) for column in nested.find_all(exp.Column)}
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
    joins = [*(first.args.get("joins") or []), *(nested.args.get("joins") or [])]
    first.set("joins", None)
    select = exp.select(*projections).from_(first)
    select.set("joins", joins)
    nested.replace(
        exp.Subquery(this=select, alias=exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
    )
