"""Following the evidence of many rows at once, each row's kept apart: every id is carried with the row it serves.

The rules of what leads where are those of `Walk`; here only the SQL differs, by one column.
"""

from __future__ import annotations

import duckdb

from warehouse.auditing.names import ORIGIN
from warehouse.lineage.annotation import Annotation, Kind
from warehouse.lineage.catalog import quoted
from warehouse.lineage.evidence import Mention
from warehouse.lineage.graph import Evidence
from warehouse.lineage.relation import POSITION
from warehouse.lineage.roles import Need
from warehouse.lineage.walk import Keep, Reached, Walk


class BatchWalk(Walk):
    """A walk from all rows of a selection, of which `Reached.sql` yields the columns `#origin` and `id`.

    Equal selections of stage rows are made once, so that needs resting on the same rows yield the same SQL.

    Args:
        con: The connection.
        stored: The evidence of the model.
        relation: Table with `#origin`, the row in question, and the lineage columns.
        prefix: Prefix of the temporary tables.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, stored: Evidence, relation: str, prefix: str
    ) -> None:
        manifest = stored.manifest
        stages = {name: Keep(stored.stages[name], a) for name, a in manifest.stages.items()}
        super().__init__(con, stages, prefix)
        self.relation = relation
        self.annotations = manifest.annotations
        self.mentions: dict[str, Mention] = {o.id: o for o in manifest.occurrences}
        self._made: dict[str, str] = {}

    def rests_on(self, need: Need) -> list[Reached]:
        """Return the upstream rows of every row, as far as a need calls for them."""
        return self.reached(self.relation, self.annotations, need)

    def _select(self, relation: str, ids: str, proven: list[str]) -> str:
        """Keep the stage rows of every origin, apart from those that the same origin's other selections prove."""
        position = quoted(POSITION)
        select = (
            f"SELECT i.{ORIGIN}, s.* FROM {relation} AS s "
            f"JOIN (SELECT DISTINCT {ORIGIN}, id FROM ({ids})) AS i ON s.{position} = i.id WHERE TRUE"
        ) + "".join(
            f" AND NOT EXISTS (SELECT 1 FROM {other} AS p"
            f" WHERE p.{ORIGIN} = i.{ORIGIN} AND p.{position} = s.{position})"
            for other in proven
        )
        if select not in self._made:
            self.selections += 1
            name = quoted(f"{self.prefix}selection{self.selections}")
            self.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
            self._made[select] = name
        return self._made[select]

    def _ids(self, annotation: Annotation, relation: str) -> str:
        pointer = annotation.pointer
        name = quoted(annotation.value.name) if annotation.value is not None else "TRUE"
        if pointer.kind is Kind.ALL:
            stage, position = self.stages[pointer.target].relation, quoted(POSITION)
            return f"SELECT r.{ORIGIN}, s.{position} AS id FROM {relation} AS r, {stage} AS s WHERE {name}"
        if pointer.kind is Kind.ONE:
            return f"SELECT {ORIGIN}, {name} AS id FROM {relation}"
        if pointer.kind is Kind.LIST:
            return f"SELECT {ORIGIN}, unnest({name}) AS id FROM {relation}"
        each = name if pointer.kind is Kind.RANGE else f"unnest({name})"
        only = f" AND s.{quoted(pointer.only)}" if pointer.only else ""
        ranges = _islands(f"SELECT {ORIGIN}, {each} AS r FROM {relation}")
        return (
            f"SELECT i.{ORIGIN}, s.{quoted(POSITION)} AS id FROM {self.stages[pointer.target].relation} AS s "
            f"JOIN ({ranges}) AS i ON s.{quoted(pointer.by)} BETWEEN i.lo AND i.hi{only}"
        )


def _islands(ranges: str) -> str:
    """Return SQL for the fewest ranges of every origin that cover the same positions."""
    own = f"PARTITION BY {ORIGIN} ORDER BY lo, hi"
    return (
        f"WITH r AS (SELECT DISTINCT {ORIGIN}, r.lo AS lo, r.hi AS hi FROM ({ranges}) WHERE r.lo <= r.hi), "
        f"m AS (SELECT {ORIGIN}, lo, hi, max(hi) OVER ({own} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) "
        "AS before FROM r), "
        f"g AS (SELECT {ORIGIN}, lo, hi, count_if(before IS NULL OR lo > before + 1) OVER ({own}) AS island FROM m) "
        f"SELECT {ORIGIN}, min(lo) AS lo, max(hi) AS hi FROM g GROUP BY {ORIGIN}, island"
    )
