"""Tracing forward: which cells of which models rest on given raw rows, by the evidence that a backward trace reads.

Set at a time, one model after the other; each row carries the marks of all the raw rows behind it, so that one walk
answers for many questions at once. What a backward walk finds from a cell and what this finds for it agree exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from rowlineage.arrays import Ids, whole
from rowlineage.forward_plan import RESULT, ForwardPlan, ForwardStep, Key, ModelPlan, key_of
from rowlineage.graph import GraphWalk, Models, cell
from rowlineage.limits import Bounds, limited
from rowlineage.marks import FULL, NOTHING, VALUE, Marked, passed, united
from rowlineage.relation import POSITION
from rowlineage.roles import RowRole, row_role

FEEDING: tuple[RowRole, ...] = ("value",)
Known = dict[tuple[str, Key], Marked]


@dataclass(frozen=True)
class _Place:
    table: pa.Table
    ids: Ids


class ForwardWalk:
    """Finds the cells that rest on marked raw rows.

    Args:
        con: A connection on which the evidence can be read. It is left as it was.
        models: The models and their evidence.
        raw: Raw table, in small letters -> its marked rows, as from `marks.marked`.
        row_id: Name of the row-id column.
        feeding: The roles in which a row counts as feeding a cell.
        bounds: Holds what is read of each model within limits.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        models: Models,
        raw: Mapping[str, Marked],
        row_id: str = "_row",
        feeding: Collection[RowRole] = FEEDING,
        bounds: Bounds = limited,
    ) -> None:
        self.bounds = bounds
        self.con, self.models, self.row_id, self._feeding = con, models, row_id, feeding
        self.raw = {table: rows for table, rows in raw.items() if rows.ids.size}
        self._plan = ForwardPlan(models, self.raw)

    def cells(
        self, columns: Iterable[tuple[str, str]], *, value_only: bool = False
    ) -> dict[tuple[str, str], Marked]:
        """Return the rows whose cells in some columns rest on marked raw rows.

        Args:
            columns: Model and column, in pairs.
            value_only: Leave the tier `FULL` as a first estimate, which may hold too much; the other is exact.

        Returns:
            By model and column; `bits[:, VALUE]` are the marks of the raw rows that feed the cell, `bits[:, FULL]`
            those besides of rows that decide that it exists.
        """
        wanted = list(columns)
        split = [pair for pair in wanted if self._plan.ask(pair[0], cell(pair[1], []))]
        most = self._all(strict=False)
        found = {(t, c): most.get((t, key_of(cell(c, []))), NOTHING) for t, c in wanted}
        if any(found[pair].ids.size for pair in split):
            least = self._all(strict=True)
            for table, column in split:
                known = least.get((table, key_of(cell(column, []))), NOTHING)
                tiers = [VALUE] if value_only else [VALUE, FULL]
                found[table, column] = self._settled(
                    table, column, known, found[table, column], tiers
                )
        return found

    def _all(self, *, strict: bool) -> Known:
        """Return the marks of every planned need of every model.

        Args:
            strict: Leave out what is called for weakly, which a backward walk may leave out as well.
        """
        known: Known = {}
        for model in self.models.order():
            if model in self._plan.plans:
                self._model(model, self._plan.plans[model], known, strict=strict)
        return known

    def _model(self, model: str, plan: ModelPlan, known: Known, *, strict: bool) -> None:
        inside: Known = {}
        with self.bounds(self.con, model):
            places = {place: self._place(plan, place) for place in plan.places()}
        for place in plan.places():
            for key in [key for where, key in plan.steps if where == place]:
                parts = []
                for step in plan.steps[place, key]:
                    is_stage = step.target in places
                    if strict and is_stage and plan.is_weak(step.target, step.key):
                        continue
                    target = (
                        inside[step.target, step.key] if is_stage else self._upstream(step, known)
                    )
                    there = places[step.target].table if is_stage else None
                    here = places[place]
                    parts.append(passed(step.annotation, here.table, here.ids, target, there))
                inside[place, key] = united([part for part in parts if part.ids.size])
                if place == RESULT:
                    known[model, key] = inside[place, key]

    def _upstream(self, step: ForwardStep, known: Known) -> Marked:
        if step.target in self.raw:
            rows = self.raw[step.target]
            return rows if row_role(step.need) in self._feeding else rows.as_witness()
        return known.get((step.target, step.key), NOTHING)

    def _place(self, plan: ModelPlan, place: str) -> _Place:
        """Read the columns of a place that steps from it, or ranges into it, refer to."""
        number = POSITION if place else self.row_id
        needed: dict[str, None] = {number: None}
        for (where, _), steps in plan.steps.items():
            for step in steps:
                pointer, value = step.annotation.pointer, step.annotation.value
                mine = [value.name] if where == place and value is not None else []
                theirs = [pointer.by, pointer.only] if step.target == place else []
                needed.update(dict.fromkeys(name for name in (*mine, *theirs) if name))
        kept = plan.evidence.place(self.con, place, self.row_id)
        table = pa.concat_tables(kept.read(None, list(needed)))
        return _Place(table, whole(table[number]))

    def _settled(
        self, table: str, column: str, least: Marked, most: Marked, tiers: list[int]
    ) -> Marked:
        """Return the marks of a column's cells; where the bounds differ, by tracing the cell itself."""
        low = least.at(most.ids)
        bits = most.bits.copy()
        for place in np.flatnonzero((low != most.bits)[:, tiers].any(axis=1)):
            walk = GraphWalk(self.con, self.models, self.row_id, self.bounds)
            path = walk.trace(table, [int(most.ids[place])], cell(column, []))
            bits[place] = self._behind(path.raw)
        held = bits[:, FULL] != 0
        return Marked(most.ids[held], bits[held])

    def _behind(self, rows: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
        """Return the marks of the raw rows of a trace."""
        found = np.zeros(2, np.uint64)
        for row in rows.to_pylist():
            of = self.raw.get(row["table"], NOTHING)
            bits = of if row["role"] in self._feeding else of.as_witness()
            found |= bits.at(np.array([row["row_id"]], np.int64))[0]
        return found
