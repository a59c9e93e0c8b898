"""A whole row as a value, `SELECT s FROM (SELECT k, v FROM p) AS s`: a structure of the fields that the author sees.

SELECT s FROM (SELECT k, v FROM p) AS s
SELECT {'k': s.k, 'v': s.v} FROM (SELECT k, v FROM p) AS s
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from rowlineage.ctes import definition
from rowlineage.guards import refuse
from rowlineage.scopes import sources, with_nested


def as_structures(tree: exp.Expr, columns: Mapping[str, tuple[str, ...]], model: str) -> None:
    """Replace every whole row of a resolved query by its fields.

    Args:
        tree: The query.
        columns: The columns of each table occurrence.
        model: Name for messages.

    Raises:
        UnsupportedSQL: The fields of a row are not known.
    """
    for row in list(tree.find_all(exp.TableColumn)):
        source = _source(row)
        names = fields(source, columns) if source else None
        if source is None or not names:
            raise refuse(f"the whole row {row.name} as a value", row, model, "list its fields")
        alias = source.alias_or_name
        pairs = [
            exp.PropertyEQ(
                this=exp.to_identifier(name, quoted=True),
                expression=exp.column(exp.to_identifier(name, quoted=True), alias, quoted=True),
            )
            for name in names
        ]
        row.replace(exp.Struct(expressions=pairs))


def _source(row: exp.TableColumn) -> exp.Expr | None:
    """Return the source that a whole row is of: the nearest of its name."""
    select = row.find_ancestor(exp.Select)
    while select is not None:
        for source in with_nested(sources(select)):
            if source.alias_or_name.lower() == row.name.lower():
                return source
        select = select.find_ancestor(exp.Select)
    return None


def fields(source: exp.Expr, columns: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the names of a source's columns; none where they are not known."""
    if source.alias_column_names:
        return list(source.alias_column_names)
    if isinstance(source, exp.Table):
        cte = definition(source)
        query = cte.this if cte else None
        names = [c.name for c in cte.args["alias"].columns] if cte else []
        return names or (list(query.named_selects) if query else list(columns.get(source.name, ())))
    if isinstance(source, exp.Subquery) and isinstance(source.this, exp.Query):
        return list(source.this.named_selects)
    return []
