"""Conditions on absence: parts of a query that hold because other rows are not there, or rank behind.

Such rows are no evidence, yet a row added to them could change the result: a trace names the conditions instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from rowlineage import plain
from rowlineage.conditions import is_rank, is_top
from rowlineage.guards import line_of
from rowlineage.query import Query


@dataclass(frozen=True)
class Absence:
    """One such condition.

    Attributes:
        construct: NOT EXISTS (ANTI JOIN is one), NOT IN, EXCEPT, LIMIT, DISTINCT ON, top of a ranking, or place in a
            ranking, of rows or of groups, which holds because no other one comes before.
        tables: The upstream tables whose further rows could make it fail.
        condition: In the author's words.
        line: Line of the SQL text; 0 when it is not known.
    """

    construct: str
    tables: tuple[str, ...]
    condition: str
    line: int


def absences(query: Query) -> list[Absence]:
    """Return the conditions on absence of a query, in the order of its parts."""
    trees = (query.tree, *query.shared.values())
    found = [a for tree in trees for node in tree.walk(bfs=False) for a in _at(query, node)]
    return list(dict.fromkeys(found))


def _at(query: Query, node: exp.Expr) -> Iterator[Absence]:
    if isinstance(node, exp.Not) and isinstance(node.this, exp.Exists | exp.In):
        if node.this.find(exp.Query):
            construct = "NOT EXISTS" if isinstance(node.this, exp.Exists) else "NOT IN"
            yield _absence(query, construct, node, node.this)
    elif isinstance(node, exp.Except):
        yield _absence(query, "EXCEPT", node.right, node.right)
    elif isinstance(node, exp.Limit) and node.parent is not None:
        yield _absence(query, "LIMIT", node, node.parent)
    elif isinstance(node, exp.Distinct) and node.args.get("on") and node.parent is not None:
        yield _absence(query, "DISTINCT ON", node, node.parent)
    elif is_rank(node) and not _is_cut_off(query, node):
        select = node.find_ancestor(exp.Select)
        yield _absence(query, "place in a ranking", node, select or node)
    elif isinstance(node, exp.LTE | exp.LT | exp.EQ) and _is_top(query, node):
        select = node.find_ancestor(exp.Select)
        yield _absence(query, "top of a ranking", node, select or node)


def _is_top(query: Query, node: exp.Expr) -> bool:
    """Say whether a condition keeps the first of a ranking, here or in a nested query that it reads."""
    ranked = {
        p.alias_or_name for s in plain.selects(query) for p in s.selects if is_rank(p.unalias())
    }
    return is_top(node, lambda n: is_rank(n) or (isinstance(n, exp.Column) and n.name in ranked))


def _is_cut_off(query: Query, rank: exp.Expr) -> bool:
    """Say whether a ranking is named already, by a condition that keeps the first of it."""
    if rank.parent is not None and is_top(rank.parent, is_rank):
        return True
    name = rank.parent.alias if isinstance(rank.parent, exp.Alias) else ""
    trees = (query.tree, *query.shared.values())
    tops = (n for tree in trees for n in tree.find_all(exp.LTE, exp.LT, exp.EQ))
    return bool(name) and any(t.left.name == name and _is_top(query, t) for t in tops)


def _absence(query: Query, construct: str, node: exp.Expr, around: exp.Expr) -> Absence:
    names = [t.name for t in around.find_all(exp.Table)]
    for name in names:
        if name in query.shared:
            names += [t.name for t in query.shared[name].find_all(exp.Table)]
    tables = tuple(
        dict.fromkeys(query.occurrences[name].table for name in names if name in query.occurrences)
    )
    return Absence(construct, tables, plain.wording(query, node), line_of(node) or line_of(around))
