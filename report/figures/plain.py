"""Values as JSON holds them: whole numbers as such, decimals as numbers, dates as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias, overload

from warehouse.records import as_scalar

Plain: TypeAlias = "bool | int | float | str | Sequence[Plain] | Mapping[str, Plain] | None"
"""A value as JSON holds it."""


def as_plain(given: object) -> Plain:
    """Return what JSON gave as the value that it is."""
    if isinstance(given, dict):
        return {str(name): as_plain(value) for name, value in given.items()}
    if isinstance(given, list):
        return [as_plain(item) for item in given]
    return as_scalar(given)


@overload
def plain(value: Mapping[str, object]) -> Mapping[str, Plain]: ...
@overload
def plain(value: object) -> Plain: ...
def plain(value: object) -> Plain:
    """Return a cell, row or list of cells in the form that JSON outputs give it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if isinstance(value, int | float | str | None) else str(value)
