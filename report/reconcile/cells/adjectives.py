"""Adjectives that say a measure themselves: what is longer has more kilometres."""

from __future__ import annotations

from report.reconcile.cells.operands import is_amount
from report.reconcile.cells.scene import Measure, Scene
from report.reconcile.units import normal_unit

_LENGTHS = frozenset(("km", "kilometres", "miles", "m", "metres"))
_UNITS_OF = dict.fromkeys(("long", "longer", "longest", "short", "shorter", "shortest"), _LENGTHS)


def measure_of(adjective: str, scene: Scene) -> Measure | None:
    """Return the measure that an adjective says: all quantities in one of its units, of one name; None for none."""
    units = _UNITS_OF.get(adjective.lower())
    if not units:
        return None
    found = tuple(
        q for q in scene.pool.quantities if is_amount(q) and normal_unit(q.figure.unit) in units
    )
    at = scene.statement.start
    return Measure(at, at, found) if found else None
