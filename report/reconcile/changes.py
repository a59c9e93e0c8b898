"""Changes worked out from a quantity's readings: `doubled`, `up 12 per cent`, `rose by 8`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from itertools import combinations

from report.figures.catalogue import Figure
from report.reconcile.baseline import YEAR_BEFORE, Baseline
from report.reconcile.periods import Period
from report.reconcile.readings import Quantity, Reading
from report.reconcile.units import PER_CENT, TIMES, is_measure, normal_unit

_CONTEXT = Context(prec=28)
_FULL = Decimal(100)


def derived_changes(
    quantities: Sequence[Quantity], baseline: Baseline = YEAR_BEFORE
) -> list[Quantity]:
    """Return, for every counted quantity with a series, its change as an amount, in per cent and as a multiple.

    Args:
        quantities: The quantities.
        baseline: What the changes are measured from.
    """
    return [
        change
        for quantity in quantities
        if not quantity.figure.is_change and len(quantity.readings) > 1
        for change in _changes(quantity, baseline)
    ]


def _changes(quantity: Quantity, baseline: Baseline) -> Iterable[Quantity]:
    figure = quantity.figure
    pairs = [
        (before, after)
        for before, after in combinations(quantity.readings, 2)
        if before.period and after.period and baseline.joins(before.period, after.period)
    ]
    units = [TIMES, figure.unit]
    if not is_measure(normal_unit(figure.unit)):
        units.append(PER_CENT)
    for unit in units:
        readings = tuple(r for before, after in pairs if (r := _change(before, after, unit)))
        if readings:
            yield Quantity((_changed(figure, unit),), readings, is_derived=True)


def _changed(figure: Figure, unit: str) -> Figure:
    if unit == figure.unit:
        return replace(figure, is_change=True)
    words = f"{{value}} {unit}"
    return replace(figure, unit=unit, is_change=True, decimals=1, scale="one", display=words)


def _change(before: Reading, after: Reading, unit: str) -> Reading | None:
    if (
        before.period is None
        or after.period is None
        or (unit in (PER_CENT, TIMES) and not before.value)
    ):
        return None
    difference = after.value - before.value
    value = {
        TIMES: lambda: _CONTEXT.divide(after.value, before.value),
        PER_CENT: lambda: _CONTEXT.divide(difference * _FULL, before.value),
    }.get(unit, lambda: difference)()
    return replace(
        after,
        value=value,
        rounded_to=None,
        is_part=before.is_part or after.is_part,
        period=Period(after.period.year, after.period.month),
        words=f"{after.words}, against {before.words}",
    )
