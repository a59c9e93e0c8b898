"""Conditions of a SELECT: the parts that must all hold, and those that only keep the first rows of a ranking.

`total > 5 AND row_number() OVER (ORDER BY total) <= 3` has two parts; the second keeps the first rows of a ranking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

RANKS = (exp.RowNumber, exp.Rank, exp.DenseRank)


def is_rank(node: exp.Expr) -> bool:
    """Say whether an expression is the rank of a row within its window and nothing else."""
    return isinstance(node, exp.Window) and isinstance(node.this, RANKS)


def conjuncts(condition: exp.Expr) -> Iterator[exp.Expr]:
    """Yield the parts of a condition that must all hold."""
    if isinstance(condition, exp.Paren):
        yield from conjuncts(condition.this)
    elif isinstance(condition, exp.And):
        yield from conjuncts(condition.left)
        yield from conjuncts(condition.right)
    else:
        yield condition


def is_top(condition: exp.Expr, is_rank: Callable[[exp.Expr], bool]) -> bool:
    """Say whether a condition keeps the first rows of a ranking: taking other rows away cannot make it fail."""
    if not isinstance(condition, exp.LTE | exp.LT | exp.EQ) or not is_rank(condition.left):
        return False
    bound = condition.right
    if not isinstance(bound, exp.Literal) or bound.is_string:
        return False
    return not isinstance(condition, exp.EQ) or bound.this == "1"
