"""What an audit has to replay: for every column of the audited tables, and of every model below, the evidence it needs.

A *node* is a model with what something asks of its rows: some columns, and always that the row with its key is there.
Nodes are found from the audited tables down, with the evidence of all their rows as one SELECT for each mention of an
upstream table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import duckdb

from rowlineage.auditing.batch_walk import BatchWalk
from rowlineage.auditing.names import ORIGIN
from rowlineage.catalog import quoted
from rowlineage.errors import LimitReached, LineageError
from rowlineage.graph import Evidence, Models
from rowlineage.limits import MET, Bounds, clean_up, limited
from rowlineage.manifest import EvidenceManifest
from rowlineage.on_demand import captured_evidence
from rowlineage.roles import COPIES, ROW, Need, Role

Asked: TypeAlias = frozenset[tuple[str, Role]]
"""Columns of a model, in small letters, each with a role in which it is asked for."""


class ModelText(Protocol):
    """A model as its author wrote it."""

    @property
    def sql(self) -> str:
        """The SELECT."""
        ...

    @property
    def key(self) -> Sequence[str]:
        """Columns that tell the rows of its result."""
        ...


class AuditedModels(Models, Protocol):
    """The models, their evidence and their texts."""

    def model(self, name: str) -> ModelText:
        """Return a model's text."""
        ...


@dataclass(frozen=True)
class UpstreamRows:
    """The rows of one upstream table on which the rows of a node rest.

    Attributes:
        occurrence: The table's mention in the query, `o1`, `o2`, ...
        table: The upstream table.
        asked: What is asked of its rows.
        sql: Yields `#origin`, the row of the node, and `id`, the upstream row.
    """

    occurrence: str
    table: str
    asked: Asked
    sql: str

    @property
    def feeds(self) -> bool:
        """Whether the rows feed a value, and do not only decide that a row exists or where it ranks."""
        return any(role is Role.VALUE for _, role in self.asked)


@dataclass(frozen=True)
class AuditedNode:
    """A model with what is asked of its rows.

    Attributes:
        model: The model.
        asked: What is asked.
        parts: What the rows rest on for it.
    """

    model: str
    asked: Asked
    parts: tuple[UpstreamRows, ...]

    @property
    def evidence(self) -> frozenset[tuple[str, str]]:
        """The evidence by mention; nodes of a model with the same evidence can share a replay."""
        return frozenset((part.occurrence, part.sql) for part in self.parts)

    @property
    def columns(self) -> list[str]:
        """The columns that must come out again."""
        return sorted({name for name, _ in self.asked} - {ROW, COPIES})


