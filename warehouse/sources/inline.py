"""Schemas written as a mapping in source.yaml, for those who write no Python.

The mapping becomes the same Pandera schema that a module would give, so that nothing else knows the difference.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import pandas as pd
import pandera.pandas as pa
import pyarrow

from warehouse.errors import DefinitionError

KINDS: dict[str, pyarrow.DataType] = {
    "whole": pyarrow.int64(),
    "text": pyarrow.string(),
    "date": pyarrow.date32(),
    "flag": pyarrow.bool_(),
}
OF_RULES = {
    pyarrow.int64(): int,
    pyarrow.string(): str,
    pyarrow.date32(): datetime.date,
    pyarrow.bool_(): bool,
}
KEYS = (
    "type",
    "title",
    "unit",
    "nullable",
    "required",
    "min",
    "max",
    "one_of",
    "matches",
    "personal",
)
FLAGS = ("nullable", "required", "personal")
DECIMAL = re.compile(r"decimal\((\d{1,2}), ?(\d{1,2})\)")
REMEDY = "correct the inline schema in source.yaml"


def inline_schema(given: Mapping[str, object], where: str) -> pa.DataFrameSchema:
    """Return the schema of a mapping with `columns` and, where rows have a key, `unique`.

    Raises:
        DefinitionError: A key or type is unknown, a value is of the wrong type, or no column is given.
    """
    if not isinstance(given, Mapping):
        raise _wrong(f"the schema is {repr(given)[:100]}", "module.Class, or columns", where)
    _refuse_unknown(given, ("columns", "unique"), "the schema", where)
    columns = given.get("columns")
    if not isinstance(columns, Mapping) or not columns:
        raise _wrong("the schema has no columns", "a mapping of column names", where)
    unique = given.get("unique", [])
    if not isinstance(unique, list) or any(name not in list(columns) for name in unique):
        raise _wrong(f"unique is {repr(unique)[:100]}", "a list of columns of the schema", where)
    made = {str(name): _column(str(name), rules, where) for name, rules in columns.items()}
    return pa.DataFrameSchema(made, unique=unique or None, strict=True, name="inline")


def _column(name: str, rules: object, where: str) -> pa.Column:
    rules = {"type": rules} if isinstance(rules, str) else rules
    if not isinstance(rules, Mapping):
        raise _wrong(f"column {name} is {rules!r}", "a type, or a mapping of rules", where)
    _refuse_unknown(rules, KEYS, f"column {name}", where)
    for key in FLAGS:
        if not isinstance(rules.get(key, False), bool):
            raise _wrong(f"{key} of column {name} is {rules[key]!r}", "true or false", where)
    kind = _kind(name, rules.get("type"), where)
    return pa.Column(
        pd.ArrowDtype(kind),
        checks=_checks(name, rules, kind, where),
        nullable=rules.get("nullable", False),
        required=rules.get("required", True),
        title=str(rules.get("title", name)),
        metadata={key: rules[key] for key in ("unit", "personal") if key in rules} or None,
    )


def _kind(name: str, given: object, where: str) -> pyarrow.DataType:
    if isinstance(given, str) and given in KINDS:
        return KINDS[given]
    match = DECIMAL.fullmatch(given) if isinstance(given, str) else None
    if match and 0 <= int(match[2]) <= int(match[1]) <= 38 and int(match[1]) > 0:
        return pyarrow.decimal128(int(match[1]), int(match[2]))
    expected = f"{', '.join(KINDS)} or decimal(digits, decimals) with at most 38 digits"
    raise _wrong(f"the type of column {name} is {given!r}", expected, where)


def _checks(
    name: str, rules: Mapping[str, object], kind: pyarrow.DataType, where: str
) -> list[pa.Check]:
    checks = []
    if "min" in rules:
        checks.append(pa.Check.ge(_bound(name, rules["min"], kind, where)))
    if "max" in rules:
        checks.append(pa.Check.le(_bound(name, rules["max"], kind, where)))
    if "one_of" in rules:
        allowed = rules["one_of"]
        if not isinstance(allowed, list) or not allowed:
            raise _wrong(f"one_of of column {name} is {allowed!r}", "a list of values", where)
        checks.append(pa.Check.isin([_bound(name, value, kind, where) for value in allowed]))
    if "matches" in rules:
        checks.append(pa.Check.str_matches(_pattern(name, rules["matches"], kind, where)))
    return checks


def _bound(name: str, value: object, kind: pyarrow.DataType, where: str) -> object:
    """Return a value of the rules in the type of its column."""
    if (
        pyarrow.types.is_decimal(kind)
        and isinstance(value, (int, float, str))
        and not isinstance(value, bool)
    ):
        try:
            return Decimal(str(value))
        except InvalidOperation:
            pass
    elif type(value) is OF_RULES.get(kind):
        return value
    raise _wrong(
        f"a rule of column {name} has the value {value!r}", f"a value of type {kind}", where
    )


def _pattern(name: str, given: object, kind: pyarrow.DataType, where: str) -> str:
    """Return a pattern that the whole cell must match."""
    if isinstance(given, str) and pyarrow.types.is_string(kind):
        try:
            pyarrow.compute.match_substring_regex(pyarrow.array([""]), given)
        except pyarrow.ArrowInvalid as error:
            raise _wrong(
                f"matches of column {name} is not a pattern: {error}", "", where
            ) from error
        return f"^(?:{given})$"
    raise _wrong(f"matches of column {name} is {given!r}", "a pattern, on a text column", where)


def _refuse_unknown(
    given: Mapping[str, object], allowed: tuple[str, ...], what: str, where: str
) -> None:
    for key in given:
        if key not in allowed:
            raise _wrong(
                f"{what} has the unknown key {key!r}", f"one of {', '.join(allowed)}", where
            )


def _wrong(fact: str, expected: str, where: str) -> DefinitionError:
    return DefinitionError(fact, where=where, expected=expected, remedy=REMEDY)
