"""Adjectives that say a measure themselves: what is longer has more kilometres."""

from __future__ import annotations

from report.reconcile.cells.operands import is_amount
from report.reconcile.cells.scene import MeasureSaid, Scene
from report.reconcile.readings import Quantity
from report.reconcile.units import normal_unit

_LENGTHS = frozenset(("km", "kilometres", "miles", "m", "metres"))
_TIMES = frozenset(("seconds", "minutes", "hours", "days", "weeks", "months", "years"))
_UNITS_OF = dict.fromkeys(("long", "longer", "longest", "short", "shorter", "shortest"), _LENGTHS)


def fits(adjective: str, quantity: Quantity) -> bool:
    """Return whether an adjective can be of a quantity: what is longest has the most kilometres, or takes longest."""
    units = _UNITS_OF.get(adjective.lower())
    return units is None or normal_unit(quantity.figure.unit) in units | _TIMES


def measure_of(adjective: str, scene: Scene) -> MeasureSaid | None:
    """Return the measure that an adjective says: all quantities in one of its units, of one name; None for none."""
    units = _UNITS_OF.get(adjective.lower())
    if not units:
        return None
    found = tuple(
        q for q in scene.pool.quantities if is_amount(q) and normal_unit(q.figure.unit) in units
    )
    at = scene.statement.start
    return MeasureSaid(at, at, found) if found else None
