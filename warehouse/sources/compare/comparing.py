"""Comparison of a vintage with the one before it, by all rules.

Finds the breaches only. Whether one was accepted by a person is decided with `accepted`; what is allowed comes from the
source's settings, and where they say nothing from the rules themselves.
"""

from __future__ import annotations

import duckdb

from warehouse.errors import DefinitionError
from warehouse.sources.accepted import Breach
from warehouse.sources.compare.as_read import differs_from_words
from warehouse.sources.compare.blanks import blanked
from warehouse.sources.compare.frame import ADDED_UP, frame_of
from warehouse.sources.compare.keys import (
    added_keys,
    nothing_in_common,
    removed_keys,
    repeated_keys,
)
from warehouse.sources.compare.newest import new_periods
from warehouse.sources.compare.pair import Pair
from warehouse.sources.compare.past import changed_past, changed_totals
from warehouse.sources.compare.settings import Comparison, check_settings
from warehouse.sources.compare.shape import changed_categories, changed_columns, changed_rows

RULES = (
    changed_columns,
    changed_rows,
    nothing_in_common,
    removed_keys,
    added_keys,
    repeated_keys,
    changed_totals,
    changed_categories,
    changed_past,
    new_periods,
    blanked,
    differs_from_words,
)


def compare(pair: Pair, settings: Comparison, key: tuple[str, ...]) -> list[Breach]:
    """Return what changed more than the settings allow, by rule and column.

    Args:
        pair: The two vintages.
        settings: Thresholds of the source.
        key: Columns that identify a row, used when the settings name none.

    Raises:
        DefinitionError: If a setting names a column that neither vintage has or whose values cannot be added up, or
            needs a key and there is none of kept columns. What is not compared would pass in silence.
    """
    columns = {**pair.columns("new"), **pair.columns("old")}
    numbers = {name: bool(ADDED_UP.match(kind)) for name, kind in columns.items()}
    check_settings(settings, key, numbers, pair.where)
    try:
        frame = frame_of(pair, settings, key)
        return [breach for rule in RULES for breach in rule(frame)]
    except duckdb.Error as error:
        raise DefinitionError(
            f"the vintages {pair.against} and {pair.vintage} cannot be compared: {str(error).splitlines()[0]}",
            where=pair.where,
            expected="values that can be added up and compared",
            remedy="correct `comparison`; `measures` says which columns are added up",
        ) from error
