"""Common table expressions: which mention means which, and their replacement by derived tables.

One that is mentioned once becomes a derived table in its place; one that is mentioned more often is kept apart,
to be run once.
"""

from __future__ import annotations

from sqlglot import exp


def is_cte(table: exp.Table) -> bool:
    """Say whether a mention of a table means a common table expression."""
    return definition(table) is not None


def definition(table: exp.Table) -> exp.CTE | None:
    """Return the common table expression that a mention means, or None for a real table."""
    if table.args.get("db") or not isinstance(table.this, exp.Identifier):
        return None
    node: exp.Expr = table
    while node.parent is not None:
        inside, node = node, node.parent
        with_ = node if isinstance(node, exp.With) else node.args.get("with_")
        if with_ is None or inside is with_:
            continue
        found = [c for c in _visible(with_, inside) if c.alias.lower() == table.name.lower()]
        if found:
            return found[-1]
    return None


def _visible(with_: exp.With, inside: exp.Expr) -> list[exp.CTE]:
    """Return the expressions of a WITH that a node sees: all from the body, the earlier ones from inside the WITH."""
    ctes: list[exp.CTE] = with_.expressions
    for number, cte in enumerate(ctes):
        if cte is inside:
            return ctes[:number]
    return ctes


def inline(tree: exp.Query) -> tuple[exp.Query, dict[str, exp.Query]]:
    """Replace every mention of a common table expression; return the query and those to be run once, by name."""
    mentions: dict[int, list[exp.Table]] = {}
    definitions: dict[int, exp.CTE] = {}
    for table in tree.find_all(exp.Table):
        if cte := definition(table):
            mentions.setdefault(id(cte), []).append(table)
            definitions[id(cte)] = cte
    shared: dict[str, exp.Query] = {}
    for key, tables in mentions.items():
        if len(tables) == 1:
            alias = exp.TableAlias(this=exp.to_identifier(tables[0].alias_or_name, quoted=True))
            tables[0].replace(exp.Subquery(this=definitions[key].this, alias=alias))
            continue
        name = f"cte{len(shared) + 1}"
        shared[name] = definitions[key].this.pop()
        for table in tables:
            table.set("this", exp.to_identifier(name, quoted=True))
    for query in [tree, *shared.values()]:
        for node in query.find_all(exp.Query):
            node.set("with_", None)
    return tree, shared
