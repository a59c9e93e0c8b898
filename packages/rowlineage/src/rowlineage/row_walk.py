"""A walk by arrays of row numbers: reads no more columns and rows of each place than the pointers that are followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowlineage.annotation import Annotation, Kind, Pointer
from rowlineage.arrays import NONE, Ids, contained, distinct, flags, whole
from rowlineage.places import Place
from rowlineage.relation import POSITION
from rowlineage.walk import Stages, Walk


@dataclass(frozen=True)
class Chosen:
    """Rows of a place; None for all of them."""

    place: Place
    rows: Ids | None = None


class RowWalk(Walk[Chosen, Ids]):
    """A walk of which `Reached.rows` are row ids, ascending and each once.

    Args:
        stages: The lineage columns of the stages.
        places: Where the stages are kept.
    """

    def __init__(self, stages: Stages, places: Mapping[str, Place]) -> None:
        super().__init__(stages)
        self.places = places

    def _select(
        self, stage: str, pointed: Sequence[Ids], proven: Sequence[Chosen]
    ) -> Chosen | None:
        rows = distinct(pointed)
        for other in proven:
            known = self.places[stage].all_rows() if other.rows is None else other.rows
            rows = rows[~contained(rows, known)]
        return Chosen(self.places[stage], rows) if rows.size else None

    def _pointed(self, rows: Chosen, annotations: Sequence[Annotation]) -> list[Ids]:
        names = list(dict.fromkeys(a.value.name for a in annotations if a.value is not None))
        parts: list[list[tuple[Ids, ...]]] = [[] for _ in annotations]
        if annotations and (rows.rows is None or rows.rows.size):
            for read in rows.place.read(rows.rows, names):
                for annotation, own in zip(annotations, parts, strict=True):
                    own.append(_values(annotation, read))
        return [self._rows(a.pointer, own) for a, own in zip(annotations, parts, strict=True)]

    def _rows(self, pointer: Pointer, parts: Sequence[tuple[Ids, ...]]) -> Ids:
        """Return the rows that the values of a pointer lead to."""
        if pointer.kind is Kind.ALL:
            led = any(part[0].size for part in parts)
            return self.places[pointer.target].all_rows() if led else NONE
        if pointer.kind in (Kind.ONE, Kind.LIST):
            return distinct([part[0] for part in parts])
        low, high = ([part[end] for part in parts] for end in (0, 1))
        lows, highs = _islands(np.concatenate([NONE, *low]), np.concatenate([NONE, *high]))
        return self._within(pointer, lows, highs) if lows.size else NONE

    def _within(self, pointer: Pointer, low: Ids, high: Ids) -> Ids:
        """Return the rows of a stage whose place in the order of a window is within one of some ranges."""
        names = [POSITION, pointer.by, *([pointer.only] if pointer.only else [])]
        found = []
        for read in self.places[pointer.target].read(None, names):
            by, counts = whole(read[pointer.by]), flags(read[pointer.by].is_valid())
            island = np.searchsorted(low, by, "right") - 1
            counts &= (island >= 0) & (by <= high[island])
            if pointer.only:
                counts &= flags(read[pointer.only])
            found.append(whole(read[POSITION])[counts])
        return distinct(found)


def _values(annotation: Annotation, read: pa.Table) -> tuple[Ids, ...]:
    """Return what a lineage column holds: row ids, bounds of ranges, or which rows point to a whole stage."""
    if annotation.value is None:
        return (np.arange(read.num_rows),)
    column = read[annotation.value.name]
    kind = annotation.pointer.kind
    if kind is Kind.ALL:
        return (np.flatnonzero(flags(column)),)
    if kind in (Kind.LIST, Kind.RANGES):
        column = pc.list_flatten(column)
    if kind in (Kind.ONE, Kind.LIST):
        return (whole(column.drop_null()),)
    low, high = column.combine_chunks().flatten()
    present = flags(low.is_valid()) & flags(high.is_valid())
    return whole(low)[present], whole(high)[present]


def _islands(low: Ids, high: Ids) -> tuple[Ids, Ids]:
    """Return the fewest ranges that cover the same positions, ascending; overlapping ones are merged."""
    kept = low <= high
    if not kept.any():
        return NONE, NONE
    order = np.argsort(low[kept], kind="stable")
    low, high = low[kept][order], np.maximum.accumulate(high[kept][order])
    first = np.flatnonzero(np.concatenate([[True], low[1:] > high[:-1] + 1]))
    last = np.append(first[1:] - 1, low.size - 1)
    return low[first], high[last]
