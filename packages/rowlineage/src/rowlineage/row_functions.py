"""Functions in FROM that make rows of their arguments: unnest, range, json_each. Their columns and arguments get names.

FROM docs, json_each(j)
FROM docs, json_each(docs.j) AS json_each(key, value, type, atom, id, parent, fullkey, path)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from rowlineage.scopes import sources, with_nested
from rowlineage.whole_rows import fields

_OF_JSON = ("key", "value", "type", "atom", "id", "parent", "fullkey", "path")
COLUMNS = {
    "generate_series": ("generate_series",),
    "json_each": _OF_JSON,
    "json_tree": _OF_JSON,
    "range": ("range",),
    "unnest": ("unnest",),
}
"""Such functions with the columns that the engine gives them."""


def name_columns(tree: exp.Expr) -> None:
    """Call the columns of a row function in FROM what the engine calls them, where the author did not."""
    for source in tree.find_all(exp.Unnest, exp.Table, exp.Lateral):
        call = _call(source)
        names = COLUMNS.get(_name(call)) if call is not None else None
        alias = source.args.get("alias")
        if names is None or (alias and alias.columns) or isinstance(source.parent, exp.Lateral):
            continue
        own = alias.this.copy() if alias and alias.this else exp.to_identifier(_name(call))
        columns = [exp.to_identifier(name, quoted=True) for name in names]
        source.set("alias", exp.TableAlias(this=own, columns=columns))


def _call(source: exp.Expr) -> exp.Expr | None:
    """Return the function that a source is a call of."""
    if isinstance(source, exp.Unnest):
        return source
    return source.this if isinstance(source.this, exp.Func) else None


def _name(call: exp.Expr | None) -> str:
    return "unnest" if isinstance(call, exp.Unnest) else (call.name.lower() if call else "")


def resolve_arguments(tree: exp.Expr, columns: Mapping[str, tuple[str, ...]]) -> None:
    """Give the arguments of row functions, in a resolved query, the table before them that has the column.

    Args:
        tree: The query.
        columns: The columns of each table occurrence.
    """
    for select in tree.find_all(exp.Select):
        before: list[exp.Expr] = []
        for source in with_nested(sources(select)):
            for column in _bare_columns(source):
                known = _having(column, before, columns) or _outside(column, select, columns)
                if len(known) == 1:
                    column.set("table", exp.to_identifier(known[0].alias_or_name, quoted=True))
            before.append(source)


def _having(
    column: exp.Column, found: list[exp.Expr], columns: Mapping[str, tuple[str, ...]]
) -> list[exp.Expr]:
    """Return the sources that have a column."""
    return [s for s in found if column.name.lower() in _lower(fields(s, columns))]


def _outside(
    column: exp.Column, select: exp.Select, columns: Mapping[str, tuple[str, ...]]
) -> list[exp.Expr]:
    """Return the sources of the queries around a SELECT that have a column: those of the nearest that has any."""
    around = select.find_ancestor(exp.Select)
    while around is not None:
        known = _having(column, list(with_nested(sources(around))), columns)
        if known:
            return known
        around = around.find_ancestor(exp.Select)
    return []


def _lower(names: list[str]) -> set[str]:
    return {name.lower() for name in names}


def _bare_columns(source: exp.Expr) -> Iterator[exp.Column]:
    """Yield the columns without a table among the arguments of a row function."""
    if isinstance(source, exp.Subquery) or source.find(exp.Query) or _call(source) is None:
        return
    yield from (c for c in source.find_all(exp.Column) if not c.table and not _is_bound(c))


def _is_bound(column: exp.Column) -> bool:
    return column.find_ancestor(exp.Lambda, exp.Comprehension) is not None
