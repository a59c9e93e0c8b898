"""From rows of a rewritten relation back to the rows that they rest on: follows pointers through the stages.

Set at a time and in SQL. What is asked of each stage depends on the columns that are needed, so that the evidence of
one cell is not that of its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from warehouse.lineage.annotation import Annotation, Kind, demanded
from warehouse.lineage.catalog import quoted
from warehouse.lineage.relation import POSITION
from warehouse.lineage.roles import Need


@dataclass(frozen=True)
class Keep:
    """A stored stage.

    Attributes:
        relation: The table (or table expression) that holds it.
        annotations: Its lineage columns.
    """

    relation: str
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True)
class Reached:
    """Rows of one upstream table occurrence.

    Attributes:
        occurrence: `o1`, `o2`, ...
        need: What is needed of their columns.
        sql: Yields their row ids in the column `id`, possibly with NULLs and repetitions.
    """

    occurrence: str
    need: Need
    sql: str


def demands(
    annotations: Iterable[Annotation], stages: Mapping[str, Keep], need: Need
) -> dict[str, list[Annotation]]:
    """Return the annotations that a need can call for: of the result under "", of each stage under its id."""
    found: dict[str, list[Annotation]] = {}
    open_needs: dict[str, list[tuple[Iterable[Annotation], Need]]] = {"": [(annotations, need)]}
    for place in ("", *reversed(list(stages))):
        for there, wanted in open_needs.get(place, []):
            for annotation, inner, _ in demanded(there, wanted):
                if annotation not in found.setdefault(place, []):
                    found[place].append(annotation)
                target = annotation.pointer.target
                if target in stages:
                    keep = stages[target]
                    open_needs.setdefault(target, []).append((keep.annotations, inner))
    return found


class Walk:
    """One walk; its selections of stage rows are temporary tables that `close` removes.

    Args:
        con: The connection.
        stages: The stages by id, in the order in which they were filled.
        prefix: Prefix of the temporary tables.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, stages: Mapping[str, Keep], prefix: str
    ) -> None:
        self.con, self.stages, self.prefix = con, stages, prefix
        self.selections = 0

    def reached(
        self, relation: str, annotations: Sequence[Annotation], need: Need
    ) -> list[Reached]:
        """Return the upstream rows that the rows of a relation rest on, as far as a need calls for them."""
        found: list[Reached] = []
        pending: dict[str, list[tuple[Need, str]]] = {}
        self._follow(relation, annotations, need, found, pending)
        for stage_id in reversed(list(self.stages)):
            keep = self.stages[stage_id]
            proven: list[str] = []
            for wanted, sql in _strong_first(keep, _same_needs(pending.get(stage_id, []))):
                weak = _is_weak(keep, wanted)
                chosen = self._select(keep.relation, sql, proven if weak else [])
                self._follow(chosen, keep.annotations, wanted, found, pending)
                proven += [] if weak else [chosen]
        return found

    def _follow(
        self,
        relation: str,
        annotations: Sequence[Annotation],
        need: Need,
        found: list[Reached],
        pending: dict[str, list[tuple[Need, str]]],
    ) -> None:
        for annotation, wanted, _ in demanded(annotations, need):
            sql = self._ids(annotation, relation)
            target = annotation.pointer.target
            if target in self.stages:
                pending.setdefault(target, []).append((wanted, sql))
            else:
                found.append(Reached(target, wanted, sql))

    def _select(self, relation: str, ids: str, proven: list[str]) -> str:
        """Keep the rows of a stage with the given positions, apart from those in selections that prove them already."""
        self.selections += 1
        name = quoted(f"{self.prefix}selection{self.selections}")
        position = quoted(POSITION)
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS "
            f"SELECT * FROM {relation} WHERE {position} IN (SELECT id FROM ({ids}))"
            + "".join(
                f" AND {position} NOT IN (SELECT {position} FROM {other})" for other in proven
            )
        )
        return name

    def _ids(self, annotation: Annotation, relation: str) -> str:
        pointer, value = annotation.pointer, annotation.value
        if value is None:
            stage = self.stages[pointer.target].relation
            return f"SELECT {quoted(POSITION)} AS id FROM {stage} WHERE EXISTS (SELECT 1 FROM {relation})"
        name = quoted(value.name)
        if pointer.kind is Kind.ALL:
            flagged = f"EXISTS (SELECT 1 FROM {relation} WHERE {name})"
            return f"SELECT {quoted(POSITION)} AS id FROM {self.stages[pointer.target].relation} WHERE {flagged}"
        if pointer.kind is Kind.ONE:
            return f"SELECT {name} AS id FROM {relation}"
        if pointer.kind is Kind.LIST:
            return f"SELECT unnest({name}) AS id FROM {relation}"
        each = name if pointer.kind is Kind.RANGE else f"unnest({name})"
        only = f" AND s.{quoted(pointer.only)}" if pointer.only else ""
        return (
            f"SELECT s.{quoted(POSITION)} AS id FROM {self.stages[pointer.target].relation} AS s "
            f"JOIN ({_islands(f'SELECT {each} AS r FROM {relation}')}) AS i "
            f"ON s.{quoted(pointer.by)} BETWEEN i.lo AND i.hi{only}"
        )

    def close(self) -> None:
        """Remove the temporary tables of the walk."""
        for number in range(1, self.selections + 1):
            self.con.execute(f"DROP TABLE IF EXISTS {quoted(f'{self.prefix}selection{number}')}")


def _is_weak(keep: Keep, need: Need) -> bool:
    """Say whether a need is for the mere existence of rows, which any other need of them proves as well."""
    return all(weak for _, _, weak in demanded(keep.annotations, need))


def _strong_first(keep: Keep, selections: list[tuple[Need, str]]) -> list[tuple[Need, str]]:
    return sorted(selections, key=lambda selection: _is_weak(keep, selection[0]))


def _same_needs(pending: list[tuple[Need, str]]) -> list[tuple[Need, str]]:
    """Return selections with the same need as one."""
    merged: dict[str, tuple[Need, list[str]]] = {}
    for need, sql in pending:
        key = repr(sorted((c, sorted(roles)) for c, roles in need.items()))
        merged.setdefault(key, (need, []))[1].append(sql)
    return [(need, " UNION ALL ".join(sqls)) for need, sqls in merged.values()]


def _islands(ranges: str) -> str:
    """Return SQL for the fewest ranges that cover the same positions; overlapping ones are merged."""
    return (
        f"WITH r AS (SELECT DISTINCT r.lo AS lo, r.hi AS hi FROM ({ranges}) WHERE r.lo <= r.hi), "
        "m AS (SELECT lo, hi, max(hi) OVER (ORDER BY lo, hi ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) "
        "AS before FROM r), "
        "g AS (SELECT lo, hi, count_if(before IS NULL OR lo > before + 1) OVER (ORDER BY lo, hi) AS island FROM m) "
        "SELECT min(lo) AS lo, max(hi) AS hi FROM g GROUP BY island"
    )
