"""The audit of tables: every cell, and every row below that it rests on, replayed on its own evidence.

A cell is verified when its row comes back from the author's query over nothing but the cell's evidence, with the same
value, and the same holds for every row of every model on the way to the raw rows, for the columns that are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import duckdb

from rowlineage.auditing.batch_replay import BatchReplay, Difference, Group
from rowlineage.auditing.findings import AuditedTable, AuditFault, AuditFinding, State
from rowlineage.auditing.names import ORIGIN
from rowlineage.auditing.nodes import Asked, AuditedModels, AuditedNode, Nodes
from rowlineage.auditing.strays import strays
from rowlineage.catalog import ConnectionCatalog, quoted
from rowlineage.errors import LimitReached, LineageError, UnsupportedSQL
from rowlineage.limits import MET, Bounds, limited
from rowlineage.query import Query, resolve

Faults = dict[int, AuditFault]


class Audit:
    """One audit on one connection; what it makes there is removed by `close`.

    Args:
        con: A connection with all tables and their evidence.
        models: The models.
        row_id: Name of the row-id column.
        deep: Whether the kept evidence is also compared with that of a fresh run, which finds rows too many.
        listener: Called with the name of each model as its replay begins.
        bounds: Holds what is done for a model within limits; where one is met the audit ends, as that tells of no cell.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        models: AuditedModels,
        row_id: str = "_row",
        *,
        deep: bool = True,
        listener: Callable[[str], None] = lambda _: None,
        bounds: Bounds = limited,
    ) -> None:
        self.con, self.models, self.row_id = con, models, row_id
        self.deep, self.listener = deep, listener
        self.nodes = Nodes(con, models, row_id, bounds)
        self._catalog = ConnectionCatalog(con)
        self._faults: dict[tuple[str, Asked], Faults] = {}

    def run(self, tables: Sequence[str]) -> list[AuditedTable]:
        """Audit models; every column of every row.

        Args:
            tables: Names of the models.
        """
        columns = {table: self._columns(table) for table in tables}
        self.nodes.discover(columns)
        for model in reversed(list(self.nodes.found)):
            self.listener(model)
            with self.nodes.bounds(self.con, model):
                self._replay(model)
        return [self._audited(table, names) for table, names in columns.items()]

    def _replay(self, model: str) -> None:
        own = self._own_faults(model)
        for node in self.nodes.found[model]:
            below = self._faults_below(node)
            self._faults[model, node.asked] = {**below, **own[node.asked]}

    def _columns(self, table: str) -> list[str]:
        names = [name for name, _ in self._catalog.describe(quoted(table))]
        return [name for name in names if name.lower() != self.row_id.lower()]

    def _own_faults(self, model: str) -> dict[Asked, Faults]:
        """Replay the rows of a model and return the faults of each node; where that cannot be done all are refused."""
        try:
            return self._replayed(model, self._query(model))
        except (LimitReached, *MET):
            raise
        except (LineageError, duckdb.Error) as error:
            why = self.nodes.refused.get(model, str(error).splitlines()[0])
            refused = self._refused(model, why)
            return {node.asked: refused for node in self.nodes.found[model]}

    def _replayed(self, model: str, query: Query) -> dict[Asked, Faults]:
        """Replay the rows of a model, on each kind of evidence once."""
        key = self._key(model, [name for name, _ in query.columns])
        replay = BatchReplay(self.con, query, model, key, self.nodes.rows[model], self.row_id)
        sharing = list(_by_evidence(self.nodes.found[model]).values())
        try:
            different = replay.differences([_group(together) for together in sharing])
        finally:
            replay.close()
        stray = strays(self.nodes, model) if self.deep else {}
        return {
            node.asked: {**_stray(model, stray.get(node.asked, {})), **_faults(model, node, rows)}
            for together, rows in zip(sharing, different, strict=True)
            for node in together
        }

    def _query(self, model: str) -> Query:
        """Return the resolved query of a model, whose mentions of tables are those of its evidence."""
        if model in self.nodes.refused:
            raise UnsupportedSQL(self.nodes.refused[model], model=model)
        query = resolve(self._catalog, self.models.model(model).sql, self.row_id, model)
        mentions = {o.id: o.table.lower() for o in query.occurrences.values()}
        if mentions != {o.id: o.table.lower() for o in self.nodes.manifests[model].occurrences}:
            raise UnsupportedSQL("evidence of another text", model=model)
        return query

    def _key(self, model: str, columns: Sequence[str]) -> Sequence[str]:
        """Return the columns that tell the rows of a model; all where none are declared for several rows."""
        declared = self.models.model(model).key
        return declared if declared or self._count(model) == 1 else columns

    def _count(self, table: str) -> int:
        return int(self.con.execute(f"SELECT count(*) FROM {quoted(table)}").fetchall()[0][0])

    def _refused(self, model: str, why: str) -> Faults:
        rows = self.con.execute(f"SELECT id FROM {self.nodes.rows[model]} ORDER BY 1").fetchall()
        return {row: AuditFault(model, row, "refused", why=why) for (row,) in rows}

    def _faults_below(self, node: AuditedNode) -> Faults:
        """Return the rows of a node that rest on a row of a model with a fault, with the first such fault."""
        found: Faults = {}
        for part in node.parts:
            model = self.nodes.name_of(part.table)
            faults = self._faults[model, part.asked] if model else {}
            if faults:
                ids = ", ".join(map(str, faults))
                rests = self.con.execute(
                    f"SELECT {ORIGIN}, min(id) FROM ({part.sql}) WHERE id IN ({ids}) GROUP BY {ORIGIN} ORDER BY 1"
                )
                for row, upstream in rests.fetchall():
                    found.setdefault(row, faults[upstream])
        return found

    def _audited(self, table: str, columns: Sequence[str]) -> AuditedTable:
        by_column = {c: self._faults[table, self.nodes.cell(table, c)] for c in columns}
        findings = [
            AuditFinding(table, row, column, fault)
            for column, faults in by_column.items()
            for row, fault in faults.items()
        ]
        order = {column: place for place, column in enumerate(columns)}
        findings.sort(key=lambda finding: (finding.row, order[finding.column]))
        return AuditedTable(table, tuple(columns), self._count(table), tuple(findings))

    def close(self) -> None:
        """Remove the tables that the audit made."""
        self.nodes.close()


def _by_evidence(
    nodes: Sequence[AuditedNode],
) -> Mapping[frozenset[tuple[str, str]], list[AuditedNode]]:
    found: dict[frozenset[tuple[str, str]], list[AuditedNode]] = {}
    for node in nodes:
        found.setdefault(node.evidence, []).append(node)
    return found


def _group(sharing: Sequence[AuditedNode]) -> Group:
    return Group(
        sharing[0].evidence, tuple(sorted({name for node in sharing for name in node.columns}))
    )


def _stray(model: str, rows: Mapping[int, str]) -> Faults:
    return {row: AuditFault(model, row, "not_reproduced", why=why) for row, why in rows.items()}


def _faults(model: str, node: AuditedNode, different: Mapping[int, Difference]) -> Faults:
    """Return the differences that concern a node; the first column stands for all."""
    found: Faults = {}
    for row, difference in different.items():
        if difference.why:
            state: State = "refused" if difference.refused else "not_reproduced"
            found[row] = AuditFault(model, row, state, why=difference.why)
        for column in node.columns:
            if row not in found and column in difference.columns:
                expected, actual = difference.columns[column]
                found[row] = AuditFault(model, row, "not_reproduced", column, expected, actual)
    return found
