"""What may give another result from one run to the next, or another than meant.

Sums of floating-point numbers, picks among ties, and row ids that are compared without being named.

Ties are looked for in the data: an order that is total on the rows at hand is no finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
from sqlglot import exp

from rowlineage import plain
from rowlineage.catalog import ConnectionCatalog
from rowlineage.errors import UnsupportedSQL
from rowlineage.functions import arguments, bare, calls
from rowlineage.guards import function_names, line_of
from rowlineage.query import Query, resolve
from rowlineage.scopes import own_nodes

INEXACT = frozenset({"FLOAT", "DOUBLE"})
ROUNDING = frozenset(
    {"sum", "avg", "mean", "fsum", "favg", "kahan_sum"}
    | {"sumkahan", "product", "geomean", "stddev", "stddev_pop", "stddev_samp"}
    | {"variance", "var_pop", "var_samp", "corr", "covar_pop", "covar_samp"}
    | {"regr_slope", "regr_intercept", "regr_r2", "skewness", "kurtosis", "entropy"}
)
PICKS = frozenset(
    {
        "first",
        "last",
        "any_value",
        "arbitrary",
        "list",
        "array_agg",
        "string_agg",
        "group_concat",
        "listagg",
    }
)
EXTREMES = frozenset({"arg_max", "arg_min", "max_by", "min_by", "argmax", "argmin"})
POSITIONAL = (
    exp.RowNumber,
    exp.Lag,
    exp.Lead,
    exp.FirstValue,
    exp.LastValue,
    exp.NthValue,
    exp.Ntile,
)


@dataclass(frozen=True)
class LintFinding:
    """Something that may not give the same result twice.

    Attributes:
        rule: `double aggregate`, `pick among ties` or `row ids compared`.
        what: The expression in the author's words.
        line: Line of the SQL text; 0 when it is not known.
        remedy: What to do.
    """

    rule: str
    what: str
    line: int
    remedy: str


def lint(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    row_id: str = "_row",
    model: str = "",
    *,
    strict: bool = False,
    catalog: ConnectionCatalog | None = None,
) -> list[LintFinding]:
    """Return what in a query may not give the same result twice.

    Args:
        con: The connection on which the query's tables live.
        sql: One SELECT.
        row_id: Name of the row-id column.
        model: Name for messages.
        strict: Whether a finding is an error.
        catalog: The connection's catalogue, if one is at hand.

    Raises:
        UnsupportedSQL: Something in the query is not understood, or (strict) may not give the same result twice.
    """
    catalog = catalog or ConnectionCatalog(con)
    query = resolve(catalog, sql, row_id, model)
    if strict:
        refuse(catalog, query, model)
    return findings(catalog, query)


def findings(catalog: ConnectionCatalog, query: Query) -> list[LintFinding]:
    """Return what in a resolved query may not give the same result twice."""
    found = [f for select in plain.selects(query) for f in _of_select(catalog, query, select)]
    found += [LintFinding("row ids compared", c.words, c.line, c.remedy) for c in query.by_row_id]
    return list(dict.fromkeys(found))


def refuse(catalog: ConnectionCatalog, query: Query, model: str = "") -> None:
    """Raise UnsupportedSQL for the first part of a resolved query that may not give the same result twice."""
    for first in findings(catalog, query)[:1]:
        raise UnsupportedSQL(
            f"{first.rule}: {first.what}", model=model, line=first.line, remedy=first.remedy
        )


def _of_select(
    catalog: ConnectionCatalog, query: Query, select: exp.Select
) -> Iterator[LintFinding]:
    clauses = [
        *select.selects,
        *(select.args[c] for c in ("having", "qualify", "order") if select.args.get(c)),
    ]
    for clause in clauses:
        for call in calls(clause, catalog.aggregates):
            yield from _of_aggregate(catalog, query, select, call)
        for window in [n for n in own_nodes(clause) if isinstance(n, exp.Window)]:
            yield from _of_window(catalog, query, select, window)
    yield from _of_picked_rows(catalog, query, select)


def _of_aggregate(
    catalog: ConnectionCatalog, query: Query, select: exp.Select, call: exp.Expr
) -> Iterator[LintFinding]:
    function = bare(call)
    names = function_names(function) if isinstance(function, exp.Func) else frozenset()
    given = arguments(function)
    argument = given[0] if given else function
    if names & ROUNDING and _type(catalog, query, select, argument) in INEXACT:
        remedy = "cast the argument to DECIMAL: a sum of DOUBLE depends on threads and row order"
        yield LintFinding("double aggregate", _words(query, select, call), line_of(call), remedy)
    ordered = call.find(exp.Order) is not None
    if names & PICKS and not ordered:
        yield _tie(query, select, call, "order the aggregate: f(x ORDER BY ...)")
    if names & EXTREMES and _has_ties(catalog, query, select, [*_keys(select), given[1]]):
        yield _tie(
            query, select, call, "order by further columns, e.g. first(x ORDER BY y DESC, id)"
        )


def _of_window(
    catalog: ConnectionCatalog, query: Query, select: exp.Select, window: exp.Window
) -> Iterator[LintFinding]:
    function, spec = bare(window.this), window.args.get("spec")
    for_double = [window.this] if _rounds(function) else []
    for part in for_double:
        argument = next(iter(arguments(bare(part))), None)
        if argument is not None and _type(catalog, query, select, argument) in INEXACT:
            remedy = "cast the argument to DECIMAL"
            yield LintFinding(
                "double aggregate", _words(query, select, window), line_of(window), remedy
            )
    rows = spec is not None and spec.args["kind"] == "ROWS"
    whole = (
        rows
        and spec is not None
        and {spec.args.get("start"), spec.args.get("end")} == {"UNBOUNDED"}
    )
    if not isinstance(function, POSITIONAL) and (not rows or whole):
        return
    order = window.args.get("order")
    terms = [t.this for t in (order.expressions if order else [])]
    partition = window.args.get("partition_by") or []
    if not terms or _has_ties(catalog, query, select, [*partition, *terms]):
        yield _tie(
            query, select, window, "order the window by further columns until no two rows tie"
        )


def _rounds(function: exp.Expr) -> bool:
    return isinstance(function, exp.Func) and bool(function_names(function) & ROUNDING)


def _of_picked_rows(
    catalog: ConnectionCatalog, query: Query, select: exp.Select
) -> Iterator[LintFinding]:
    """Yield LIMIT and DISTINCT ON without a total order."""
    distinct = select.args.get("distinct")
    limit = select.args.get("limit")
    on = bool(distinct and distinct.args.get("on"))
    if limit is None and not on:
        return
    order = select.args.get("order")
    outputs = {p.alias_or_name: p.unalias() for p in select.selects}
    terms = (
        [
            outputs.get(t.this.name, t.this) if _is_name(t.this) else t.this
            for t in order.expressions
        ]
        if order
        else []
    )
    if not terms or _has_ties(catalog, query, select, terms, grouped=True):
        what = "DISTINCT ON" if on else f"LIMIT {limit.expression.sql() if limit else ''}"
        remedy = "add columns to ORDER BY until no two rows tie"
        yield LintFinding("pick among ties", what, line_of(select), remedy)


def _is_name(term: exp.Expr) -> bool:
    return isinstance(term, exp.Column) and not term.table


def _keys(select: exp.Select) -> list[exp.Expr]:
    group = select.args.get("group")
    return list(group.expressions) if group else []


def _input(select: exp.Select, projections: list[exp.Expr], *, grouped: bool) -> exp.Select:
    """Return the input of a SELECT's expressions: its rows, or its groups."""
    rows = exp.Select()
    for part in ("from_", "joins", "laterals", "where", *(("group", "having") if grouped else ())):
        value = select.args.get(part)
        rows.set(
            part, [v.copy() for v in value] if isinstance(value, list) else value and value.copy()
        )
    named = [
        exp.Alias(this=p.copy(), alias=exp.to_identifier(f"k{n}"))
        for n, p in enumerate(projections)
    ]
    rows.set("expressions", named)
    return rows


