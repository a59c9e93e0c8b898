"""What parts of a resolved query rest on: each is rewritten and run by itself, and asked for the rows of its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb
from sqlglot import exp

from rowlineage import dialect
from rowlineage.arrays import Ids, distinct
from rowlineage.catalog import ConnectionCatalog, quoted
from rowlineage.places import Relation
from rowlineage.query import Query
from rowlineage.relation import POSITION
from rowlineage.rewrite import Rewritten, rewritten
from rowlineage.roles import COPIES, EXISTENCE, Need, Role
from rowlineage.row_walk import Chosen, RowWalk
from rowlineage.run import fill
from rowlineage.walk import demands

_PREFIX = "#account_"


@dataclass(frozen=True)
class QueryPart:
    """A part of a resolved query, as it runs by itself.

    Attributes:
        tree: The part.
        columns: Its columns that are needed, in small letters.
        copies: Whether it matters how often a row is there.
    """

    tree: exp.Query
    columns: frozenset[str]
    copies: bool


class PartRows:
    """The rows of the tables that parts of a query rest on.

    Args:
        con: The connection on which the query's tables live.
        query: The resolved query.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, query: Query) -> None:
        self.con, self.query = con, query
        self.catalog = ConnectionCatalog(con)
        self._known: dict[tuple[str, frozenset[str], bool], dict[str, Ids]] = {}

    def by(self, part: QueryPart) -> dict[str, Ids]:
        """Return the row ids by table occurrence that all rows of a part together rest on."""
        key = (dialect.text(part.tree), part.columns, part.copies)
        if key not in self._known:
            self._known[key] = self._run(part)
        return self._known[key]

    def all_rows(self, occurrence: str) -> Ids:
        """Return the row ids of a table."""
        known = self.query.occurrences[occurrence]
        relation = Relation(self.con, known.relation, known.row_id)
        return relation.all_rows()

    def tables(self, tree: exp.Expr) -> set[str]:
        """Return the table occurrences that a part reads."""
        names = {table.name for table in tree.find_all(exp.Table)}
        inside = [self.tables(self.query.shared[name]) for name in names & set(self.query.shared)]
        return (names & set(self.query.occurrences)).union(*inside)

    def _run(self, part: QueryPart) -> dict[str, Ids]:
        own = replace(self.query, tree=part.tree, shared=self._shared(part.tree))
        made = rewritten(own, self.catalog, prefix=_PREFIX)
        copies: Need = {COPIES: frozenset({Role.EXISTS})} if part.copies else {}
        value = dict.fromkeys(
            (c for c in made.columns if c.lower() in part.columns), frozenset({Role.VALUE})
        )
        try:
            return self._walked(made, {**value, **EXISTENCE, **copies})
        finally:
            for relation in (made.main, *(stage.relation for stage in made.stages)):
                self.con.execute(f"DROP TABLE IF EXISTS {quoted(relation)}")

    def _shared(self, tree: exp.Expr) -> dict[str, exp.Query]:
        """Return the shared expressions that a part reads, at whatever depth."""
        found: dict[str, exp.Query] = {}
        pending = [tree]
        while pending:
            for table in pending.pop().find_all(exp.Table):
                if table.name in self.query.shared and table.name not in found:
                    found[table.name] = self.query.shared[table.name]
                    pending.append(found[table.name])
        return {name: found[name] for name in self.query.shared if name in found}

    def _walked(self, made: Rewritten, need: Need) -> dict[str, Ids]:
        stages = {stage.id: stage.annotations for stage in made.stages}
        wanted = demands(made.annotations, stages, need)
        for stage in made.stages:
            fill(self.con, made, stage, wanted.get(stage.id, []))
        kept = [quoted(a.value.name) for a in wanted.get("", []) if a.value]
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE {quoted(made.main)} AS "
            f"SELECT {', '.join(kept) or 'TRUE'} FROM ({made.sql})"
        )
        places = {s.id: Relation(self.con, quoted(s.relation), POSITION) for s in made.stages}
        chosen = Chosen(Relation(self.con, quoted(made.main), ""))
        found: dict[str, list[Ids]] = {}
        for part in RowWalk(stages, places).reached(chosen, made.annotations, need):
            found.setdefault(part.occurrence, []).append(part.rows)
        return {occurrence: distinct(rows) for occurrence, rows in found.items()}


def all_columns(select: exp.Select) -> frozenset[str]:
    """Return the names of the columns of a SELECT, in small letters."""
    return frozenset(projection.alias_or_name.lower() for projection in select.selects)
