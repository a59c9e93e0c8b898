"""Kinds of values, as far as the two engines' rules differ by them, and the types of both engines' columns."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyarrow
from sqlglot import exp

WHOLE, DECIMAL, REAL, TEXT, DATE, MOMENT, FLAG, NOTHING, UNKNOWN = (
    "whole number",
    "decimal",
    "floating-point number",
    "text",
    "date",
    "moment",
    "flag",
    "nothing",
    "a value of unknown type",
)
NUMBERS = (WHOLE, DECIMAL, REAL)

_KINDS = (
    (exp.DataType.INTEGER_TYPES, WHOLE),
    (exp.DataType.REAL_TYPES, DECIMAL),
    (exp.DataType.TEXT_TYPES, TEXT),
    (exp.DataType.TEMPORAL_TYPES, MOMENT),
)
_FRACTION = re.compile(r"\d*\.\d+")
_REALS = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT)
_DATES = (exp.DataType.Type.DATE,)


def kind_of(node: exp.Expr | None) -> str:
    """Return the kind of an annotated expression's values."""
    if isinstance(node, exp.Null):
        return NOTHING
    if isinstance(node, exp.Literal) and _FRACTION.fullmatch(node.this) and not node.is_string:
        return DECIMAL
    return UNKNOWN if node is None else kind_of_type(node.type)


def kind_of_type(given: exp.DataType | None) -> str:
    """Return the kind of a type."""
    if given is None:
        return UNKNOWN
    if given.this in _REALS:
        return REAL
    if given.this in _DATES:
        return DATE
    if given.this == exp.DataType.Type.BOOLEAN:
        return FLAG
    if given.this == exp.DataType.Type.NULL:
        return NOTHING
    return next((kind for types, kind in _KINDS if given.this in types), UNKNOWN)


def mix(nodes: Iterable[exp.Expr]) -> list[str]:
    """Return the kinds that meet where values are compared or chosen from; numbers count as one kind."""
    kinds = {"number" if (k := kind_of(node)) in NUMBERS else k for node in nodes}
    return sorted(kinds - {NOTHING})


def sql_type(given: pyarrow.DataType) -> str:
    """Return the SQL type of an Arrow column, in the words that types are worked out with."""
    known = pyarrow.types
    if known.is_decimal(given):
        return f"DECIMAL({given.precision}, {given.scale})"
    names = (
        (known.is_integer, "BIGINT"),
        (known.is_floating, "DOUBLE"),
        (known.is_boolean, "BOOLEAN"),
        (known.is_date, "DATE"),
        (known.is_timestamp, "TIMESTAMP"),
        (known.is_null, "NULL"),
    )
    texts = (known.is_string, known.is_large_string, known.is_string_view)
    if any(is_text(given) for is_text in texts):
        return "VARCHAR"
    return next((name for is_kind, name in names if is_kind(given)), "UNKNOWN")
