"""The verdict on one cell of a bound table: its number, scaled as its table says, against the report table's cell."""

from __future__ import annotations

from decimal import Decimal

from numbertext.tables import CellNumber, scale_of
from report.figures.rounding import Number, as_text, exact, is_number, round_value
from report.reconcile.finding import (
    CONTRADICTED,
    LOOSE,
    NEAR,
    SUPPORTED,
    UNMATCHED,
    Verdict,
)
from report.reconcile.tables.bound import Bound
from warehouse.model import Column

_UNSAID = (Decimal(1000), Decimal(10) ** 6, Decimal(10) ** 9)
_SHARES = ("per cent", "%", "percentage points", "year")


def judged(bound: Bound, row: int, column: int, number: CellNumber) -> Verdict:
    """Return the verdict on a cell whose row and column are certain.

    Args:
        bound: The table.
        row: The cell's row in it.
        column: Its column.
        number: What the cell says.
    """
    name = bound.columns[column]
    about, found = bound.of.columns[name], bound.rows[row]
    value = found[name]
    label = ", ".join(str(found[key]) for key in bound.of.key)
    place = f"{bound.of.name}, {label}, {about.title}"
    if value is None:
        return Verdict(
            UNMATCHED, f"The report table does not state this cell ({place}).", bound_by="table"
        )
    if not is_number(value):
        return Verdict(
            UNMATCHED, f"The report table has no number in this cell ({place}).", bound_by="table"
        )
    true = exact(value) * (scale_of(about.unit) or 1)
    said = f"{place}: {_published(value, about)}"
    factors = _factors(bound, column, number, about)
    if any(_holds(number, factor, true, number.place, value, about) for factor in factors):
        return Verdict(
            SUPPORTED,
            "Its row and column of the report table bear it out.",
            figure_value=said,
            bound_by="table",
        )
    if any(_holds(number, factor, true, _granularity(number), value, about) for factor in factors):
        why = "The report table's cell, rounded to the last digit here that is not nought, is this."
        return Verdict(LOOSE, why, figure_value=said, bound_by="table")
    if any(_holds(number, factor, true, number.place, value, about) for factor in _UNSAID):
        why = f"It would be true of {said} in thousands, millions or billions; the table does not say so."
        return Verdict(NEAR, why, figure_value=said, bound_by="table")
    why = f"Its row and column are those of {said}, which is more than rounding away from it."
    wording = _published(value, about)
    return Verdict(CONTRADICTED, why, figure_value=said, rewording=wording, bound_by="table")


def _factors(bound: Bound, column: int, number: CellNumber, about: Column) -> set[Decimal]:
    """Return what the number may be scaled by: as its head says; without, as the caption does, or not at all."""
    if number.is_percent or about.unit in _SHARES:
        return {Decimal(1)}
    own = scale_of(bound.head(column))
    if own is not None:
        return {own}
    caption = scale_of(bound.table.caption)
    plain = scale_of(about.unit) or Decimal(1)
    return {plain} if caption is None else {plain, caption}


def _holds(
    number: CellNumber, factor: Decimal, true: Decimal, place: Decimal, value: Number, about: Column
) -> bool:
    """Whether the number is the true one, rounded to a place, or the published one, rounded to it again."""
    is_near = abs(true - number.value * factor) * 2 <= place * factor
    if is_near or about.decimals is None:
        return is_near
    shown = round_value(value, about.decimals) * (scale_of(about.unit) or 1)
    return abs(shown - number.value * factor) * 2 <= place * factor


def _granularity(number: CellNumber) -> Decimal:
    """Return the place of the last digit that is not nought; of a number with decimals the place that is written."""
    whole = number.value.normalize()
    exponent = whole.as_tuple().exponent
    is_round = isinstance(exponent, int) and exponent >= 2 and number.place == 1
    return Decimal(1).scaleb(exponent) if is_round and isinstance(exponent, int) else number.place


def _published(value: Number, about: Column) -> str:
    decimals = about.decimals or 0
    text = as_text(round_value(value, decimals), decimals)
    return f"{text} {about.unit}".strip()
