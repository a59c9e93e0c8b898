"""PIVOT and UNPIVOT statements as plain SELECTs: filtered aggregates, and unnested lists."""

from __future__ import annotations

from sqlglot import exp

from rowlineage import dialect
from rowlineage.catalog import ConnectionCatalog
from rowlineage.ctes import definition
from rowlineage.guards import refuse


def expand(tree: exp.Query | exp.Pivot, catalog: ConnectionCatalog, model: str) -> exp.Query:
    """Return the query with every PIVOT and UNPIVOT statement replaced.

    The values of a PIVOT without IN are read from the data, as the engine does.

    Raises:
        UnsupportedSQL: PIVOT without GROUP BY or USING, on several columns, or in the form of the SQL standard.
    """
    for pivot in list(tree.find_all(exp.Pivot)):
        if pivot.arg_key == "pivots":
            raise refuse(
                "PIVOT or UNPIVOT after a table in FROM",
                pivot,
                model,
                "use the statement PIVOT ... ON",
            )
        plain = (
            _unpivoted(pivot, model)
            if pivot.args.get("unpivot")
            else _pivoted(pivot, catalog, model)
        )
        if with_ := pivot.args.get("with_"):
            plain.set("with_", with_.copy())
        if pivot is tree:
            return plain
        pivot.replace(plain)
    if not isinstance(tree, exp.Query):
        raise refuse("anything but a SELECT", tree, model)
    return tree


def _pivoted(pivot: exp.Pivot, catalog: ConnectionCatalog, model: str) -> exp.Select:
    using, group = pivot.args.get("using"), pivot.args.get("group")
    if not using or group is None or len(pivot.expressions) != 1:
        raise refuse("PIVOT without GROUP BY or USING, or ON several columns", pivot, model)
    on = pivot.expressions[0]
    column = on.this if isinstance(on, exp.In) else on
    if isinstance(on, exp.In) and on.args.get("query"):
        raise refuse("PIVOT with IN (SELECT ...)", pivot, model)
    listed = [value.copy() for value in on.expressions] if isinstance(on, exp.In) else None
    values = listed if listed is not None else _values(pivot, column, catalog)
    prefix = _expressions_before(pivot)
    names = [name for name, _ in catalog.describe(prefix + dialect.text(_without_with(pivot)))]
    keys = [key.copy() for key in group.expressions]
    cells = [_cell(aggregate, column, value) for value in values for aggregate in using]
    named = [
        exp.Alias(this=expression, alias=exp.to_identifier(name, quoted=True))
        for expression, name in zip([*keys, *cells], names, strict=True)
    ]
    return exp.select(*named).from_(_source(pivot)).group_by(*(key.copy() for key in keys))


def _cell(aggregate: exp.Expr, column: exp.Expr, value: exp.Expr) -> exp.Expr:
    """Return an aggregate over the rows with one value."""
    condition = exp.EQ(this=column.copy(), expression=value.copy())
    return exp.Filter(this=aggregate.unalias().copy(), expression=exp.Where(this=condition))


def _values(pivot: exp.Pivot, column: exp.Expr, catalog: ConnectionCatalog) -> list[exp.Expr]:
    found = exp.select(exp.alias_(column.copy(), "v")).distinct().from_(_source(pivot))
    sql = f"{_expressions_before(pivot)}SELECT v FROM ({dialect.text(found)}) WHERE v IS NOT NULL ORDER BY v"
    return [exp.convert(row[0]) for row in catalog.con.execute(sql).fetchall()]


def _source(pivot: exp.Pivot) -> exp.Expr:
    source: exp.Expr = pivot.this.copy()
    return source.subquery("pivoted") if isinstance(source, exp.Select) else source


def _without_with(pivot: exp.Pivot) -> exp.Pivot:
    copied = pivot.copy()
    copied.set("with_", None)
    return copied


def _expressions_before(pivot: exp.Pivot) -> str:
    """Return the WITH clause that a PIVOT of a common table expression needs to run by itself."""
    source = pivot.this
    cte = definition(source) if isinstance(source, exp.Table) else None
    if cte is None or not isinstance(cte.parent, exp.With):
        return ""
    every = cte.parent.expressions
    known = every[: every.index(cte) + 1]
    return dialect.text(exp.With(expressions=[c.copy() for c in known])) + " "


def _unpivoted(pivot: exp.Pivot, model: str) -> exp.Select:
    """Return the rows once for every column, without the NULLs."""
    into = pivot.args.get("into")
    columns = pivot.expressions
    if (
        into is None
        or len(into.expressions) != 1
        or any(not isinstance(c, exp.Column) for c in columns)
    ):
        raise refuse(
            "UNPIVOT without INTO NAME ... VALUE, or of anything but plain columns", pivot, model
        )
    name, value = into.this.name, into.expressions[0].name
    names = exp.Array(expressions=[exp.Literal.string(c.name) for c in columns])
    others = exp.Star(except_=[c.copy() for c in columns])
    inner = exp.select(
        others,
        exp.alias_(exp.Anonymous(this="unnest", expressions=[names]), name, quoted=True),
        exp.alias_(
            exp.Anonymous(
                this="unnest", expressions=[exp.Array(expressions=[c.copy() for c in columns])]
            ),
            value,
            quoted=True,
        ),
    ).from_(_source(pivot))
    kept = exp.Not(this=exp.Is(this=exp.column(value, quoted=True), expression=exp.Null()))
    return exp.select(exp.Star()).from_(inner.subquery("unpivoted")).where(kept)
