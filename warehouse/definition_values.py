"""Values in the project's YAML definitions: each is of the kind that its key asks for, or refused with its key.

A value is not bent into shape: of `redistribute: no` Python would make True (in YAML 1.2 `no` is a word), and of
`terms: people` six letters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NoReturn

from warehouse.errors import DefinitionError

LARGEST = 2**63 - 1
MOST_DECIMALS = 30
"""Decimals that a column or figure may have; a decimal has 38 digits."""
_SCALARS = (str, int, float, dt.date)


def text(values: Mapping[str, object], key: str, where: str, default: str | None = None) -> str:
    """Return a value as text, as it would be written; nothing is the default where there is one, else refused."""
    value = values.get(key)
    if value is None and default is not None:
        return default
    if not _is_text(value):
        _refuse(key, value, where, "a text, in quotes where it looks like something else")
    return str(value)


def texts(values: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    """Return the texts of a list; nothing counts as an empty list."""
    value = values.get(key)
    items = [] if value is None else value
    if not isinstance(items, list) or not all(_is_text(item) for item in items):
        _refuse(key, value, where, "a list of texts, e.g. [one, two]")
    return tuple(str(item) for item in items)


def choice(values: Mapping[str, object], key: str, allowed: Collection[str], where: str) -> str:
    """Return one of some texts."""
    value = values.get(key)
    if not isinstance(value, str) or value not in allowed:
        raise DefinitionError(
            f"{key} {repr(value)[:100]}", where=where, expected=" | ".join(allowed)
        )
    return value


def flag(values: Mapping[str, object], key: str, where: str, *, default: bool = False) -> bool:
    """Return a yes or no; only `true` and `false` say so."""
    value = values.get(key, default)
    return value if isinstance(value, bool) else _refuse(key, value, where, "true or false")


def integer(
    values: Mapping[str, object], key: str, where: str, default: int = 0, most: int = LARGEST
) -> int:
    """Return an integer from 0 to `most`."""
    value = values.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        expected = "an integer, 0 or more" if most == LARGEST else f"an integer from 0 to {most}"
        _refuse(key, value, where, expected)
    return value


def number(values: Mapping[str, object], key: str, where: str, default: float = 0) -> float:
    """Return a number, 0 or more."""
    value = values.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        _refuse(key, value, where, "a number, 0 or more")
    return float(value)


def _is_text(value: object) -> bool:
    return isinstance(value, _SCALARS) and not isinstance(value, bool)


def _refuse(key: str, value: object, where: str, expected: str) -> NoReturn:
    raise DefinitionError(
        f"{key} is {repr(value)[:100]}",
        where=where,
        expected=expected,
        remedy=f"correct the value of `{key}`, or take the line away where it may be left out",
    )
