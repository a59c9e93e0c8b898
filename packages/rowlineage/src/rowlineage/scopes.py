"""Names inside one query: the sources of a SELECT, the columns of an expression, what a subquery takes from outside."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

Source = exp.Table | exp.Subquery | exp.Lateral | exp.Unnest | exp.Values


def sources(select: exp.Select) -> list[exp.Expr]:
    """Return what stands in FROM, JOIN and LATERAL, in the order of the text."""
    from_ = select.args.get("from_")
    joins: list[exp.Join] = select.args.get("joins") or []
    laterals: list[exp.Expr] = select.args.get("laterals") or []
    return [*([from_.this] if from_ else []), *(join.this for join in joins), *laterals]


def short_names(tree: exp.Expr) -> None:
    """Call every table by an alias of one word, and its columns too: `main.sale.day` becomes `sale.day`."""
    for select in tree.find_all(exp.Select):
        tables = [s for s in with_nested(sources(select)) if isinstance(s, exp.Table)]
        for number, table in enumerate(tables):
            before = {t.alias_or_name.lower() for t in tables[:number]}
            if table.args.get("db") and not table.alias and table.name.lower() in before:
                alias = exp.to_identifier(_free(table.name, before), quoted=True)
                table.set("alias", exp.TableAlias(this=alias))
    for column in [c for c in tree.find_all(exp.Column) if c.table and not c.args.get("db")]:
        _whole_row(column)
    for column in [c for c in tree.find_all(exp.Column) if c.args.get("db")]:
        named = _named(column)
        if named is not None:
            column.set("table", exp.to_identifier(named.alias_or_name, quoted=True))
            column.set("db", None)
            column.set("catalog", None)


def _whole_row(column: exp.Column) -> None:
    """Call a whole row by its table alone: `main.sale`, where no source is called main."""
    select = column.find_ancestor(exp.Select)
    found = list(with_nested(sources(select))) if select else []
    if any(source.alias_or_name.lower() == column.table.lower() for source in found):
        return
    for source in found:
        own = (source.name.lower(), source.db.lower()) if isinstance(source, exp.Table) else ()
        if own == (column.name.lower(), column.table.lower()):
            column.set("this", exp.to_identifier(source.alias_or_name, quoted=True))
            column.set("table", None)
            return


def _named(column: exp.Column) -> exp.Table | None:
    """Return the table that a column names with its schema; None where that is the field of a struct."""
    words = [column.table.lower(), column.db.lower(), column.catalog.lower()]
    select = column.find_ancestor(exp.Select)
    while select is not None:
        found = list(with_nested(sources(select)))
        if any(source.alias_or_name.lower() == words[1] for source in found):
            return None
        for source in found:
            if isinstance(source, exp.Table):
                own = [source.name.lower(), source.db.lower(), source.catalog.lower()]
                pairs = zip(own[1:], words[1:], strict=True)
                if own[0] == words[0] and all(a == b or not (a and b) for a, b in pairs):
                    return source
        select = select.find_ancestor(exp.Select)
    return None


def unique_aliases(tree: exp.Query) -> None:
    """Give every source in the query an alias of its own, and its columns with it."""
    taken: set[str] = set()
    renamed: dict[int, dict[str, str]] = {}
    for select in tree.find_all(exp.Select, bfs=False):
        names = renamed.setdefault(id(select), {})
        for source in with_nested(sources(select)):
            old = source.alias_or_name
            names[old] = _free(old or "q", taken)
    for column in list(tree.find_all(exp.Column)):
        if column.table:
            _rename(column, renamed)
    for select in tree.find_all(exp.Select, bfs=False):
        for source in with_nested(sources(select)):
            _set_alias(source, renamed[id(select)][source.alias_or_name])


def with_nested(found: list[exp.Expr]) -> Iterator[exp.Expr]:
    """Yield sources, those of a parenthesised join one by one."""
    for source in found:
        if is_join_in_parentheses(source):
            yield from with_nested([source.this])
        else:
            yield source
        yield from with_nested([join.this for join in source.args.get("joins") or []])


def is_join_in_parentheses(source: exp.Expr) -> bool:
    """Say whether a source is no query in parentheses but a table or a join: `((a JOIN b ON ...))`."""
    if not isinstance(source, exp.Subquery) or isinstance(source.this, exp.Values):
        return False
    inner = source.this
    if isinstance(inner, exp.Subquery):
        return bool(inner.alias or inner.args.get("joins")) or is_join_in_parentheses(inner)
    return not isinstance(inner, exp.Query)


def _free(name: str, taken: set[str]) -> str:
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    taken.add(candidate)
    return candidate


def _rename(column: exp.Column, renamed: dict[int, dict[str, str]]) -> None:
    node: exp.Expr | None = column
    while node is not None:
        names = renamed.get(id(node), {})
        if column.table in names:
            column.set("table", exp.to_identifier(names[column.table], quoted=True))
            return
        node = node.parent


def _set_alias(source: exp.Expr, alias: str) -> None:
    known = source.args.get("alias")
    if isinstance(known, exp.TableAlias):
        known.set("this", exp.to_identifier(alias, quoted=True))
    else:
        source.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))


def own_nodes(expression: exp.Expr) -> Iterator[exp.Expr]:
    """Yield the nodes of an expression from the top down, subqueries as one node each and not entered."""
    yield expression
    if isinstance(expression, exp.Query):
        return
    for child in expression.iter_expressions():
        yield from own_nodes(child)


def aliases_inside(query: exp.Expr) -> set[str]:
    """Return the aliases of all sources in a query, nested ones too."""
    selects = query.find_all(exp.Select)
    return {s.alias_or_name for select in selects for s in with_nested(sources(select))}


def outer_columns(query: exp.Expr) -> list[exp.Column]:
    """Return the columns that a subquery takes from outside; none means that it is uncorrelated."""
    inside = aliases_inside(query)
    return [c for c in query.find_all(exp.Column) if c.table and c.table not in inside]