def _type(
    catalog: ConnectionCatalog, query: Query, select: exp.Select, argument: exp.Expr | None
) -> str:
    """Return the type of an aggregate's argument; empty within a correlated subquery, which does not run alone."""
    if isinstance(argument, exp.Distinct):
        argument = argument.expressions[0]
    if not isinstance(argument, exp.Expr):
        return ""
    grouped = any(True for _ in calls(argument, catalog.aggregates))
    try:
        return catalog.describe(plain.text(query, _input(select, [argument], grouped=grouped)))[0][
            1
        ]
    except duckdb.BinderException:
        return ""


def _has_ties(
    catalog: ConnectionCatalog,
    query: Query,
    select: exp.Select,
    terms: list[exp.Expr],
    *,
    grouped: bool = False,
) -> bool:
    """Say whether two rows agree in all terms; within a correlated subquery it cannot be asked, and counts as a tie."""
    grouped = grouped or any(True for t in terms for _ in calls(t, catalog.aggregates))
    sql = plain.text(query, _input(select, terms, grouped=grouped))
    try:
        found = catalog.con.execute(
            f"SELECT 1 FROM (SELECT count(*) AS n FROM ({sql}) AS q GROUP BY ALL) WHERE n > 1 LIMIT 1"
            if not terms
            else f"SELECT 1 FROM ({sql}) AS q GROUP BY {', '.join(f'k{n}' for n, _ in enumerate(terms))} "
            "HAVING count(*) > 1 LIMIT 1"
        )
    except duckdb.BinderException:
        return True
    return found.fetchone() is not None


def _words(query: Query, select: exp.Select, node: exp.Expr) -> str:
    return plain.wording(query, node, single_source=not select.args.get("joins"))


def _tie(query: Query, select: exp.Select, node: exp.Expr, remedy: str) -> LintFinding:
    return LintFinding("pick among ties", _words(query, select, node), line_of(node), remedy)


# Former names, until version 0.3.
Finding = LintFinding
