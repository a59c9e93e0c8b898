"""The rules by which DuckDB's SQL is rewritten for DataFusion, each with its name and its reason.

A rule changes a tree in place and says whether it changed anything. Rules of shape come before types are known, rules
of type after. docs/reperformance.md lists them; a test runs each in both engines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from report.reperform.transpile import kinds
from report.reperform.transpile.kinds import kind_of
from report.reperform.transpile.shown_exists import split

_FRACTION = re.compile(r"\d*\.\d+")
_DOUBLE, _BIGINT = "DOUBLE", "BIGINT"
_EXACT_WHOLE = "DECIMAL(38, 0)"


@dataclass(frozen=True)
class RewriteRule:
    """One faithful rewriting.

    Attributes:
        name: Its name in outputs and documentation.
        why: What the two engines do differently.
        apply: Rewrites a tree in place; True when something was rewritten.
    """

    name: str
    why: str
    apply: Callable[[exp.Expr], bool]


def _each(*types: type[exp.Expr]) -> Callable[[Callable[..., bool]], Callable[[exp.Expr], bool]]:
    """Make a rewriting of one node into one of a tree; inner nodes come before outer ones."""

    def decorate(rewrite: Callable[..., bool]) -> Callable[[exp.Expr], bool]:
        def apply(tree: exp.Expr) -> bool:
            nodes = list(tree.find_all(*types))
            changed = [rewrite(node) for node in reversed(nodes)]
            return any(changed)

        return apply

    return decorate


def _outer_order(tree: exp.Expr) -> bool:
    is_cut = tree.args.get("limit") or tree.args.get("offset")
    twins = tree.args.get("distinct")
    picks = isinstance(twins, exp.Distinct) and twins.args.get("on")
    if is_cut or picks or not tree.args.get("order"):
        return False
    tree.set("order", None)
    return True


@_each(exp.Literal)
def _decimal_literal(node: exp.Literal) -> bool:
    if node.is_string or not _FRACTION.fullmatch(node.this):
        return False
    before, after = node.this.split(".")
    digits = len(before.lstrip("0")) + len(after)
    node.replace(_cast(node.copy(), f"DECIMAL({max(digits, 1)}, {len(after)})"))
    return True


@_each(exp.Avg)
def _average(node: exp.Avg) -> bool:
    whole: exp.Expr = node
    while isinstance(whole.parent, exp.Filter | exp.Window) and whole.arg_key == "this":
        whole = whole.parent
    total, count = whole.copy(), whole.copy()
    total, count = _instead_of_avg(total, exp.Sum), _instead_of_avg(count, exp.Count)
    some = exp.Nullif(this=count, expression=exp.Literal.number(0))
    quotient = exp.Div(this=total, expression=some, typed=False, safe=False)
    whole.replace(exp.Paren(this=quotient))
    return True


def _instead_of_avg(whole: exp.Expr, kind: type[exp.Expr]) -> exp.Expr:
    average = whole.find(exp.Avg)
    assert average is not None  # noqa: S101 - copied from a tree that has one
    instead = kind(this=average.this)
    return instead if average is whole else _replaced(whole, average, instead)


def _replaced(whole: exp.Expr, node: exp.Expr, instead: exp.Expr) -> exp.Expr:
    node.replace(instead)
    return whole


@_each(exp.Div)
def _division(node: exp.Div) -> bool:
    for side in ("this", "expression"):
        node.set(side, _cast(node.args[side], _DOUBLE))
    node.set("typed", value=True)
    node.set("safe", value=False)
    return True


@_each(exp.Ordered)
def _nulls_last(node: exp.Ordered) -> bool:
    if node.args.get("nulls_first"):
        return False
    node.set("nulls_first", value=False)
    return True


@_each(exp.ArgMax, exp.ArgMin)
def _arg_max(node: exp.ArgMax | exp.ArgMin) -> bool:
    picked, by = node.this, node.expression
    order = exp.Order(
        this=picked.copy(),
        expressions=[
            exp.Ordered(this=by.copy(), desc=isinstance(node, exp.ArgMax), nulls_first=False)
        ],
    )
    stated = exp.and_(
        *(exp.Not(this=exp.Is(this=x.copy(), expression=exp.Null())) for x in (picked, by))
    )
    first = exp.FirstValue(this=order)
    if isinstance(node.parent, exp.Filter):
        where = node.parent.args["expression"]
        where.set("this", exp.and_(exp.Paren(this=where.this.copy()), stated))
        node.replace(first)
    else:
        node.replace(exp.Filter(this=first, expression=exp.Where(this=stated)))
    return True


@_each(exp.CountIf)
def _count_if(node: exp.CountIf) -> bool:
    condition = node.this
    ifs = [
        exp.If(this=condition.copy(), true=exp.Literal.number(1)),
        exp.If(this=exp.Not(this=exp.Paren(this=condition.copy())), true=exp.Literal.number(0)),
    ]
    node.replace(exp.Sum(this=exp.Case(ifs=ifs)))
    return True


@_each(exp.DateDiff)
def _day_difference(node: exp.DateDiff) -> bool:
    later, earlier = (
        _cast(_cast(part.copy(), "DATE"), "INT") for part in (node.this, node.expression)
    )
    node.replace(exp.Paren(this=exp.Sub(this=later, expression=earlier)))
    return True


@_each(exp.Sum)
def _whole_sum(node: exp.Sum) -> bool:
    if kind_of(node.this) != kinds.WHOLE or isinstance(node.this, exp.Distinct):
        return False
    node.set("this", _cast(node.this, _EXACT_WHOLE))
    return True


@_each(exp.Cast)
def _cast_rounds(node: exp.Cast) -> bool:
    is_whole = node.to.this in exp.DataType.INTEGER_TYPES
    if not is_whole or kind_of(node.this) != kinds.DECIMAL:
        return False
    node.set("this", exp.Round(this=node.this))
    return True


@_each(exp.IntDiv, exp.Mod)
def _whole_division(node: exp.IntDiv | exp.Mod) -> bool:
    left, right = _cast(node.this.copy(), _BIGINT), _cast(node.expression.copy(), _BIGINT)
    some = exp.Nullif(this=right, expression=exp.Literal.number(0))
    if isinstance(node, exp.Mod):
        node.replace(exp.Paren(this=exp.Mod(this=left, expression=some)))
    else:
        quotient = exp.Div(this=left, expression=some, typed=True, safe=False)
        node.replace(exp.Paren(this=quotient))
    return True


@_each(exp.Rank, exp.DenseRank, exp.RowNumber)
def _signed_rank(node: exp.Expr) -> bool:
    window = node.parent
    if not isinstance(window, exp.Window):
        return False
    window.replace(_cast(window.copy(), _BIGINT))
    return True


def _cast(node: exp.Expr, target: str) -> exp.Cast:
    return exp.Cast(this=node, to=exp.DataType.build(target, dialect="duckdb"))


SHAPE_RULES = (
    RewriteRule("outer-order", "the order of the rows of a table decides no figure", _outer_order),
    RewriteRule(
        "decimal-literal", "1.5 is exact in DuckDB, floating-point in DataFusion", _decimal_literal
    ),
    RewriteRule(
        "average", "the mean of decimals is cut off at four more places in DataFusion", _average
    ),
    RewriteRule(
        "division", "/ gives DOUBLE in DuckDB; DataFusion cuts off whole numbers", _division
    ),
    RewriteRule("nulls-last", "DuckDB puts NULL last in both directions", _nulls_last),
    RewriteRule(
        "arg-max", "DataFusion has no arg_max; the first value in order is the same", _arg_max
    ),
    RewriteRule(
        "count-if",
        "DataFusion has no count_if; a sum of 1 and 0, NULL where nothing is stated",
        _count_if,
    ),
)
TYPE_RULES = (
    RewriteRule("shown-exists", "DataFusion takes EXISTS in conditions only", split),
    RewriteRule(
        "day-difference",
        "DataFusion has no date_diff; the difference of day numbers",
        _day_difference,
    ),
    RewriteRule(
        "whole-sum", "sums of whole numbers leave 64 bits in DuckDB, wrap in DataFusion", _whole_sum
    ),
    RewriteRule(
        "cast-rounds",
        "a decimal cast to a whole number is rounded in DuckDB, cut off in DataFusion",
        _cast_rounds,
    ),
    RewriteRule(
        "whole-division",
        "// and % by nought give NULL in DuckDB, an error in DataFusion",
        _whole_division,
    ),
    RewriteRule(
        "signed-rank", "ranks are unsigned in DataFusion and would wrap below nought", _signed_rank
    ),
)
