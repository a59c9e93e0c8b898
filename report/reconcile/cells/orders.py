"""Claims about an order: which place a cell has in its column (`the second most`), and which is the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from numbertext.interval import point
from report.reconcile.cells.adjectives import fits, measure_of
from report.reconcile.cells.arithmetic import plain
from report.reconcile.cells.claim import RANK, SUPERLATIVE, Claim, term
from report.reconcile.cells.families import Family
from report.reconcile.cells.operands import (
    CellAt,
    cells_of,
    distinct,
    distinct_places,
    is_level,
    preferred,
)
from report.reconcile.cells.scene import MeasureSaid, PlaceSaid, Scene, is_of, unit_of
from report.reconcile.readings import Quantity
from report.reconcile.words import roots

TOP = frozenset(["most", "highest", "largest", "longest", "biggest", "greatest"])
BOTTOM = frozenset(["fewest", "least", "lowest", "smallest", "shortest"])
_SUPERLATIVE = re.compile(rf"[\s-]*(?P<word>{'|'.join(sorted(TOP | BOTTOM))})\b", re.I)
_RANKED = re.compile(r"\b(?:ranked|ranks|rank|came|comes|placed|stood|stands)\s+$", re.I)
_OWN = re.compile(r"\b(?:its|their|his|her|our)(?:\s+\w+)?\s+$", re.I)
"""What is the highest of its own is so over time."""
_RANK = "rank"


@dataclass(frozen=True)
class Order:
    """A column at one time, in order.

    Attributes:
        family: The column.
        cells: Its cells, the first first.
        is_down: Whether the highest is the first.
    """

    family: Family
    cells: tuple[CellAt, ...]
    is_down: bool

    def places(self, cell: CellAt) -> tuple[int, int]:
        """Return the first and the last place that a cell may have: equal cells share theirs."""
        values = [other.reading.value for other in self.cells]
        first = values.index(cell.reading.value) + 1
        return first, first + values.count(cell.reading.value) - 1

    @property
    def words(self) -> str:
        """The column and its order in words."""
        family = self.family
        way = "highest" if self.is_down else "lowest"
        return f"the {len(self.cells)} cells of {family.table}.{family.column}, the {way} first"


def ranks(scene: Scene) -> Iterator[Claim]:
    """Yield the places in an order that an ordinal may be."""
    said = scene.statement
    if said.kind != "ordinal" or said.value is None:
        return
    after = _SUPERLATIVE.match(scene.text, said.end, scene.end)
    word = said.unit if said.unit in TOP | BOTTOM else after.group("word").lower() if after else ""
    is_ranked = bool(_RANKED.search(scene.text, scene.start, said.start))
    yield from _published(scene)
    if not word and not is_ranked:
        return
    for cell, order in _ordered(scene, word, is_down=word not in BOTTOM):
        first, last = order.places(cell)
        claimed = int(said.value)
        is_told = _is_said(scene, order.family) or claimed < first
        if not is_told or (first != last and first <= claimed <= last):
            continue
        formula = f"place of {term(cell)} among {order.words} = {first}"
        near = [c for c in order.cells[max(0, first - 2) : first + 1] if c is not cell]
        yield Claim(
            RANK,
            (cell, *near),
            formula,
            point(first),
            _RANK,
            scope=order.family.kind,
            numbers=counted(scene, order.family, len(order.cells)),
        )


def _published(scene: Scene) -> Iterator[Claim]:
    """Yield the places in an order that a column of the table gives itself: `the second busiest line`."""
    place = _one_place(scene)
    for cell in _of_rank_columns(scene, place):
        family = scene.pool.family_of(cell.quantity)
        if family is not None and scene.statement.value is not None:
            numbers = counted(scene, family, len(family.members))
            formula = f"{term(cell)} = {plain(cell.reading.value)}"
            value = point(cell.reading.value)
            yield Claim(RANK, (cell,), formula, value, _RANK, scope=family.kind, numbers=numbers)


def _of_rank_columns(scene: Scene, place: PlaceSaid | None) -> Iterator[CellAt]:
    for measure in scene.measures if place else ():
        yield from cells_of(scene, measure, place, lambda q: q.figure.unit == _RANK)


def superlatives(scene: Scene) -> Iterator[Claim]:
    """Yield what a superlative without number may say: that a place is the first of a column."""
    word = scene.statement.text.lower().split()[-1]
    if _OWN.search(scene.text, scene.start, scene.statement.start):
        return
    for cell in _of_rank_columns(scene, _one_place(scene)):
        family = scene.pool.family_of(cell.quantity)
        if family is None or not scene.statement.rule.endswith(_RANK):
            continue
        rank = cell.reading.value
        yield Claim(
            SUPERLATIVE,
            (cell,),
            f"{term(cell)} = {plain(rank)}",
            holds=rank == 1,
            scope=family.kind,
            says=f"it has place {plain(rank)}",
        )
    if word not in TOP | BOTTOM:
        return
    for cell, order in _ordered(scene, word, is_down=word in TOP):
        first, last = order.places(cell)
        holds = None if first == 1 and last > 1 else first == 1
        if holds and not _is_said(scene, order.family):
            continue
        best = order.cells[0]
        rival = best if best is not cell else order.cells[1]
        way = "max" if order.is_down else "min"
        formula = f"{way} of {order.words} = {term(best)}"
        numbers = counted(scene, order.family, len(order.cells))
        says = f"{_place(best)} comes first, {_place(cell)} has place {first}"
        yield Claim(
            SUPERLATIVE,
            (cell, rival),
            formula,
            holds=holds,
            scope=order.family.kind,
            numbers=numbers,
            says=says,
        )


def _place(cell: CellAt) -> str:
    return cell.quantity.figure.place[0] if cell.quantity.figure.place else cell.name


def _one_place(scene: Scene) -> PlaceSaid | None:
    """Return the one place that is a row of a table; None where the clause names none or several."""
    found = [
        place
        for place in distinct_places(scene.places)
        if any(is_of(m, place) for f in scene.pool.families if f.is_apart for m in f.members)
    ]
    return found[0] if len(found) == 1 else None


def _ordered(scene: Scene, word: str, *, is_down: bool) -> Iterator[tuple[CellAt, Order]]:
    place, measure = _one_place(scene), _one_measure(scene, word)
    if place is None or measure is None:
        return
    for cell in preferred(scene, cells_of(scene, measure, place, is_level)):
        if not fits(word, cell.quantity) or _is_price(scene, measure, cell.quantity):
            continue
        family = scene.pool.family_of(cell.quantity)
        order = family and order_of(scene, family, is_down=is_down)
        own = order and next((c for c in order.cells if c.quantity is cell.quantity), None)
        if order and own:
            yield own, order


def _is_price(scene: Scene, measure: MeasureSaid, quantity: Quantity) -> bool:
    """Return whether words may say what one costs, not what all of them do: the highest fares."""
    unit, said = unit_of(quantity), scene.text[measure.start : measure.end]
    return unit.isupper() and said.endswith("s") and not said.endswith("ss")


def _one_measure(scene: Scene, word: str) -> MeasureSaid | None:
    measures = distinct([m for m in scene.subjects if any(map(is_level, m.quantities))])
    if not measures:
        return measure_of(word, scene)
    return measures[0] if len(measures) == 1 else None


def order_of(scene: Scene, family: Family, *, is_down: bool) -> Order | None:
    """Return a column at the time that a clause means, in order; None where it is not known exactly."""
    cells = column_of(scene, family)
    if len(cells) < 2 or any(c.reading.rounded_to or c.reading.is_part for c in cells):
        return None
    ordered = sorted(cells, key=lambda cell: cell.reading.value, reverse=is_down)
    return Order(family, tuple(ordered), is_down)


def column_of(scene: Scene, family: Family) -> list[CellAt]:
    """Return the cells of a column at the time that a clause means."""
    found = ((q, scene.reading(q)) for q in family.members)
    return [CellAt(quantity, reading) for quantity, reading in found if reading is not None]


def _is_said(scene: Scene, family: Family) -> bool:
    """Return whether a clause says among which it ranks, by what the places are called."""
    return not family.noun.isdisjoint(roots(scene.text[scene.start : scene.end]))


def counted(scene: Scene, family: Family, size: int) -> tuple[tuple[int, int], ...]:
    """Return the numbers of a clause that say how many places there are: `of the six lines`."""
    return tuple(
        (number.start, number.end)
        for number in scene.numbers
        if number.value == size and not family.kind.isdisjoint(roots(number.unit))
    )
