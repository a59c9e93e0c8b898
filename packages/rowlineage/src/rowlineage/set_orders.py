"""The order of a set operation: by columns of its result, whichever branch named them and however.

SELECT k, v FROM p UNION ALL SELECT k AS z, u FROM q ORDER BY z, q.u    ->    ... ORDER BY k, v
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from rowlineage import dialect
from rowlineage.guards import refuse


def by_columns_of_the_result(tree: exp.Expr, model: str) -> None:
    """Let the orders of set operations in a resolved query name the columns of the first branch.

    Raises:
        UnsupportedSQL: An order is by something that no branch shows.
    """
    for operation in tree.find_all(exp.SetOperation):
        order = operation.args.get("order")
        for term in order.expressions if order else []:
            if isinstance(term.this, exp.Column) and not term.this.table:
                name = term.this.name.lower()
                if name in [known.lower() for known in operation.named_selects] or name == "all":
                    continue
            if isinstance(term.this, exp.Literal):
                continue
            place = _place(operation, term.this)
            if place is None:
                raise refuse("a set operation ordered by an expression", term, model)
            name = operation.named_selects[place]
            term.set("this", exp.column(exp.to_identifier(name, quoted=True)))


def _place(operation: exp.SetOperation, term: exp.Expr) -> int | None:
    """Return the number of the column that a term means, counted from 0: by its name, then by its expression."""
    own, is_bare = _plain(term), not any(c.table for c in term.find_all(exp.Column))
    for branch in _branches(operation):
        for place, projection in enumerate(branch.selects):
            shown = {_plain(projection.unalias(), bare=is_bare)}
            if isinstance(term, exp.Column) and not term.table:
                shown.add(projection.alias_or_name.lower())
            if own in shown:
                return place
    return None


def _branches(query: exp.Expr) -> Iterator[exp.Select]:
    """Yield the SELECTs of a set operation from left to right."""
    if isinstance(query, exp.SetOperation):
        yield from _branches(query.this)
        yield from _branches(query.expression)
    elif isinstance(query, exp.Subquery):
        yield from _branches(query.this)
    elif isinstance(query, exp.Select):
        yield query


def _plain(expression: exp.Expr, *, bare: bool = False) -> str:
    """Return an expression as text without quotes and capitals, and, if `bare`, without the tables of its columns."""
    copied = expression.copy()
    for column in copied.find_all(exp.Column) if bare else ():
        column.set("table", None)
    for identifier in copied.find_all(exp.Identifier):
        identifier.set("quoted", value=False)
    return dialect.text(copied, comments=False).lower()
