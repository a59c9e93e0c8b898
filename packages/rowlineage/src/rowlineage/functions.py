"""What the engine's functions do with rows: which are aggregates, and which rows of its input an aggregate uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

from rowlineage.guards import function_names
from rowlineage.scopes import own_nodes

SKIPS_NULL = frozenset(
    [
        "sum",
        "avg",
        "mean",
        "count",
        "min",
        "max",
        "median",
        "mode",
        "product",
        "stddev",
        "stddev_pop",
        "stddev_samp",
        "variance",
        "var_pop",
        "var_samp",
        "quantile",
        "quantile_cont",
        "quantile_disc",
        "percentile_cont",
        "percentile_disc",
        "string_agg",
        "group_concat",
        "listagg",
        "any_value",
        "bool_and",
        "bool_or",
        "logical_and",
        "logical_or",
        "bit_and",
        "bit_or",
        "bit_xor",
        "fsum",
        "kahan_sum",
        "sumkahan",
        "favg",
        "geomean",
        "approx_count_distinct",
        "approx_quantile",
        "entropy",
        "skewness",
        "kurtosis",
        "mad",
        "histogram",
    ]
)
SAME_FOR_COPIES = frozenset(
    [
        "min",
        "max",
        "any_value",
        "bool_and",
        "bool_or",
        "logical_and",
        "logical_or",
        "bit_and",
        "bit_or",
        "approx_count_distinct",
    ]
)
COUNT_IF = frozenset({"count_if", "countif"})
SUMS = frozenset({"sum", "fsum", "kahan_sum", "sumkahan"})


def is_aggregate(node: exp.Expr, aggregates: frozenset[str]) -> bool:
    """Say whether a node is the call of an aggregate function (within a window or not)."""
    if not isinstance(node, exp.Func) or isinstance(node, exp.Connector):
        return False
    if isinstance(node, exp.Anonymous):
        return bool(function_names(node) & aggregates)
    ranking = (exp.RowNumber, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue)
    ranks = (exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist, exp.Ntile)
    # GROUPING tells the grouping set, which any row of the group proves.
    totals = (exp.Grouping, exp.GroupingId)
    return isinstance(node, exp.AggFunc) and not isinstance(node, ranking + ranks + totals)


def calls(expression: exp.Expr, aggregates: frozenset[str]) -> Iterator[exp.Expr]:
    """Yield the outermost aggregate calls of an expression (with their FILTER), not those of windows and subqueries."""
    if isinstance(expression, exp.Query):
        return
    wrapped = isinstance(
        expression, exp.Filter | exp.WithinGroup | exp.IgnoreNulls | exp.RespectNulls
    )
    if is_aggregate(bare(expression) if wrapped else expression, aggregates):
        yield expression
        return
    for key, child in expression.args.items():
        if isinstance(expression, exp.Window) and key == "this":
            children = list(child.iter_expressions())
        else:
            children = child if isinstance(child, list) else [child]
        for part in children:
            if isinstance(part, exp.Expr):
                yield from calls(part, aggregates)


def has_aggregate(expression: exp.Expr, aggregates: frozenset[str]) -> bool:
    """Say whether an expression holds an aggregate or a window of its own level."""
    windows = any(isinstance(node, exp.Window) for node in own_nodes(expression))
    return windows or any(True for _ in calls(expression, aggregates))


def bare(call: exp.Expr) -> exp.Expr:
    """Return the function of a call without FILTER, WITHIN GROUP and null treatment."""
    while isinstance(call, exp.Filter | exp.WithinGroup | exp.IgnoreNulls | exp.RespectNulls):
        call = call.this
    return call


def arguments(function: exp.Expr) -> list[exp.Expr]:
    """Return the arguments of a function, whether lineage knows it by its kind or by its name only."""
    if isinstance(function, exp.Anonymous):
        return list(function.expressions)
    return [part for part in function.iter_expressions() if isinstance(part, exp.Expr)]


def filter_of(call: exp.Expr) -> exp.Expr | None:
    """Return the condition of a call's FILTER."""
    node = call
    while isinstance(node, exp.Filter | exp.WithinGroup | exp.IgnoreNulls | exp.RespectNulls):
        if isinstance(node, exp.Filter):
            condition: exp.Expr = node.expression.this
            return condition
        node = node.this
    return None


def counts_rows(call: exp.Expr) -> bool:
    """Say whether a call is COUNT(*)."""
    function = bare(call)
    return isinstance(function, exp.Count) and (
        function.this is None or isinstance(function.this, exp.Star)
    )


def heeds_copies(call: exp.Expr) -> bool:
    """Say whether a second copy of a row can change the result of a call."""
    function = bare(call)
    first = next(iter(arguments(function)), None)
    if isinstance(first.this if isinstance(first, exp.Order) else first, exp.Distinct):
        return False
    return not (isinstance(function, exp.Func) and function_names(function) & SAME_FOR_COPIES)


NeverNull = Callable[[exp.Column], bool]


def is_never_null(expression: exp.Expr, column_is: NeverNull) -> bool:
    """Say whether an expression can be seen to yield no NULL."""
    if isinstance(expression, exp.Column):
        return column_is(expression)
    if isinstance(expression, exp.Add | exp.Sub | exp.Mul | exp.Paren | exp.Neg):
        return all(is_never_null(part, column_is) for part in expression.iter_expressions())
    return isinstance(expression, exp.Literal)


def used_rows(call: exp.Expr, column_is: NeverNull, *, zeros: bool = True) -> exp.Expr | None:
    """Return the condition under which a row takes part in an aggregate; None when every row does.

    Args:
        call: The aggregate, with its FILTER.
        column_is: Says whether a column is known to hold no NULL.
        zeros: Whether rows take part in a sum whose branch of a CASE is literally 0, or for which COUNT_IF is false.
            Without any row that does, they still make the difference between 0 and NULL.
    """
    counted = _argument_counts(bare(call), zeros=zeros)
    if isinstance(counted, exp.Not) and isinstance(counted.this, exp.Is):
        counted = None if is_never_null(counted.this.this, column_is) else counted
    conditions = [c for c in (filter_of(call), counted) if c is not None]
    if not conditions:
        return None
    return exp.and_(*(c.copy() for c in conditions))


def _argument_counts(function: exp.Expr, *, zeros: bool) -> exp.Expr | None:
    """Return the condition on the argument: most aggregates pass over NULL, a sum over a branch that is literally 0."""
    if not isinstance(function, exp.Func) or counts_rows(function):
        return None
    names = function_names(function)
    argument = next(iter(arguments(function)), None)
    if isinstance(argument, exp.Order):
        argument = argument.this
    if isinstance(argument, exp.Distinct):
        argument = argument.expressions[0]
    if isinstance(argument, exp.Order):
        argument = argument.this
    if not isinstance(argument, exp.Expr) or isinstance(argument, exp.Literal):
        return None
    if names & COUNT_IF and not zeros:
        return argument
    if not names & (SKIPS_NULL | COUNT_IF):
        return None
    if names & SUMS and not zeros:
        argument = _without_zero(argument)
    return exp.Not(this=exp.Is(this=argument.copy(), expression=exp.Null()))


def _without_zero(argument: exp.Expr) -> exp.Expr:
    if not isinstance(argument, exp.Case):
        return argument
    case = argument.copy()
    branches = [(branch, "true") for branch in case.args["ifs"]] + [(case, "default")]
    for node, part in branches:
        value = node.args.get(part)
        if isinstance(value, exp.Literal) and not value.is_string and float(value.this) == 0:
            node.set(part, exp.Null())
    return case
