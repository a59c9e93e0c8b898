"""Which cells a part of a clause means: a measure at a place, or at no place for the whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from report.reconcile.cells.scene import MeasureSaid, PlaceSaid, Scene, Span, is_of
from report.reconcile.readings import Quantity, Reading
from report.reconcile.units import PER_CENT, POINTS, is_measure, is_worked_out, normal_unit

_JOINT = re.compile(
    r"[\s,]*(?:(?:and|plus|as well as|with)\s+)?(?:(?:that|those)\s+)?(?:(?:on|in|by|of|at|for)\s+)?(?:the\s+)?",
    re.I,
)
_SHARE = re.compile(r"\b(?:share|proportion|percentage|per cent)s?\b", re.I)
_RATE = re.compile(r"\bper\b|\brates?\b|\bprevalence\b", re.I)
_MEAN = re.compile(r"\b(?:average|averaged|mean|median)\b", re.I)
_COUNTING = re.compile(
    r"\b(?:more|fewer|less|most|fewest|least|times|twice|half)\b|outnumber", re.I
)
Wanted = Callable[[Quantity], bool]


@dataclass(frozen=True)
class CellAt:
    """A quantity at a period."""

    quantity: Quantity
    reading: Reading

    @property
    def name(self) -> str:
        """The figure that publishes the cell, else table and column."""
        return self.reading.figure or self.quantity.figure.id


def is_level(quantity: Quantity) -> bool:
    """Return whether a quantity says how much there is, not by how much it changed, nor a place in an order."""
    return not quantity.figure.is_change and quantity.figure.unit not in ("rank", "decade")


def is_amount(quantity: Quantity) -> bool:
    """Return whether a quantity can be added up: a count or an amount, no share, rate or mean."""
    unit = normal_unit(quantity.figure.unit)
    is_money = is_measure(unit) and unit.isupper()
    is_counted = not is_measure(unit) or is_money
    return is_level(quantity) and is_counted and not is_worked_out(quantity.figure)


def is_percent(quantity: Quantity) -> bool:
    """Return whether a quantity is a share in per cent."""
    return is_level(quantity) and normal_unit(quantity.figure.unit) == PER_CENT


def cells_of(
    scene: Scene, measure: MeasureSaid, place: PlaceSaid | None, wanted: Wanted = is_level
) -> list[CellAt]:
    """Return the cells that a measure at a place may be; several where the words do not say which is meant."""
    return [
        CellAt(quantity, reading)
        for quantity in measure.quantities
        if wanted(quantity)
        and is_of(quantity, place)
        and is_said_so(scene, quantity)
        and (reading := scene.reading(quantity)) is not None
    ]


def is_said_so(scene: Scene, quantity: Quantity) -> bool:
    """Return whether a clause says a quantity as what it is: a rate or a mean is no count of the same things.

    The line with more complaints may have fewer per journey, and more that are late less delay on average.
    """
    if not is_worked_out(quantity.figure):
        return True
    unit = normal_unit(quantity.figure.unit)
    if unit != PER_CENT:
        said = _RATE if "per" in unit.split() else _MEAN
        return bool(said.search(scene.text, scene.start, scene.end))
    if scene.statement.unit in (PER_CENT, POINTS) or _SHARE.search(
        scene.text, scene.start, scene.end
    ):
        return True
    return not _COUNTING.search(scene.statement.text) or _is_compared_directly(scene)


def _is_compared_directly(scene: Scene) -> bool:
    """Return whether a measure stands between `more` and `than`, as an adjective does: `more punctual than`."""
    after = [m for m in scene.measures if m.start >= scene.statement.end]
    if not after:
        return False
    before, behind = (
        scene.text[scene.statement.end : after[0].start],
        scene.text[after[0].end : scene.end],
    )
    return not before.strip() and bool(re.match(r"\s+than\b", behind))


def part(
    scene: Scene,
    span: Span,
    *,
    like: MeasureSaid | None = None,
    at: PlaceSaid | None = None,
    wanted: Wanted = is_level,
) -> list[CellAt]:
    """Return the cells that a part of a clause may mean; none where it names several, or nothing.

    Args:
        scene: The clause.
        span: The part.
        like: The measure that is meant where the part names a place only.
        at: The place that is meant where the part names a measure only.
        wanted: Which quantities it can be.
    """
    measures, places = scene.measures_in(span), distinct_places(scene.places_in(span))
    named = distinct(measures) or ([like] if like and places else [])
    if len(named) != 1 or len(places) > 1:
        return []
    return preferred(scene, cells_of(scene, named[0], places[0] if places else at, wanted))


def preferred(scene: Scene, cells: list[CellAt]) -> list[CellAt]:
    """Return the amounts among some cells, or the shares where a clause says a share; all where that leaves none."""
    says_share = bool(
        _SHARE.search(scene.text, scene.start, scene.end)
    ) or scene.statement.unit in (PER_CENT, POINTS)
    meant = [c for c in cells if (is_percent if says_share else is_amount)(c.quantity)]
    return meant or cells


def distinct(measures: Sequence[MeasureSaid]) -> list[MeasureSaid]:
    """Return measures without those that say the same again: that have quantities with one before in common."""
    found: list[MeasureSaid] = []
    for measure in measures:
        for at, other in enumerate(found):
            common = tuple(q for q in other.quantities if q in measure.quantities)
            if common:
                found[at] = MeasureSaid(other.start, other.end, common)
                break
        else:
            found.append(measure)
    return found


def distinct_places(places: Sequence[PlaceSaid]) -> list[PlaceSaid]:
    """Return places, each once; the world stands for what has no place."""
    return list({p.phrase: p for p in places if not p.is_world}.values())


def listed(scene: Scene, named: Sequence[PlaceSaid] | Sequence[MeasureSaid]) -> bool:
    """Return whether names stand side by side in one list: `A, B and C`."""
    spans = [(name.start, name.end) for name in named]
    return len(spans) > 1 and all(
        start > end and _JOINT.fullmatch(scene.text, end, start)
        for (_, end), (start, _) in pairwise(spans)
    )
