"""Names of output columns: each its own within its SELECT, as the engine makes them where two are called alike.

SELECT s.k, s.k_1 FROM (SELECT a.k, b.k FROM a, b) AS s
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp


def make_unique(tree: exp.Query) -> bool:
    """Rename the second of two output columns of one name; return whether a SELECT within the query had such.

    Args:
        tree: A query; SELECTs whose stars are not resolved yet are passed over.
    """
    changed = False
    for select in tree.find_all(exp.Select):
        names = select.named_selects
        wanted = unique(names)
        if wanted == names or select.is_star:
            continue
        changed |= not _is_outermost(select)
        for projection, name in zip(list(select.selects), wanted, strict=True):
            if projection.alias_or_name != name:
                projection.replace(_named(projection.unalias().copy(), name))
    return changed


def as_aliases(tree: exp.Expr) -> None:
    """Let an output column that is a subquery have its name as any other has, beside it and not as its alias."""
    for select in tree.find_all(exp.Select):
        for projection in list(select.selects):
            if isinstance(projection, exp.Subquery) and projection.alias:
                name, bare = projection.alias, projection.copy()
                bare.set("alias", None)
                projection.replace(_named(bare, name))


def _named(expression: exp.Expr, name: str) -> exp.Alias:
    return exp.Alias(this=expression, alias=exp.to_identifier(name, quoted=True))


def unique(names: Iterable[str]) -> list[str]:
    """Return names, each its own whatever its capitals: `k`, `k_1`, `k_2`, ..."""
    found: list[str] = []
    taken: dict[str, int] = {}
    for name in names:
        own, number = name, taken.get(name.lower(), 0)
        while own.lower() in taken:
            number += 1
            own = f"{name}_{number}"
        taken[name.lower()] = number
        taken.setdefault(own.lower(), 0)
        found.append(own)
    return found


def _is_outermost(select: exp.Select) -> bool:
    """Say whether the output of a SELECT is that of the query, so that nothing refers to it by name."""
    node: exp.Expr = select
    while isinstance(node.parent, exp.SetOperation | exp.Subquery):
        node = node.parent
    return node.parent is None
