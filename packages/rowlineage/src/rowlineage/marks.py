"""Marks: sets of things that rows rest on, as bits, and how they pass over a pointer from the rows pointed to.

Plain arrays, one place (a table or a stage) at a time. Which pointers are to be followed is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rowlineage.annotation import Annotation, Kind, Pointer
from rowlineage.arrays import Ids, flags, whole

MOST = 64
Bits = npt.NDArray[np.uint64]
VALUE, FULL = 0, 1
"""The two columns of the bits: what feeds a value, and besides that what decides that its row exists."""


@dataclass(frozen=True)
class Marked:
    """The rows of one place that rest on something marked.

    Attributes:
        ids: Their row ids, ascending, each once.
        bits: One row of two sets of marks for each, of shape (rows, 2): columns `VALUE` and `FULL`.
    """

    ids: Ids
    bits: Bits

    def at(self, wanted: Ids) -> Bits:
        """Return the marks of some rows, in their order; rows that are not here have none."""
        if not self.ids.size:
            return np.zeros((wanted.size, 2), np.uint64)
        places = np.searchsorted(self.ids, wanted).clip(max=self.ids.size - 1)
        found: Bits = self.bits[places]
        found[self.ids[places] != wanted] = 0
        return found

    def as_witness(self) -> Marked:
        """Return the same rows for a need that takes no value from them."""
        return Marked(self.ids, self.bits & np.array([0, ~np.uint64(0)], np.uint64))


NOTHING = Marked(np.zeros(0, np.int64), np.zeros((0, 2), np.uint64))


def marked(ids: Ids, marks: Bits) -> Marked:
    """Return raw rows with their own marks, which count in both tiers.

    Args:
        ids: Row ids, in any order, each once.
        marks: One set of marks for each.
    """
    order = np.argsort(ids)
    return Marked(ids[order], np.repeat(marks[order, None], 2, axis=1))


def united(parts: list[Marked]) -> Marked:
    """Return all rows of several parts with the union of their marks."""
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    ids = np.concatenate([part.ids for part in parts])
    order = np.argsort(ids, kind="stable")
    return _by_row(ids[order], np.concatenate([part.bits for part in parts])[order])


def passed(
    annotation: Annotation, here: pa.Table, ids: Ids, target: Marked, there: pa.Table | None
) -> Marked:
    """Return the rows of a place whose pointer leads to a marked row, with its marks.

    Args:
        annotation: The pointer.
        here: Lineage columns of the place.
        ids: Row ids of the place, in the order of `here`, ascending.
        target: Marked rows that the pointer may lead to.
        there: Columns of the stage that a range refers to, row 0 being position 1.
    """
    pointer = annotation.pointer
    if not target.ids.size:
        return NOTHING
    if pointer.kind is Kind.ALL or annotation.value is None:
        held = ids if annotation.value is None else ids[flags(here[annotation.value.name])]
        every = np.bitwise_or.reduce(target.bits, axis=0)
        return Marked(held, np.repeat(every[None, :], held.size, axis=0))
    column = here[annotation.value.name].combine_chunks()
    rows: Ids = np.arange(len(column))
    if pointer.kind in (Kind.LIST, Kind.RANGES):
        rows = whole(pc.list_parent_indices(column))
        column = pc.list_flatten(column)
    if pointer.kind in (Kind.ONE, Kind.LIST):
        present = flags(column.is_valid())
        return _by_row(ids[rows[present]], target.at(whole(column.drop_null())))
    if there is None:
        raise LookupError(f"a range into {pointer.target}, which is no stage")
    low, high = column.flatten()
    present = flags(pc.and_(low.is_valid(), high.is_valid()))
    ranges = [whole(bound)[present] for bound in (low, high)]
    ranks, bits = _ranked(pointer, target, there)
    return _by_row(ids[rows[present]], _within(ranks, bits, *ranges))


def _ranked(pointer: Pointer, target: Marked, there: pa.Table) -> tuple[Ids, Bits]:
    """Return the ranks of the marked rows of a stage in the order of a window, ascending, and their marks."""
    rows = target.ids - 1
    counts = flags(there[pointer.by].is_valid())[rows]
    if pointer.only:
        counts = counts & flags(there[pointer.only])[rows]
    ranks = whole(there[pointer.by])[rows][counts]
    order = np.argsort(ranks, kind="stable")
    return ranks[order], target.bits[counts][order]


def _within(ranks: Ids, bits: Bits, low: Ids, high: Ids) -> Bits:
    """Return the union of marks between two ranks, both included.

    By running counts of each mark, since listing the ranks of every range is quadratic for a running total.
    """
    start, end = np.searchsorted(ranks, low, "left"), np.searchsorted(ranks, high, "right")
    end = np.maximum(start, end)
    found = np.zeros((low.size, 2), np.uint64)
    for tier in (VALUE, FULL):
        present = int(np.bitwise_or.reduce(bits[:, tier])) if ranks.size else 0
        for mark in (np.uint64(1 << b) for b in range(MOST) if present >> b & 1):
            count = np.concatenate([[0], np.cumsum((bits[:, tier] & mark) > 0)])
            found[count[end] > count[start], tier] |= mark
    return found


def _by_row(ids: Ids, bits: Bits) -> Marked:
    """Return each row once, with the union of its marks; rows without any are left out. The ids ascend."""
    held = bits[:, FULL] != 0
    ids, bits = ids[held], bits[held]
    if not ids.size:
        return NOTHING
    first = np.flatnonzero(np.concatenate([[True], ids[1:] != ids[:-1]]))
    return Marked(ids[first], np.bitwise_or.reduceat(bits, first, axis=0))
