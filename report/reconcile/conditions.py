"""Former home of the truth conditions, whose parts went to three places; its names stay until version 0.3."""

from numbertext.condition_table import CONDITION_TABLE as TABLE
from numbertext.condition_table import WRITTEN, Bounds, literal, standard
from numbertext.conditions import (
    Condition,
    Conditions,
    Intervals,
    amount_word,
    granularity_of,
    how_written,
)
from report.reconcile.own_conditions import conditions_of

__all__ = [
    "TABLE",
    "WRITTEN",
    "Bounds",
    "Condition",
    "Conditions",
    "Intervals",
    "amount_word",
    "conditions_of",
    "granularity_of",
    "how_written",
    "literal",
    "standard",
]