class Nodes:
    """Finds the nodes. The tables that it makes on the connection stay until `close`.

    Args:
        con: A connection with all tables and their evidence.
        models: The models.
        row_id: Name of the row-id column.
        bounds: Holds what is done for a model within limits.

    Attributes:
        found: The nodes by model, from the audited tables down.
        rows: For each model, the table (column `id`) with its rows that are to be replayed.
        manifests: For each model, how its evidence is read.
        refused: Models whose evidence cannot be had, and why.
        on_demand: Models without kept evidence, which was therefore worked out anew.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        models: AuditedModels,
        row_id: str = "_row",
        bounds: Bounds = limited,
    ) -> None:
        self.con, self.models, self.row_id, self.bounds = con, models, row_id, bounds
        self.found: dict[str, list[AuditedNode]] = {}
        self.rows: dict[str, str] = {}
        self.manifests: dict[str, EvidenceManifest] = {}
        self.refused: dict[str, str] = {}
        self.on_demand: list[str] = []
        self._known = {name.lower(): name for name in models.order()}
        self._open = ExitStack()

    def name_of(self, table: str) -> str | None:
        """Return the model that an upstream table is, or None for a raw table."""
        return self._known.get(table.lower())

    def discover(self, tables: Mapping[str, Sequence[str]]) -> None:
        """Find all nodes below some tables.

        Args:
            tables: Audited model -> its columns.
        """
        asked: dict[str, dict[Asked, None]] = {}
        ids: dict[str, dict[str, None]] = {}
        for table, columns in tables.items():
            asked[table] = {self.cell(table, column): None for column in columns}
            ids[table] = {f"SELECT {quoted(self.row_id)} AS id FROM {quoted(table)}": None}
        for model in reversed(self.models.order()):
            if model in asked:
                with self.bounds(self.con, model):
                    self.rows[model] = self._rows(model, ids[model])
                    self.found[model] = self._nodes(model, list(asked[model]))
                for part in (p for node in self.found[model] for p in node.parts):
                    if (upstream := self.name_of(part.table)) is not None:
                        asked.setdefault(upstream, {})[part.asked] = None
                        ids.setdefault(upstream, {})[f"SELECT id FROM ({part.sql})"] = None

    def cell(self, table: str, column: str) -> Asked:
        """Return what is asked of a table for the cells of a column."""
        return self._asked(table, [(column.lower(), Role.VALUE)])

    def _asked(self, model: str, columns: Iterable[tuple[str, Role]]) -> Asked:
        key = [(name.lower(), Role.FILTER) for name in self.models.model(model).key]
        return frozenset([*columns, *key, (ROW, Role.EXISTS)])

    def _rows(self, model: str, selects: Iterable[str]) -> str:
        union = " UNION ALL ".join(selects)
        return self.keep(
            f"ids of {model}", f"SELECT DISTINCT id FROM ({union}) WHERE id IS NOT NULL"
        )

    def keep(self, name: str, select: str) -> str:
        """Keep the result of a SELECT as a table until `close` and return the table's quoted name."""
        table = quoted(f"#{name}")
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {select}")
        self._open.callback(clean_up, self.con, f"DROP TABLE IF EXISTS {table}")
        return table

    def _nodes(self, model: str, asked: Sequence[Asked]) -> list[AuditedNode]:
        try:
            stored = self._evidence(model)
            self.manifests[model] = stored.manifest
            walk = self.walk(model, stored, "evidence")
            return [AuditedNode(model, wanted, self.parts(walk, wanted)) for wanted in asked]
        except (LimitReached, *MET):
            raise
        except (LineageError, duckdb.Error, ValueError, KeyError) as error:
            self.refused[model] = f"its evidence cannot be read: {str(error).splitlines()[0]}"
            return [AuditedNode(model, wanted, ()) for wanted in asked]

    def _evidence(self, model: str) -> Evidence:
        stored = self.models.evidence(model)
        if stored is not None:
            return stored
        self.on_demand.append(model)
        text = self.models.model(model)
        capturing = captured_evidence(
            self.con,
            model,
            text.sql,
            text.key,
            self.row_id,
            checked=False,
            bounds=self.bounds,
        )
        return self._open.enter_context(capturing)

    def walk(self, model: str, evidence: Evidence, name: str) -> BatchWalk:
        """Return a walk from the rows of a model that are to be replayed, over some evidence of it.

        Args:
            model: The model.
            evidence: Its evidence.
            name: Name for the tables of the walk.
        """
        row = quoted(self.row_id)
        relation = self.keep(
            f"{name} of {model}",
            f"SELECT {row} AS {ORIGIN}, * FROM {evidence.relation} WHERE {row} IN (SELECT id FROM {self.rows[model]})",
        )
        walk = BatchWalk(self.con, evidence, relation, f"#{name} of {model} ")
        self._open.callback(walk.close)
        return walk

    def parts(self, walk: BatchWalk, asked: Asked) -> tuple[UpstreamRows, ...]:
        """Return what the rows of a walk rest on, as far as something is asked of them."""
        found: dict[UpstreamRows, None] = {}
        for reached in walk.rests_on(need_of(asked)):
            table = walk.mentions[reached.occurrence].table
            pairs = [(column, role) for column, roles in reached.need.items() for role in roles]
            model = self.name_of(table)
            wanted = frozenset(pairs) if model is None else self._asked(model, pairs)
            found[UpstreamRows(reached.occurrence, table, wanted, reached.rows)] = None
        return tuple(found)

    def close(self) -> None:
        """Remove the tables that were made."""
        self._open.close()


def need_of(asked: Asked) -> Need:
    """Return what is asked as a walk takes it."""
    pairs = sorted(asked)
    return {
        column: frozenset(role for name, role in pairs if name == column) for column, _ in pairs
    }


# Former names, until version 0.3.
Part = UpstreamRows
Node = AuditedNode
