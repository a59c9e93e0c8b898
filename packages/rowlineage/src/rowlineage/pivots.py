"""PIVOT and UNPIVOT, as statements and after a table in FROM, as plain SELECTs.

What the data or the source tell of the result, its columns and their names, is asked of the engine.
"""

from __future__ import annotations

import duckdb
from sqlglot import exp

from rowlineage import dialect
from rowlineage.catalog import ConnectionCatalog
from rowlineage.ctes import definition
from rowlineage.guards import refuse
from rowlineage.limits import MET
from rowlineage.pivoted import pivoted
from rowlineage.unpivoted import unpivoted


def expand(tree: exp.Query | exp.Pivot, catalog: ConnectionCatalog, model: str) -> exp.Query:
    """Return the query with every PIVOT and UNPIVOT replaced, inner ones first.

    The values of a PIVOT without IN are read from the data, as the engine does.

    Raises:
        UnsupportedSQL: One is of a form that is not understood.
    """
    for pivot in reversed(list(tree.find_all(exp.Pivot))):
        if pivot.arg_key == "pivots":
            _in_from(pivot, catalog, model)
            continue
        before = _expressions_before(pivot.this)
        plain = _plain(pivot, pivot.this, before, catalog, model)
        if with_ := pivot.args.get("with_"):
            plain.set("with_", with_.copy())
        if pivot is tree:
            return plain
        pivot.replace(plain)
    if not isinstance(tree, exp.Query):
        raise refuse("anything but a SELECT", tree, model)
    return tree


def _plain(
    pivot: exp.Pivot, source: exp.Expr, before: str, catalog: ConnectionCatalog, model: str
) -> exp.Select:
    def describe(sql: str) -> list[str]:
        try:
            return [name for name, _ in catalog.describe(before + sql)]
        except MET:
            raise
        except duckdb.Error as error:
            construct = f"this form of PIVOT or UNPIVOT (DuckDB says: {str(error).splitlines()[0]})"
            raise refuse(construct, pivot, model) from error

    relation = _as_source(source)
    if pivot.args.get("unpivot"):
        return unpivoted(pivot, relation, describe, model)

    def values(sql: str) -> list[str]:
        return [str(row[0]) for row in catalog.con.execute(before + sql).fetchall()]

    return pivoted(pivot, relation, describe, values, catalog.aggregates, model)


def _in_from(pivot: exp.Pivot, catalog: ConnectionCatalog, model: str) -> None:
    """Replace a source that is pivoted in FROM by a derived table, pivot by pivot, as they follow one another."""
    source = pivot.parent
    every = source.args.get("pivots") or [] if source is not None else []
    if source is None or every[:1] != [pivot] or every[0] is not pivot:
        return  # what is pivoted first takes the others along
    before, joins = _expressions_before(source), source.args.get("joins")
    derived = source.copy()
    derived.set("pivots", None)
    derived.set("joins", None)
    for number, one in enumerate(every):
        plain = _plain(one, derived, before, catalog, model)
        alias = one.args.get("alias") or exp.TableAlias()
        if not alias.this:
            alias.set("this", exp.to_identifier(f"pivoted{number or ''}", quoted=True))
        derived = exp.Subquery(this=plain, alias=alias.copy())
    derived.set("joins", joins)
    source.replace(derived)


def _as_source(source: exp.Expr) -> exp.Expr:
    copied: exp.Expr = source.copy()
    return copied.subquery("pivoted") if isinstance(copied, exp.Select) else copied


def _expressions_before(source: exp.Expr) -> str:
    """Return the WITH clause that reading a common table expression by itself needs."""
    cte = definition(source) if isinstance(source, exp.Table) else None
    if cte is None or not isinstance(cte.parent, exp.With):
        return ""
    every = cte.parent.expressions
    known = every[: every.index(cte) + 1]
    return dialect.text(exp.With(expressions=[c.copy() for c in known])) + " "
