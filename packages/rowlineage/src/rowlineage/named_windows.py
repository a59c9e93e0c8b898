"""The windows that a SELECT gives names: each stands where it is used, so that no lineage rule has to look for it."""

from __future__ import annotations

from sqlglot import exp

from rowlineage.guards import refuse

_OF_WINDOW = ("partition_by", "order", "spec")


def written_out(select: exp.Select, model: str) -> None:
    """Put the definitions of WINDOW where they are used; one may be made of another, and a nested query has its own."""
    named = {w.name.lower(): w for w in select.args.get("windows") or []}
    if not named:
        return
    for window in list(select.find_all(exp.Window)):
        base = named.get(window.alias.lower()) if window.args.get("alias") else None
        is_own = window.find_ancestor(exp.Select) is select
        if base is None or not is_own or isinstance(window.this, exp.Identifier):
            continue
        below = named.get(base.alias.lower()) if base.args.get("alias") else None
        # The engine looks no deeper, and so leaves out what stands there.
        adds = any(window.args.get(part) for part in _OF_WINDOW)
        if below is not None and (adds or below.args.get("alias")):
            raise refuse("a window made of a window that is made of another", window, model)
        for known in (base, below):
            if known is not None:
                _complete(window, known)
        window.set("alias", None)
    select.set("windows", None)


def _complete(window: exp.Window, base: exp.Window) -> None:
    """Give a window what its base has and it has not."""
    for part in _OF_WINDOW:
        if not window.args.get(part) and base.args.get(part):
            value = base.args[part]
            window.set(part, [v.copy() for v in value] if isinstance(value, list) else value.copy())
