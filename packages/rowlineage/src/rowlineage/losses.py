"""Losses: rows of one mention of a table that the result does not rest on, and the reason.

A reason is in the author's words. Where a shared expression is read twice, its rows may be lost twice: each is then in
one loss that names both reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

import numpy as np

from rowlineage.arrays import Ids

Kind = Literal["excluded", "ignored", "untold"]


class Ignored(TypedDict):
    """How many rows of a table some aggregates pass over, in the author's words, and why."""

    table: str
    aggregate: str
    why: str
    rows: int


@dataclass(frozen=True)
class Loss:
    """Rows of one mention of a table that the result does not rest on.

    Attributes:
        kind: `excluded`, `ignored`, or `untold` where no reason is known.
        words: The condition that keeps the rows out, or the aggregates that pass over them, in the author's words.
        why: Why they are passed over.
        line: Line of the SQL text; 0 when it is not known.
        rows: The row ids.
    """

    kind: Kind
    words: str
    why: str
    line: int
    rows: Ids

    def as_ignored(self, table: str) -> Ignored:
        """Return what aggregates pass over as a count of rows of a table."""
        return {"table": table, "aggregate": self.words, "why": self.why, "rows": self.rows.size}


def merged(found: list[Loss]) -> list[Loss]:
    """Return losses so that each row is in one: a shared expression that is read twice may lose it twice."""
    by_row: dict[int, list[Loss]] = {}
    for loss in found:
        for row in loss.rows.tolist():
            by_row.setdefault(row, []).append(loss)
    grouped: dict[tuple[int, ...], tuple[list[Loss], list[int]]] = {}
    for row, losses in by_row.items():
        grouped.setdefault(tuple(map(id, losses)), (losses, []))[1].append(row)
    return [_one(losses, np.array(sorted(rows), np.int64)) for losses, rows in grouped.values()]


def _one(losses: list[Loss], rows: Ids) -> Loss:
    first = losses[0]
    kinds = {loss.kind for loss in losses}
    kind: Kind = first.kind if len(kinds) == 1 else "untold" if "untold" in kinds else "excluded"
    words = "; ".join(dict.fromkeys(loss.words for loss in losses))
    why = "; ".join(dict.fromkeys(loss.why for loss in losses if loss.why))
    return Loss(kind, words, why, first.line, rows)
