"""Changes worked out from a quantity's readings: `doubled`, `up 12 per cent`, `rose by 8`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from itertools import pairwise

from report.figures.catalogue import Figure
from report.reconcile.periods import Period
from report.reconcile.readings import Quantity, Reading
from report.reconcile.units import PER_CENT, TIMES, is_measure, normal_unit

_CONTEXT = Context(prec=28)
_FULL = Decimal(100)


def derived_changes(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return, for every counted quantity with a series, its change as an amount, in per cent and as a multiple."""
    return [
        change
        for quantity in quantities
        if not quantity.figure.is_change and len(quantity.readings) > 1
        for change in _changes(quantity)
    ]


def _changes(quantity: Quantity) -> Iterable[Quantity]:
    figure = quantity.figure
    pairs = [pair for pair in pairwise(quantity.readings) if _are_consecutive(*pair)]
    units = [TIMES, figure.unit]
    if not is_measure(normal_unit(figure.unit)):
        units.append(PER_CENT)
    for unit in units:
        readings = tuple(r for before, after in pairs if (r := _change(before, after, unit)))
        if readings:
            changed = replace(
                figure, unit=unit, is_change=True, decimals=1, scale="one", display="{value}"
            )
            yield Quantity((changed if unit != figure.unit else _same_unit(figure),), readings)


def _are_consecutive(before: Reading, after: Reading) -> bool:
    first, second = before.period, after.period
    return (
        first is not None and second is not None and second == replace(first, year=first.year + 1)
    )


def _same_unit(figure: Figure) -> Figure:
    return replace(figure, is_change=True)


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
