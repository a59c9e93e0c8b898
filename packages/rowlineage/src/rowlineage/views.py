"""Views, read as the queries that they are: their rows are traced to the tables beneath.

SELECT sum(amount) FROM late    with    CREATE VIEW late AS SELECT * FROM sale WHERE day > 5
SELECT sum(amount) FROM (SELECT * FROM sale WHERE day > 5) AS late
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from sqlglot import TokenType, exp

from rowlineage import dialect
from rowlineage.catalog import ConnectionCatalog, View
from rowlineage.ctes import is_cte
from rowlineage.errors import UnsupportedSQL
from rowlineage.guards import ROW_SOURCES, function_names, line_of, place_at, refuse
from rowlineage.own_words import SourceText, mention_of, note_mentions, statement
from rowlineage.scopes import short_names

MOST = 30
"""How deeply views may read views."""
MOST_WRITTEN = 1000
"""How many times views may stand in one query when each is written out: one that is read twice stands there twice."""
Parse = Callable[[str, str], exp.Query | exp.Pivot]


class ViewCount:
    """How many views were written out in one query.

    Args:
        model: Name for messages.
    """

    def __init__(self, model: str) -> None:
        self._model, self._count = model, 0

    def add(self, name: str) -> None:
        """Count one more.

        Raises:
            UnsupportedSQL: They are too many.
        """
        self._count += 1
        if self._count > MOST_WRITTEN:
            construct = f"views that come to more than {MOST_WRITTEN} when each is written out, {name} among them"
            raise UnsupportedSQL(construct, model=self._model, remedy="make a table of one of them")


def expand(
    tree: exp.Expr,
    catalog: ConnectionCatalog,
    parse: Parse,
    row_id: str,
    model: str,
    level: int = 0,
    count: ViewCount | None = None,
) -> bool:
    """Replace every view in a parsed query by its query; return whether there was one.

    A view over nothing that can be traced, such as files, stays a table of its own.

    Args:
        tree: The query; where its text names tables has been noted.
        catalog: The connection.
        parse: Reads the text of a query.
        row_id: Name of the row-id column.
        model: Name for messages.
        level: How many views stand around it.
        count: How many were written out before, in the same query.

    Raises:
        UnsupportedSQL: A view reads a table by a name that means a common table expression of the query, or views
            read each other too many times.
    """
    if catalog.is_closed:
        return False
    known, found = catalog.view_names(), False
    count = count or ViewCount(model)
    ctes = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for table in list(tree.find_all(exp.Table)):
        if not isinstance(table.this, exp.Identifier) or is_cte(table) or level > MOST:
            continue
        if table.name.lower() not in known:
            continue
        view = catalog.view(table.name, table.db, table.catalog)
        if view is not None:
            inner = _read(table, view, ctes, catalog, parse, row_id, model)
            if inner is not None:
                count.add(view.name)
                expand(inner, catalog, parse, row_id, model, level + 1, count)
                table.replace(_derived(inner, table, view))
                found = True
    return found


def _read(
    table: exp.Table,
    view: View,
    ctes: set[str],
    catalog: ConnectionCatalog,
    parse: Parse,
    row_id: str,
    model: str,
) -> exp.Query | exp.Pivot | None:
    """Return the query of a view, at the line where it is read; None for one that is a table of its own."""
    text = query_of(view)
    inner = parse(text, f"view {view.name}")
    tables = [t for t in inner.find_all(exp.Table) if not is_cte(t)]
    if any(is_outside(t, catalog) for t in tables):
        return None
    if not tables and _has_ids(table, catalog, row_id):
        return None
    captured = sorted(t.name for t in tables if t.name.lower() in ctes and not t.db)
    if captured:
        construct = f"the view {view.name} beside a common table expression called {captured[0]} like its table"
        raise refuse(construct, table, model, "give the common table expression another name")
    _place_tables(tables, view, catalog)
    place, line = mention_of(table), line_of(table)
    source = SourceText(text, place, view.columns) if place else SourceText(text)
    notes = note_mentions(inner, source)
    short_names(inner)
    source.edits.extend(notes.edits() or [])
    place_at(inner, line)
    return inner


def _place_tables(tables: list[exp.Table], view: View, catalog: ConnectionCatalog) -> None:
    """Let the tables of a view of another schema be those that the engine finds there first."""
    is_elsewhere = view.database != catalog.database()
    for table in tables if not view.is_of_here else ():
        is_name = isinstance(table.this, exp.Identifier) and not table.db
        if is_elsewhere and table.db and not table.catalog:
            if catalog.has_in(view.database, table.db, table.name):
                table.set("catalog", exp.to_identifier(view.database, quoted=True))
        elif is_name and catalog.has_in("temp", "main", table.name):
            continue  # it comes first, also for a view of another schema
        elif is_name and catalog.has_in(view.database, view.schema, table.name):
            if not table.alias:
                table.set("alias", exp.TableAlias(this=table.this.copy()))
            table.set("db", exp.to_identifier(view.schema, quoted=True))
            if is_elsewhere:
                table.set("catalog", exp.to_identifier(view.database, quoted=True))


def _has_ids(table: exp.Table, catalog: ConnectionCatalog, row_id: str) -> bool:
    columns = catalog.columns(dialect.text(exp.table_(table.this.copy(), table.args.get("db"))))
    return any(name.lower() == row_id.lower() for name, _ in columns)


def _derived(inner: exp.Query | exp.Pivot, table: exp.Table, view: View) -> exp.Subquery:
    """Return the query of a view as a derived table in the place of the view's name."""
    query: exp.Expr = inner
    if isinstance(inner, exp.Pivot):
        query = exp.select(exp.Star()).from_(exp.Subquery(this=inner))
    if view.columns:
        columns = [exp.to_identifier(name, quoted=True) for name in view.columns]
        named = exp.TableAlias(this=exp.to_identifier("v", quoted=True), columns=columns)
        query = exp.select(exp.Star()).from_(exp.Subquery(this=query, alias=named))
    own = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name, quoted=True))
    derived = exp.Subquery(this=query, alias=own.copy())
    for part in ("joins", "pivots", "sample"):
        derived.set(part, table.args.get(part))
    return derived


def query_of(view: View) -> str:
    """Return the text of a view's query, at the lines and offsets of its definition."""
    words = dialect.tokens(view.sql)
    depth = 0
    for word, following in itertools.pairwise(words):
        depth += {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}.get(word.token_type, 0)
        if word.token_type == TokenType.ALIAS and depth == 0:
            return statement(" " * following.start + view.sql[following.start :])
    return view.sql


def is_outside(table: exp.Table, catalog: ConnectionCatalog) -> bool:
    """Say whether a source is a file or what a function other than of rows makes: nothing that can be traced."""
    if isinstance(table.this, exp.Func):
        names = function_names(table.this)
        return not names & (ROW_SOURCES | catalog.macros.keys())
    return not table.db and ("/" in table.name or "." in table.name)
