"""Reading the table of truth conditions, and merging an author's own widths into it, row by row under the same ids.

The table that comes with the package is `conditions.yaml`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from numbertext.conditions import COUNT, MEASURE, Condition, Conditions
from numbertext.errors import ConditionError
from numbertext.interval import BOUND_NAMES, check_written, decimal
from numbertext.statement import COMPARATORS, KINDS, Statement

CONDITION_TABLE = Path(__file__).with_name("conditions.yaml")
WRITTEN = ("rounded", "round", "exact")
_LISTS: Mapping[str, tuple[str, ...]] = {
    "comparators": COMPARATORS,
    "kinds": KINDS,
    "units": (),
    "hedges": (),
}
_ONE_OF = {"written": WRITTEN, "of": (COUNT, MEASURE)}
_OUTSIDE = "undecided_outside"
_NUMBERS = ("at_least", "quotient_of_at_most")


@dataclass(frozen=True)
class Bounds:
    """The literal interval with decimal bounds, as a statement shows it."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool
    high_open: bool


def literal(statement: Statement) -> Bounds | None:
    """Return the bounds outside of which a statement is false, by the table that comes with the project."""
    found = standard().intervals(statement)
    if found is None:
        return None
    interval = found.literal
    return Bounds(
        decimal(interval.low), decimal(interval.high), interval.low_open, interval.high_open
    )


@cache
def standard() -> Conditions:
    """Return the table that comes with the package."""
    return conditions_in(
        yaml.safe_load(CONDITION_TABLE.read_text(encoding="utf-8")), CONDITION_TABLE.name
    )


def conditions_in(given: object, where: str) -> Conditions:
    """Return the rows of a table.

    Args:
        given: Its `conditions` and `amounts`, as YAML or JSON gives them.
        where: Name of the table, for errors.

    Raises:
        ConditionError: If it is no table, a key is missing or unknown, or a row is wrong.
    """
    table = _mapping(given, where)
    _check_keys(table, (), ("conditions", "amounts"), where)
    rows = tuple(_row(item, where) for item in _list(table, "conditions", where))
    for name, following in pairwise(sorted(row.id for row in rows)):
        if name == following:
            raise ConditionError(f"several conditions {name}", where=where, expected="each id once")
    amounts = _mapping({} if table.get("amounts") is None else table["amounts"], where)
    return Conditions(rows, {k: _pair(v, f"{where}, {k}") for k, v in amounts.items()}, where)


def with_own(own: Conditions) -> Conditions:
    """Return the standard table with an author's own widths.

    Raises:
        ConditionError: If a row has an id that the standard table has not.
    """
    base, rows = standard(), {row.id: row for row in own.rows}
    unknown = sorted(set(rows) - {row.id for row in base.rows})
    if unknown:
        known = ", ".join(row.id for row in base.rows)
        raise ConditionError(f"condition {unknown[0]}", where=own.where, expected=known)
    merged = tuple(rows.get(row.id, row) for row in base.rows)
    return Conditions(merged, {**base.amounts, **own.amounts}, own.where)


def _pair(given: object, where: str) -> tuple[str, str]:
    values = _mapping(given, where)
    _check_keys(values, ("literal", "pragmatic"), (), where)
    literal, pragmatic = (_interval(values, name, (), where) for name in ("literal", "pragmatic"))
    return literal, pragmatic


def _row(given: object, where: str) -> Condition:
    values = _mapping(given, where)
    place = f"{where}, condition {values.get('id', '?')}"
    _check_keys(
        values, ("id", "literal", "pragmatic"), (*_LISTS, *_NUMBERS, *_ONE_OF, _OUTSIDE), place
    )
    for name, allowed in _ONE_OF.items():
        if values.get(name, allowed[0]) not in allowed:
            expected = " | ".join(allowed)
            raise ConditionError(f"{name} {values[name]!r}", where=place, expected=expected)
    outside = _interval(values, _OUTSIDE, BOUND_NAMES, place) if _OUTSIDE in values else ""
    return Condition(
        id=_text(values["id"], "id", place),
        literal=_interval(values, "literal", BOUND_NAMES, place),
        pragmatic=_interval(values, "pragmatic", BOUND_NAMES, place),
        written=str(values.get("written", "")),
        of=str(values.get("of", "")),
        undecided_outside=outside,
        comparators=_words(values, "comparators", place),
        kinds=_words(values, "kinds", place),
        units=_words(values, "units", place),
        hedges=_words(values, "hedges", place),
        at_least=_number(values, "at_least", place),
        quotient_of_at_most=_number(values, "quotient_of_at_most", place),
    )


def _words(values: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    words = tuple(_text(item, name, where) for item in _list(values, name, where))
    allowed = _LISTS[name]
    for word in words:
        if allowed and word not in allowed:
            raise ConditionError(f"{name} {word!r}", where=where, expected=", ".join(allowed))
    return words


def _number(values: Mapping[str, Any], name: str, where: str) -> Decimal | None:
    if name not in values:
        return None
    try:
        number = Decimal(str(values[name]))
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise ConditionError(f"{name} {values[name]!r}", where=where, expected="a number")
    return number


def _interval(values: Mapping[str, Any], name: str, names: Collection[str], where: str) -> str:
    text = _text(values[name], name, where)
    check_written(text, names, where)
    return text


def _text(given: object, name: str, where: str) -> str:
    if not isinstance(given, str):
        raise ConditionError(f"{name} {given!r}", where=where, expected="a text, in quotes")
    return given


def _list(values: Mapping[str, Any], name: str, where: str) -> list[Any]:
    found = values.get(name)
    if found is not None and not isinstance(found, list):
        raise ConditionError(f"{name} {found!r}", where=where, expected="a list")
    return found or []


def _mapping(given: object, where: str) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise ConditionError(f"{given!r} is no mapping", where=where, expected="`key: value` lines")
    return {str(key): value for key, value in given.items()}


def _check_keys(
    given: Mapping[str, Any], required: tuple[str, ...], optional: tuple[str, ...], where: str
) -> None:
    known = (*required, *optional)
    for key in required:
        if key not in given:
            raise ConditionError(f"key {key!r} is missing", where=where, expected=", ".join(known))
    for key in given:
        if key not in known:
            raise ConditionError(f"key {key!r}", where=where, expected=", ".join(sorted(known)))
