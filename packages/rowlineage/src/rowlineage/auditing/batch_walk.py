"""Following the evidence of many rows at once, each row's kept apart: every id is carried with the row it serves.

In SQL, by one column more. The rules of what leads where are those of `Walk`.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from rowlineage.annotation import Annotation, Kind
from rowlineage.auditing.names import ORIGIN
from rowlineage.catalog import quoted
from rowlineage.evidence import Mention
from rowlineage.graph import Evidence
from rowlineage.limits import clean_up
from rowlineage.relation import POSITION
from rowlineage.roles import Need
from rowlineage.walk import Reached, Walk


class BatchWalk(Walk[str, str]):
    """A walk from all rows of a selection, of which `Reached.rows` is SQL that yields the columns `#origin` and `id`.

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
        super().__init__(manifest.stages)
        self.con, self.prefix, self.relation = con, prefix, relation
        self.relations = stored.stages
        self.annotations = manifest.annotations
        self.mentions: dict[str, Mention] = {o.id: o for o in manifest.occurrences}
        self._made: dict[str, str] = {}

    def rests_on(self, need: Need) -> list[Reached[str]]:
        """Return the upstream rows of every row, as far as a need calls for them."""
        return self.reached(self.relation, self.annotations, need)

    def _select(self, stage: str, pointed: Sequence[str], proven: Sequence[str]) -> str:
        """Keep the stage rows of every origin, apart from those that the same origin's other selections prove."""
        position, ids = quoted(POSITION), " UNION ALL ".join(pointed)
        select = (
            f"SELECT i.{ORIGIN}, s.* FROM {self.relations[stage]} AS s "
            f"JOIN (SELECT DISTINCT {ORIGIN}, id FROM ({ids})) AS i ON s.{position} = i.id WHERE TRUE"
        ) + "".join(
            f" AND NOT EXISTS (SELECT 1 FROM {other} AS p"
            f" WHERE p.{ORIGIN} = i.{ORIGIN} AND p.{position} = s.{position})"
            for other in proven
        )
        if select not in self._made:
            name = quoted(f"{self.prefix}selection{len(self._made) + 1}")
            self.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
            self._made[select] = name
        return self._made[select]

    def _pointed(self, rows: str, annotations: Sequence[Annotation]) -> list[str]:
        return [self._ids(annotation, rows) for annotation in annotations]

    def _ids(self, annotation: Annotation, relation: str) -> str:
        pointer = annotation.pointer
        name = quoted(annotation.value.name) if annotation.value is not None else "TRUE"
        if pointer.kind is Kind.ALL:
            stage, position = self.relations[pointer.target], quoted(POSITION)
            return f"SELECT r.{ORIGIN}, s.{position} AS id FROM {relation} AS r, {stage} AS s WHERE {name}"
        if pointer.kind is Kind.ONE:
            return f"SELECT {ORIGIN}, {name} AS id FROM {relation}"
        if pointer.kind is Kind.LIST:
            return f"SELECT {ORIGIN}, unnest({name}) AS id FROM {relation}"
        each = name if pointer.kind is Kind.RANGE else f"unnest({name})"
        only = f" AND s.{quoted(pointer.only)}" if pointer.only else ""
        ranges = _islands(f"SELECT {ORIGIN}, {each} AS r FROM {relation}")
        return (
            f"SELECT i.{ORIGIN}, s.{quoted(POSITION)} AS id FROM {self.relations[pointer.target]} AS s "
            f"JOIN ({ranges}) AS i ON s.{quoted(pointer.by)} BETWEEN i.lo AND i.hi{only}"
        )

    def close(self) -> None:
        """Remove the temporary tables of the walk."""
        for name in self._made.values():
            clean_up(self.con, f"DROP TABLE IF EXISTS {name}")


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
