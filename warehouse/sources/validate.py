"""The rules of a Pandera schema, applied to one typed batch: each broken one is told with its line, cell and remedy.

Rules of one column that depend on the value alone are applied to its distinct values; rules across columns to the
rows. A rule whose answer is unknown because a cell is blank counts as kept, as it does in SQL. Keys that may not come
twice need the whole file and belong to `unique`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pyarrow
import pyarrow.compute as pc
from pandera.api.checks import Check
from pandera.backends.pandas import builtin_checks

from warehouse.errors import DefinitionError
from warehouse.sources.conform import NO_ROWS, Conformed, ConformedColumn, Mask, Rows, add_cells
from warehouse.sources.faults import Faults
from warehouse.sources.layout import Layout
from warehouse.sources.schema import unique_keys_flat
from warehouse.sources.words import column_rule, named, row_rule, stated_rule, with_ids

# Pandera registers these on first use; by then several threads would be at it.
REGISTERED = builtin_checks
INTERVALS = (
    "greater_than",
    "greater_than_or_equal_to",
    "less_than",
    "less_than_or_equal_to",
    "in_range",
)


def validate(batch: Conformed, schema: pa.DataFrameSchema, layout: Layout) -> Faults:
    """Return what a batch has against the rules of its schema.

    Args:
        batch: Typed rows. Columns are checked in all of them, rows as a whole where every cell could be typed.
        schema: The rules.
        layout: Fields of the table.

    Raises:
        DefinitionError: A check fails itself, or does not answer for each value or row.
    """
    faults = Faults()
    for column in batch.columns:
        if column.is_given:
            _check_stated(column, batch, faults)
            for check, name in with_ids(schema.columns[column.field.name].checks):
                rule = column_rule(column.field, check, name)
                add_cells(faults, rule, column, _broken_rows(check, column), batch)
    if schema.checks and batch.is_kept.any():
        _check_rows(batch, schema, faults)
    return faults


def _check_stated(column: ConformedColumn, batch: Conformed, faults: Faults) -> None:
    if not column.field.is_nullable:
        add_cells(faults, stated_rule(column.field), column, column.blank_rows(), batch)


def _broken_rows(check: Check, column: ConformedColumn) -> Rows:
    """Return which rows break a check of their column."""
    if not check.determined_by_unique and not check.element_wise:
        return np.flatnonzero(_answers(check, column.rows()))
    values = column.values
    if column.places is None and check.registry_name in INTERVALS:
        # A rule that holds for the smallest and the largest value holds for all between them.
        ends = pc.min_max(values)
        outermost = pyarrow.array([ends["min"].as_py(), ends["max"].as_py()], values.type)
        if not _answers(check, outermost).any():
            return NO_ROWS
    return column.rows_of(_answers(check, values))


def _answers(check: Check, values: pyarrow.Array) -> Mask:
    series = pd.Series(values, dtype=pd.ArrowDtype(values.type))
    return _is_false(_applied(check, series), len(series), check)


def _applied(check: Check, given: pd.Series | pd.DataFrame) -> object:
    """Return what a check says; the values in an error of its own are not repeated, as they may be personal."""
    backend: Any = check.get_backend(given)(check)
    try:
        return backend.apply(backend.preprocess(given, None))
    except Exception as error:
        raise DefinitionError(
            f"the check {named(check)!r} fails itself, with {type(error).__name__}",
            expected="a check that answers true or false for each value or row",
            remedy="correct the check in the schema module",
        ) from error


def _is_false(answer: object, length: int, check: Check) -> Mask:
    """Return where an answer is false; what is left open is not."""
    if not isinstance(answer, pd.Series):
        raise DefinitionError(
            f"the check {named(check)!r} answers {type(answer).__name__} for a whole column or table",
            expected="true or false for each value or row",
            remedy="write rules over several rows as a SQL check in warehouse/models/checks",
        )
    is_broken = np.zeros(length, dtype=bool)
    hits = answer[(answer == False).fillna(value=False).astype(bool)]  # noqa: E712  (null is neither)
    is_broken[hits.index.to_numpy(dtype=np.int64)] = True
    return is_broken


def _check_rows(batch: Conformed, schema: pa.DataFrameSchema, faults: Faults) -> None:
    """Apply the rules across columns to the rows that are kept; each tells of a row once."""
    kept = np.flatnonzero(batch.is_kept)
    whole = len(kept) == len(batch.lines)
    columns: dict[str, object] = {}
    for column in batch.columns:
        rows = column.rows() if whole else column.rows().take(pyarrow.array(kept))
        columns[column.field.name] = pd.array(rows, dtype=pd.ArrowDtype(column.field.kind))
    frame = pd.DataFrame(columns)
    key = [c for c in batch.columns if c.field.name in unique_keys_flat(schema)]
    for check, name in with_ids(schema.checks):
        rows = kept[np.flatnonzero(_is_false(_applied(check, frame), len(frame), check))]
        if len(rows):
            listed = rows[: faults.limit]
            values = _keys(key, listed)
            faults.add_all(
                row_rule(check, name), batch.lines[listed].tolist(), values, total=len(rows)
            )


def _keys(key: list[ConformedColumn], rows: Rows) -> list[str]:
    """Return the keys of some rows as text, so that a reader finds the row in a sheet that was sorted since."""
    shown = [column.shown(rows) for column in key]
    return [
        ", ".join(
            f"{column.field.given} {value}" for column, value in zip(key, values, strict=True)
        )
        for values in (zip(*shown, strict=True) if shown else [()] * len(rows))
    ]
