"""Columns named with their table: `FROM p AS x(a, b)` reads the table, or common table expression, as a derived table.

FROM p AS x(a, b)
FROM (SELECT * FROM p) AS x(a, b)
"""

from __future__ import annotations

from sqlglot import exp


def as_derived_tables(tree: exp.Expr) -> None:
    """Let every table whose columns are given names be a derived table with these names."""
    for table in list(tree.find_all(exp.Table)):
        alias = table.args.get("alias")
        if not isinstance(table.this, exp.Identifier) or not alias or not alias.columns:
            continue
        inner = table.copy()
        inner.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
        inner.set("joins", None)
        inner.meta.update(table.meta)
        derived = exp.Subquery(this=exp.select(exp.Star()).from_(inner), alias=alias.copy())
        derived.set("joins", table.args.get("joins"))
        table.replace(derived)
