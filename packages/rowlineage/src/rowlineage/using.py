"""USING and NATURAL after an outer join: the column that is compared is that of whichever side has a row.

x FULL JOIN y USING (k) FULL JOIN z USING (k)
x FULL JOIN y ON x.k = y.k FULL JOIN z ON COALESCE(x.k, y.k) = z.k
"""

from __future__ import annotations

from sqlglot import exp

from rowlineage.guards import refuse
from rowlineage.scopes import is_join_in_parentheses

_BY_NAME = "joined by name"
_OWN = "written by the author"


def note_joins(tree: exp.Expr, model: str) -> None:
    """Let joins by name remember that they were such, before the names are resolved.

    Raises:
        UnsupportedSQL: One stands beside a join in parentheses of which a side may lack a row.
    """
    for call in tree.find_all(exp.Coalesce):
        call.meta[_OWN] = True
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
    return inner or any(map(is_join_in_parentheses, around.find_all(exp.Subquery)))


def compare_merged(tree: exp.Expr) -> None:
    """Let every join by name compare the merged column, where an earlier one can have left one side without a row."""
    for select in tree.find_all(exp.Select):
        merged: dict[str, list[str]] = {}
        outer: set[str] = set()
        for join in select.args.get("joins") or []:
            if join.meta.get(_BY_NAME) and join.args.get("on") is not None:
                _compare(join, merged, outer)
        _take_one_side(select)


def _take_one_side(select: exp.Select) -> None:
    """Let a merged column be that of the side which always has a row, as the engine has it: groups are made by it.

    SELECT p.k FROM p JOIN q USING (k) GROUP BY COALESCE(p.k, q.k)    ->    ... GROUP BY p.k
    """
    taken = _sides_taken(select)
    for call in list(select.find_all(exp.Coalesce)):
        parts = [call.this, *call.expressions]
        columns = [part for part in parts if isinstance(part, exp.Column)]
        if call.meta.get(_OWN) or len(columns) < len(parts):
            continue
        side = taken.get(tuple((c.table, c.name) for c in columns))
        if side is not None:
            call.replace(exp.column(columns[0].name, side, quoted=True))


def _sides_taken(select: exp.Select) -> dict[tuple[tuple[str, str], ...], str]:
    """Return the side of each merged column, by the columns that were merged; none after a FULL join."""
    found: dict[tuple[tuple[str, str], ...], str] = {}
    sides: dict[str, tuple[list[str], str | None]] = {}
    for join in select.args.get("joins") or []:
        if not join.meta.get(_BY_NAME) or join.kind in ("SEMI", "ANTI"):
            continue
        own = join.alias_or_name
        for equal in join.args.get("on").find_all(exp.EQ):
            left, right = equal.this, equal.expression
            if not isinstance(right, exp.Column) or right.table != own:
                continue
            first = next(iter(left.find_all(exp.Column)), None)
            known = ([first.table], first.table) if first else ([], None)
            merged, taken = sides.get(right.name, known)
            taken = {"FULL": None, "RIGHT": own}.get(join.side, taken)
            sides[right.name] = ([*merged, own], taken)
    for name, (merged, taken) in sides.items():
        if taken is not None:
            found[tuple((side, name) for side in merged)] = taken
    return found


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
