"""Views that read a clock, written out in the text of a run: its moment then holds for them as well.

SELECT count(*) FROM late           with    CREATE VIEW late AS SELECT * FROM sale WHERE due < current_date
SELECT count(*) FROM (SELECT * FROM (SELECT * FROM sale WHERE due < current_date) AS v("id", "due")) AS "late"

All other views stay what they are in the author's text.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb
from sqlglot import exp

from rowlineage.catalog import ConnectionCatalog, View, quoted
from rowlineage.ctes import is_cte
from rowlineage.errors import LineageError
from rowlineage.own_words import Edit, SourceText, edited, mention_of, note_mentions
from rowlineage.parsing import parse
from rowlineage.scopes import short_names
from rowlineage.views import MOST, ViewCount, is_outside, query_of

HasClock = Callable[[str], bool]


def written_out(con: duckdb.DuckDBPyConnection, sql: str, has_clock: HasClock, model: str) -> str:
    """Return a text in which every view that reads a clock, or a view that does, is its query.

    A view whose query would mean something else there stays, and is refused with its clock.

    Args:
        con: The connection.
        sql: One SELECT.
        has_clock: Says whether a text has a clock.
        model: Name for messages.

    Raises:
        UnsupportedSQL: Views read each other too many times.
    """
    catalog = ConnectionCatalog(con)
    if not any(has_clock(text) for text in catalog.view_texts()):
        return sql
    return _Written(catalog, has_clock, ViewCount(model)).text(sql, frozenset(), 0) or sql


class _Written:
    def __init__(self, catalog: ConnectionCatalog, has_clock: HasClock, count: ViewCount) -> None:
        self.catalog, self.has_clock, self.count = catalog, has_clock, count
        self.known = catalog.view_names()

    def text(self, sql: str, outer: frozenset[str], level: int) -> str | None:
        """Return a text with its views written out; None where that is not known, or it reads what hides a table.

        Args:
            sql: The text.
            outer: Names of common table expressions in the texts around it, in small letters.
            level: How many views stand around it.
        """
        try:
            tree = parse(sql)
        except LineageError:
            return None
        notes = note_mentions(tree, SourceText(sql))
        every = [t for t in tree.find_all(exp.Table) if not is_cte(t)]
        if level and (not every or any(is_outside(t, self.catalog) for t in every)):
            return None  # a view that is a table of its own
        tables = [t for t in every if isinstance(t.this, exp.Identifier)]
        if any(t.name.lower() in outer and not t.db for t in tables):
            return None
        own = outer | {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
        edits: list[Edit] = []
        for table in tables:
            view = self._view(table) if level < MOST else None
            if view:
                self.count.add(view.name)
            inner = self.text(query_of(view), own, level + 1) if view else None
            place = mention_of(table)
            if view and inner is not None and self.has_clock(inner):
                if place is None:
                    return None
                edits.append((place.start, place.end, self._derived(view, inner, place.alias)))
        if not edits:
            return sql
        short_names(tree)
        columns = notes.edits()
        return None if columns is None else edited(sql, [*columns, *edits])

    def _view(self, table: exp.Table) -> View | None:
        """Return the view that a table is, where its words mean in another text what they mean in it."""
        if table.name.lower() not in self.known:
            return None
        view = self.catalog.view(table.name, table.db, table.catalog)
        return view if view is not None and view.is_of_here else None

    def _derived(self, view: View, text: str, alias: str) -> str:
        names = [name for name, _ in self.catalog.describe(f"FROM {view.relation}")]
        columns = ", ".join(map(quoted, names))
        named = f" AS {quoted(alias)}" if alias else ""
        return f"(SELECT * FROM ({text.strip()}) AS v({columns})){named}"
