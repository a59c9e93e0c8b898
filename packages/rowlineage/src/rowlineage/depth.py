"""Long chains as balanced trees, and a bound on how deeply a query may be nested.

Parsers make of `a OR b OR c OR d` a tree as deep as the chain is long, and what walks it is slow or out of stack. AND,
OR, `||` and UNION ALL give the same in any grouping.

    ((a OR b) OR c) OR d    ->    (a OR b) OR (c OR d)
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from rowlineage.guards import refuse

SHORT = 16
"""Chains of so many links stay as they were written."""
LEVELS = 120
"""How deeply a syntax tree may be nested; each level takes several calls of what reads and writes it."""
SET_OPERATIONS = 250
"""How many set operations a query may have; resolving names takes a time that grows with their square."""
_CHAINS = (exp.Or, exp.And, exp.DPipe, exp.Union)


def balance(tree: exp.Expr, model: str) -> exp.Expr:
    """Return a parsed query with its long chains balanced.

    Raises:
        UnsupportedSQL: It is nested too deeply still, or has too many set operations.
    """
    tops = [n for n in tree.walk() if isinstance(n, _CHAINS) and not _goes_on(n.parent, n)]
    for top in reversed(tops):
        links = _links(top)
        if len(links) > SHORT:
            balanced = _joined(links, _like(top))
            tree = balanced if top is tree else tree
            top.replace(balanced)
    if len(list(tree.find_all(exp.SetOperation))) > SET_OPERATIONS:
        raise refuse(f"more than {SET_OPERATIONS} set operations", tree, model)
    if _levels(tree) > LEVELS:
        raise refuse(f"a query nested more than {LEVELS} levels deep", tree, model)
    return tree


def _goes_on(parent: exp.Expr | None, node: exp.Expr) -> bool:
    """Return whether a node is a link of the same chain as its parent."""
    return parent is not None and type(parent) is type(node) and _is_link(parent) and _is_link(node)


def _is_link(node: exp.Expr) -> bool:
    """Return whether a node may be grouped otherwise: a UNION of distinct rows, or with clauses of its own, may not."""
    if not isinstance(node, exp.Union):
        return True
    own = {name for name, value in node.args.items() if value}
    return node.args.get("distinct") is False and own <= {"this", "expression", "distinct"}


def _links(top: exp.Expr) -> list[exp.Expr]:
    """Return the members of a chain from left to right."""
    found: list[exp.Expr] = []
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if node is top or _goes_on(node.parent, node):
            waiting += [node.args["expression"], node.args["this"]]
        else:
            found.append(node)
    return found if _is_link(top) else [top]


def _like(top: exp.Expr) -> Callable[[exp.Expr, exp.Expr], exp.Expr]:
    others = {k: v for k, v in top.args.items() if k not in ("this", "expression")}

    def join(left: exp.Expr, right: exp.Expr) -> exp.Expr:
        joined = type(top)(this=left, expression=right, **others)
        joined.meta.update(top.meta)
        return joined

    return join


def _joined(links: list[exp.Expr], join: Callable[[exp.Expr, exp.Expr], exp.Expr]) -> exp.Expr:
    while len(links) > 1:
        pairs = zip(links[::2], links[1::2], strict=False)
        rest = links[-1:] if len(links) % 2 else []
        links = [join(left, right) for left, right in pairs] + rest
    return links[0]


def _levels(tree: exp.Expr) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += [(child, level + 1) for child in node.iter_expressions()]
    return deepest
