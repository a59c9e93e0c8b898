"""Running parts of an author's resolved query as they are, without lineage."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from rowlineage import dialect
from rowlineage.occurrences import Occurrence
from rowlineage.query import Query

TableSql = Callable[[Occurrence], str]


def whole_table(occurrence: Occurrence) -> str:
    """Return the table of an occurrence, uncut."""
    return f"SELECT * FROM {occurrence.relation}"


def text(query: Query, tree: exp.Query, table_sql: TableSql = whole_table) -> str:
    """Return a part of a resolved query as SQL that runs by itself.

    Args:
        query: The resolved query, for its tables and shared expressions.
        tree: The part; needs nothing from outside itself.
        table_sql: Yields the SELECT to be put in the place of a table occurrence.
    """
    shared = {name: _with_tables(query, part, table_sql) for name, part in query.shared.items()}
    body = dialect.text(_with_tables(query, tree, table_sql), identify=True)
    ctes = ", ".join(
        f'"{name}" AS ({dialect.text(shared[name], identify=True)})'
        for name in _ordered(query.shared)
    )
    return f"WITH {ctes} {body}" if ctes else body


def _with_tables(query: Query, tree: exp.Query, table_sql: TableSql) -> exp.Query:
    copied = tree.copy()
    for table in list(copied.find_all(exp.Table)):
        if occurrence := query.occurrences.get(table.name):
            cut = exp.Var(this=table_sql(occurrence))
            alias = exp.TableAlias(this=exp.to_identifier(table.alias, quoted=True))
            table.replace(exp.Subquery(this=cut, alias=alias))
    return copied


def _ordered(shared: Mapping[str, exp.Query]) -> list[str]:
    """Return the names of common table expressions so that each comes after those that it reads."""
    done: list[str] = []

    def visit(name: str) -> None:
        if name not in done:
            for table in shared[name].find_all(exp.Table):
                if table.name in shared:
                    visit(table.name)
            done.append(name)

    for name in shared:
        visit(name)
    return done


def selects(query: Query) -> list[exp.Select]:
    """Return every SELECT of a query, the outermost first, those of shared expressions last."""
    return [
        s
        for tree in (query.tree, *query.shared.values())
        for s in tree.find_all(exp.Select, bfs=False)
    ]


def wording(query: Query, expression: exp.Expr, *, single_source: bool = False) -> str:
    """Return an expression in the author's words as far as they are known: without quotes, qualified only if needed."""
    copied = expression.copy()
    for column in copied.find_all(exp.Column):
        if single_source and column.table and not column.find_ancestor(exp.Query):
            column.set("table", None)
    for table in copied.find_all(exp.Table):
        if occurrence := query.occurrences.get(table.name):
            table.set("this", exp.to_identifier(occurrence.table))
            table.set("alias", None if table.alias == occurrence.table else table.args.get("alias"))
    for alias in list(copied.find_all(exp.Alias)):
        if alias.alias == alias.this.name:
            alias.replace(alias.this)
    for identifier in copied.find_all(exp.Identifier):
        identifier.set("quoted", value=False)
    return dialect.text(copied, comments=False)
