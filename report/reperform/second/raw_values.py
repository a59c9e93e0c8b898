"""Text cells to exact values: whole numbers, decimals, dates and flags, by Python's own types.

Written apart from the build's typing, which works on Arrow arrays: a cell that one of them reads otherwise shows as a
difference. What is not plainly a value of its type is an error here; the build has rejected such rows before.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow

from report.reperform.second.raw_forms import day, dressed_number, word
from report.reperform.second.raw_numbers import number
from warehouse.errors import SourceFileError
from warehouse.sources.layouts.form_options import CellForm
from warehouse.sources.options import ReaderOptions

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}

Reading = Callable[[str], Any]


def column(
    cells: list[str | None],
    kind: pyarrow.DataType,
    options: ReaderOptions,
    where: str,
    form: CellForm | None = None,
) -> pyarrow.Array:
    """Return the values of one column.

    Args:
        cells: Its cells as text; None and null markers state nothing.
        kind: Arrow type of the values.
        options: Marks of the file.
        where: File and column named in errors.
        form: How the cells are written, where that is declared.

    Raises:
        SourceFileError: If a cell is not plainly a value of the type.
    """
    blanks = {marker.strip() for marker in options.null_markers}
    reading = (_formed(kind, options, form) if form else None) or _reading(kind, options)
    values = [
        None if cell is None or cell.strip() in blanks else _read(cell, reading, kind, where)
        for cell in cells
    ]
    try:
        return pyarrow.array(values, kind)
    except (pyarrow.ArrowInvalid, OverflowError) as error:
        raise SourceFileError(f"a value has no room in {kind}: {error}", where=where) from error


def _read(cell: str, reading: Reading, kind: pyarrow.DataType, where: str) -> object:
    try:
        return reading(cell)
    except (ValueError, ArithmeticError, KeyError) as error:
        raise SourceFileError(f"{cell[:80]!r} is no {kind}", where=where) from error


def _formed(kind: pyarrow.DataType, options: ReaderOptions, form: CellForm) -> Reading | None:
    """Return how cells under a form are read, or None where it only splits flags off."""
    types = pyarrow.types
    if form.dates:
        return lambda cell: day(cell, form)
    if form.true_words:
        return lambda cell: word(cell, form)
    if types.is_integer(kind):
        return lambda cell: _whole(dressed_number(cell, form, options)[0])
    if types.is_decimal(kind):
        return lambda cell: dressed_number(cell, form, options)[0]
    return None


def _reading(kind: pyarrow.DataType, options: ReaderOptions) -> Reading:
    types = pyarrow.types
    if types.is_string(kind):
        return str
    if types.is_date(kind):
        return _date
    if types.is_boolean(kind):
        return lambda cell: _FLAGS[cell.strip().lower()]
    if types.is_decimal(kind):
        return lambda cell: number(cell, options)
    return lambda cell: _whole(number(cell, options))


def _whole(number: Decimal) -> int:
    if number != int(number):
        raise ValueError(number)
    return int(number)


def _date(cell: str) -> dt.date:
    text = cell.strip()
    if not _DATE.fullmatch(text):
        raise ValueError(cell)
    return dt.date.fromisoformat(text)
