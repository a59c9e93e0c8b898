"""USING and NATURAL after an outer join: the column that is compared is that of whichever side has a row.

x FULL JOIN y USING (k) FULL JOIN z USING (k)
x FULL JOIN y ON x.k = y.k FULL JOIN z ON COALESCE(x.k, y.k) = z.k
"""

from __future__ import annotations

from sqlglot import exp

from rowlineage.guards import refuse

_BY_NAME = "joined by name"


def note_joins(tree: exp.Expr, model: str) -> None:
    """Let joins by name remember that they were such, before the names are resolved.

    Raises:
        UnsupportedSQL: One stands beside a join in parentheses of which a side may lack a row.
    """
    for join in tree.find_all(exp.Join):
        if join.args.get("using") or join.method == "NATURAL":
            join.meta[_BY_NAME] = True
            around = join.parent
            joins = [*(around.args.get("joins") or [])] if around else []
            if any(j.side in ("FULL", "RIGHT") for j in joins) and _has_nested(around):
                raise refuse("USING or NATURAL beside a join in parentheses", join, model)


def _has_nested(around: exp.Expr | None) -> bool:
    """Return whether some source of a SELECT, or of a join in parentheses, is itself a join in parentheses."""
    if around is None:
        return False
    inner = isinstance(around, exp.Table | exp.Subquery)
    nested = [
        s for s in around.find_all(exp.Subquery) if not isinstance(s.this, exp.Query | exp.Values)
    ]
    return inner or bool(nested)


def compare_merged(tree: exp.Expr) -> None:
    """Let every join by name compare the merged column, where an earlier one can have left one side without a row."""
    for select in tree.find_all(exp.Select):
        merged: dict[str, list[str]] = {}
        outer: set[str] = set()
        for join in select.args.get("joins") or []:
            if join.meta.get(_BY_NAME) and join.args.get("on") is not None:
                _compare(join, merged, outer)


def _compare(join: exp.Join, merged: dict[str, list[str]], outer: set[str]) -> None:
    """Change the conditions of one join; note which sources its columns are merged of, and which may lack a row."""
    own = join.alias_or_name
    for equal in list(join.args["on"].find_all(exp.EQ)):
        left, right = equal.this, equal.expression
        if not isinstance(right, exp.Column) or right.table != own:
            continue
        name = right.name
        if isinstance(left, exp.Column):
            sides = merged.setdefault(name, [left.table])
            if name in outer and len(sides) > 1:
                equal.set(
                    "this",
                    exp.func("coalesce", *(exp.column(name, side, quoted=True) for side in sides)),
                )
        if join.kind not in ("SEMI", "ANTI"):
            merged.setdefault(name, []).append(own)
            outer |= {name} if join.side in ("FULL", "RIGHT") else set()
