"""The models on the way of a trace: what each took and left out, and the certificate that its evidence is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import pyarrow as pa

from report.evidence.tracing.target import Target
from rowlineage.absences import Absence, absences
from rowlineage.arrays import Ids, distinct
from rowlineage.catalog import ConnectionCatalog
from rowlineage.contributions import Contributions
from rowlineage.evidence import Rows, as_table, united
from rowlineage.exclusions import Exclusion, exclusions
from rowlineage.graph import Hop
from rowlineage.query import Query, resolve
from rowlineage.replay import Output, Replay, equal, restricted
from rowlineage.roles import COPIES, Role
from rowlineage.roles import ROW as ALL
from rowlineage.trace import Trace
from rowlineage.traced import traced
from warehouse.bounds import bounded
from warehouse.builder.kept import Kept, KeptModel
from warehouse.connection import quoted

ROW = "_row"


@dataclass(frozen=True)
class ModelPart:
    """One model's part in a trace.

    Attributes:
        table: The model.
        rows: Number of its rows that the target rests on.
        upstream: Table -> number of its rows taken.
        replay: `verified` when the author's query over these rows alone gives the traced rows again,
            else `not_reproduced`.
        expected: Where one cell of the model is needed: the cell as it was built.
        actual: The same from the replay.
        exclusions: Conditions that keep rows of its inputs out.
        absences: Conditions that hold because other rows are not there.
        contributions: Where one cell of the model is needed and is one aggregate: what each row puts in.
    """

    table: str
    rows: int
    upstream: dict[str, int]
    replay: str
    expected: Any
    actual: Any
    exclusions: Sequence[Exclusion]
    absences: Sequence[Absence]
    contributions: Contributions | None


class Queries:
    """The models' queries, each parsed and resolved once, with the conditions that every trace of them names.

    Args:
        kept: The generation.
        connection: A connection on its tables.
    """

    def __init__(self, kept: Kept, connection: duckdb.DuckDBPyConnection) -> None:
        self.kept, self.connection = kept, connection
        self._catalog = ConnectionCatalog(connection, is_closed=True)
        self._resolved: dict[str, Query] = {}
        self._conditions: dict[str, tuple[Sequence[Exclusion], Sequence[Absence]]] = {}

    def of(self, table: str) -> Query:
        """Return a model's query."""
        if table not in self._resolved:
            self._resolved[table] = resolve(self._catalog, self.kept.model(table).sql, ROW, table)
        return self._resolved[table]

    def conditions(self, table: str) -> tuple[Sequence[Exclusion], Sequence[Absence]]:
        """Return what keeps rows of a model's inputs out, and what holds because other rows are not there."""
        if table not in self._conditions:
            query = self.of(table)
            self._conditions[table] = exclusions(query), absences(query)
        return self._conditions[table]


def model_parts(queries: Queries, target: Target, hops: Sequence[Hop]) -> list[ModelPart]:
    """Return the part of every model that a trace passed, the target's own first."""
    by_table: dict[str, list[Hop]] = {}
    for hop in hops:
        by_table.setdefault(hop.table, []).append(hop)
    parts = []
    for table, found in by_table.items():
        with bounded(queries.connection, table):
            parts.append(_part(queries, target, table, found))
    return parts


def _part(queries: Queries, target: Target, table: str, hops: list[Hop]) -> ModelPart:
    model, query, con = queries.kept.model(table), queries.of(table), queries.connection
    taken = united(part for hop in hops for part in hop.rows)
    evidence = as_table(taken)
    rows = distinct([hop.output_rows for hop in hops]).tolist()
    cell = target if table == target.table else _only_cell(con, model, rows, hops)
    if cell is None:
        trace = Trace(con, ROW, query, evidence, Output({}, None, {}, dict(query.columns)), None)
        outcome = Replay(
            state=_replayed(con, query, evidence, model.key, table, hops),
            expected=None,
            actual=None,
        )
    else:
        values = {name: value for name, value in cell.values.items() if name != ROW}
        output = Output(dict(cell.key), cell.column, values, dict(query.columns))
        trace = Trace(con, ROW, query, evidence, output, None)
        outcome = trace.replay()
    kept_out, absent = queries.conditions(table)
    return ModelPart(
        table=table,
        rows=len(rows),
        upstream=_counted(taken),
        replay=outcome["state"],
        expected=outcome["expected"],
        actual=outcome["actual"],
        exclusions=kept_out,
        absences=absent,
        contributions=trace.contributions() if cell and cell.column else None,
    )


def _only_cell(
    connection: duckdb.DuckDBPyConnection, model: KeptModel, rows: list[int], hops: list[Hop]
) -> Target | None:
    """Return the one cell of a model that a trace needs by value, or None where it needs several."""
    wanted = {
        c
        for hop in hops
        for c, roles in hop.need.items()
        if Role.VALUE in roles and c not in (ALL, COPIES)
    }
    if len(rows) != 1 or len(wanted) != 1:
        return None
    cursor = connection.execute(f"FROM {quoted(model.name)} WHERE _row = {int(rows[0])}")
    names = [str(column[0]) for column in cursor.description or ()]
    values = dict(zip(names, cursor.fetchall()[0], strict=True))
    column = next(name for name in names if name.lower() in wanted)
    return Target(
        None, model.name, {name: values[name] for name in model.key}, column, rows[0], values
    )


def _counted(taken: Sequence[Rows]) -> dict[str, int]:
    """Return the number of rows taken of each table, in whichever of its mentions."""
    ids: dict[str, list[Ids]] = {}
    for part in taken:
        ids.setdefault(part.table, []).append(part.ids)
    return {table: distinct(parts).size for table, parts in ids.items()}


def _replayed(
    connection: duckdb.DuckDBPyConnection,
    query: Query,
    evidence: pa.Table,
    key: Sequence[str],
    table: str,
    hops: list[Hop],
) -> Literal["verified", "not_reproduced"]:
    """Return whether the model over the evidence of all its traced rows gives every one of them again."""
    with traced(connection, evidence) as name:
        again = _rows(connection, f"SELECT * FROM ({restricted(query, name)})", key)
    for hop in hops:
        ids = ", ".join(str(i) for i in hop.output_rows.tolist())
        columns = [c for c, roles in hop.need.items() if c and c != "*" and roles != {Role.EXISTS}]
        for tuple_key, row in _rows(
            connection, f"FROM {quoted(table)} WHERE _row IN ({ids})", key
        ).items():
            other = again.get(tuple_key)
            if other is None or not all(equal(row[c], other[c]) for c in columns):
                return "not_reproduced"
    return "verified"


def _rows(
    connection: duckdb.DuckDBPyConnection, sql: str, key: Sequence[str]
) -> dict[tuple[object, ...], dict[str, object]]:
    cursor = connection.execute(sql)
    names = [str(column[0]).lower() for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {tuple(str(row[k.lower()]) for k in key): row for row in rows}
