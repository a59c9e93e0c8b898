"""POSITIONAL JOIN as a FULL JOIN by the number of the row.

FROM a POSITIONAL JOIN b
FROM (SELECT a.x, row_number() OVER () AS n FROM a) AS a FULL JOIN (SELECT b.y, ... FROM b) AS b ON a.n = b.n
"""

from __future__ import annotations

import itertools

from sqlglot import exp

from rowlineage.guards import refuse

NUMBER = "#position"
_IS_BY_NUMBER = "positional"


def as_full_joins(tree: exp.Query, model: str) -> bool:
    """Replace the positional joins of a resolved query, of which every alias is its own; return whether it has any.

    Raises:
        UnsupportedSQL: One is of anything but tables and queries.
    """
    found = False
    for select in list(tree.find_all(exp.Select)):
        joins = select.args.get("joins") or []
        first = list(itertools.takewhile(lambda join: join.method == "POSITIONAL", joins))
        if not first:
            continue
        joined = [select.args["from_"].this, *(join.this for join in first)]
        if not all(map(_is_plain, joined)):
            raise refuse("POSITIONAL JOIN of anything but tables and queries", first[0], model)
        aliases = [source.alias_or_name for source in joined]
        for source in joined:
            _number(tree, source)
        full = [_full(join, aliases[:place]) for place, join in enumerate(first, 1)]
        select.set("joins", [*full, *joins[len(first) :]])
        found = True
    return found


def _full(join: exp.Join, before: list[str]) -> exp.Join:
    """Return the join of a source with those before it, of which some may have had fewer rows."""
    numbers = [exp.column(NUMBER, alias, quoted=True) for alias in before]
    left = exp.func("coalesce", *numbers) if len(numbers) > 1 else numbers[0]
    own = exp.column(NUMBER, join.alias_or_name, quoted=True)
    full = exp.Join(this=join.this, side="FULL", on=exp.EQ(this=left, expression=own))
    full.meta[_IS_BY_NUMBER] = True
    return full


def count(joins: list[exp.Join]) -> int:
    """Return how many sources are joined by their numbers, the one in FROM among them; 0 where none is."""
    by_number = sum(bool(join.meta.get(_IS_BY_NUMBER)) for join in joins)
    return by_number and by_number + 1


def _is_plain(source: exp.Expr) -> bool:
    is_table = isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier)
    return is_table or (isinstance(source, exp.Subquery) and isinstance(source.this, exp.Query))


def _number(tree: exp.Query, source: exp.Expr) -> None:
    """Replace a source by its columns that are used, and the number of the row."""
    alias = source.alias_or_name
    own = {id(column) for column in source.find_all(exp.Column)}
    used = [c.name for c in tree.find_all(exp.Column) if c.table == alias and id(c) not in own]
    columns = [
        exp.alias_(exp.column(name, alias, quoted=True), name, quoted=True)
        for name in dict.fromkeys(used)
    ]
    number = exp.alias_(exp.Window(this=exp.RowNumber(), over="OVER"), NUMBER, quoted=True)
    inner = exp.select(*columns, number).from_(source.copy())
    named = exp.TableAlias(this=exp.to_identifier(alias, quoted=True))
    source.replace(exp.Subquery(this=inner, alias=named))
