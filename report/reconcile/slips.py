"""Slips of the unit: the right digits of a figure, in another unit than the figure's."""

from __future__ import annotations

from fractions import Fraction

from report.figures.rounding import SCALES
from report.reconcile.binding import Binder
from report.reconcile.context import Context
from report.reconcile.explanation import label_overlap
from report.reconcile.judgement import judge
from report.reconcile.naming import subject_score
from report.reconcile.rates import base_said
from report.reconcile.readings import Quantity, Reading
from report.reconcile.units import is_measure, normal_unit


def unit_slip(context: Context, binder: Binder) -> tuple[Quantity, Reading] | None:
    """Return the quantity that a text names with its digits but in another unit, or None.

    Both units have to be said: a share, rate, multiple or currency against another one, or against a count.
    """
    said = context.statement.unit
    if not _has_both_ends(context, binder) or not said or base_said(context):
        return None
    places = binder.places.said(context)
    for quantity in binder.in_other_units(context):
        meant = normal_unit(quantity.figure.unit)
        if said == meant or not (is_measure(said) or is_measure(meant)):
            continue
        subject = subject_score(context, quantity)
        # A term may be the unit itself (`on time` in `1.1 times`): a word of the label has to be there too.
        if subject is None or not subject.is_named or not label_overlap(context, quantity):
            continue
        named = [r for period in context.periods if (r := quantity.at(period)) is not None]
        for reading in named or [quantity.present]:
            if _digits_agree(context, binder, quantity, reading) and not binder.explainer.missing(
                context, places, quantity, reading, whole=not subject.in_clause
            ):
                return quantity, reading
    return None


def _has_both_ends(context: Context, binder: Binder) -> bool:
    """Return whether a number is said with a lower and an upper bound; `more than half` would fit anything."""
    intervals = binder.conditions.intervals(context.statement)
    return intervals is not None and None not in (intervals[0].low, intervals[0].high)


def _digits_agree(context: Context, binder: Binder, quantity: Quantity, reading: Reading) -> bool:
    """Return whether the number would be true if it were said in the figure's unit, with its scale or without."""
    scale = Fraction(SCALES[quantity.figure.scale])
    return any(
        judge(context.statement, reading, by, binder.conditions).holds
        for by in {Fraction(1), scale}
    )
