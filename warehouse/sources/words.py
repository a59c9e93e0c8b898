"""Rules and remedies in words, for people who see a spreadsheet and not a schema.

The words of an author (a check's title and description) go before these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow
from pandera.api.checks import Check

from warehouse.problems import Severity
from warehouse.sources.faults import Rule
from warehouse.sources.layout import Field
from warehouse.sources.options import ReaderOptions

AGAINST_SOURCE = "compare it with the source and correct it; if the source is right, change the rule in the schema"
FORM_REMEDY = "compare the cell with the source; if the provider writes so, declare it under `cells` of the reader"
LISTED_VALUES = 20


def type_rule(field: Field, options: ReaderOptions, *, is_too_large: bool) -> Rule:
    """Return the rule that a cell breaks which is not of its column's type, or does not fit into it."""
    kind, name, own = field.kind, field.given, f"{field.name}.type"
    blank = "leave the cell blank where the source states nothing"
    if field.form is not None and not is_too_large:
        words = f"{name} is {field.form.in_words}"
        return Rule(f"{field.name}.form", name, words, f"{FORM_REMEDY}; {blank}")
    if pyarrow.types.is_date(kind):
        return Rule(own, name, f"{name} is a date", f"write an existing day as YYYY-MM-DD; {blank}")
    if pyarrow.types.is_boolean(kind):
        return Rule(own, name, f"{name} is yes or no", f"write yes or no; {blank}")
    if pyarrow.types.is_integer(kind):
        if is_too_large:
            words = f"{name} fits into {kind.bit_width} bits"
            return Rule(
                f"{field.name}.size",
                name,
                words,
                "correct the number; nothing is counted in such numbers",
            )
        words = f"{name} is a whole number, written out in full"
    else:
        if is_too_large:
            room = f"{kind.precision - kind.scale} digits and {kind.scale} decimals"
            remedy = "correct the number, or widen the type in the schema; it is never rounded here"
            return Rule(f"{field.name}.size", name, f"{name} has at most {room}", remedy)
        words = f"{name} is a number, written out in full"
    return Rule(own, name, words, f"{_number_remedy(kind, options)}; {blank}")


def _number_remedy(kind: pyarrow.DataType, options: ReaderOptions) -> str:
    marks = [] if pyarrow.types.is_integer(kind) else [f"{options.decimal!r} before decimals"]
    if options.thousands:
        marks.append(f"{options.thousands!r} between thousands")
    return (
        f"write digits{' with ' if marks else ''}{' and '.join(marks)}, without words, exponent or unit; "
        "declare what the provider writes for a withheld value as reader option `suppressed`"
    )


def stated_rule(field: Field) -> Rule:
    """Return the rule that a blank cell breaks."""
    remedy = (
        "fill in the cell; if the source may leave it open, make the column nullable in the schema"
    )
    return Rule(f"{field.name}.stated", field.given, f"{field.given} is stated", remedy)


def unique_rule(key: tuple[str, ...], names: tuple[str, ...]) -> Rule:
    """Return the rule that a row breaks whose key stands on an earlier line.

    Args:
        key: The columns as the schema names them.
        names: The same as the file does.
    """
    column = names[0] if len(names) == 1 else ""
    return Rule(f"unique({'+'.join(key)})", column, unique_words(names), "remove one of the rows")


def unique_words(names: tuple[str, ...]) -> str:
    """Return what a key asks for."""
    if len(names) > 1:
        return f"{', '.join(names)} together name one row"
    return f"{names[0]} names one row"


def with_ids(checks: Sequence[Check]) -> list[tuple[Check, str]]:
    """Return checks with their ids: each its name, the second and later ones of a name counted."""
    names = [re.sub(r"\W+", "_", str(check.name or "check")).strip("_") for check in checks]
    times: Counter[str] = Counter()
    found = []
    for check, name in zip(checks, names, strict=True):
        times[name] += 1
        found.append((check, name if times[name] == 1 else f"{name}-{times[name]}"))
    return found


def column_rule(field: Field, check: Check, name: str) -> Rule:
    """Return the rule of a check of one column; `name` is its id among the column's."""
    words = check_words(field.given, check)
    remedy = check.description or AGAINST_SOURCE
    severity: Severity = "warning" if check.raise_warning else "error"
    return Rule(f"{field.name}.{name}", field.given, words, remedy, severity)


def check_words(name: str, check: Check) -> str:
    """Return what a check of a column asks for."""
    return check.title or _built_in_words(name, check) or f"{name}: {named(check)}"


def row_rule(check: Check, name: str) -> Rule:
    """Return the rule of a check across the columns of a row; `name` is its id among the table's."""
    remedy = check.description or AGAINST_SOURCE
    return Rule(
        f"rows.{name}", "", row_words(check), remedy, "warning" if check.raise_warning else "error"
    )


def row_words(check: Check) -> str:
    """Return what a check across the columns of a row asks for."""
    return check.title or named(check)


def named(check: Check) -> str:
    """Return a check's name with blanks for underscores."""
    return str(check.name or "a check without a name").replace("_", " ")


def _built_in_words(name: str, check: Check) -> str | None:
    make = BUILT_IN.get(check.registry_name or "")
    return make(name, check.statistics) if make else None


def _listed(values: Iterable[object]) -> str:
    # The order of a set would differ from run to run.
    is_set = isinstance(values, set | frozenset)
    texts = [str(value) for value in (sorted(values, key=str) if is_set else values)]
    more = len(texts) - LISTED_VALUES
    return ", ".join(texts[:LISTED_VALUES]) + (f" or {more} more" if more > 0 else "")


def _length(name: str, given: Mapping[str, Any]) -> str:
    low, high, exact = (given.get(key) for key in ("min_value", "max_value", "exact_value"))
    if exact is not None:
        return f"{name} has {exact} characters"
    if low is None or high is None:
        bound = f"at least {low}" if high is None else f"at most {high}"
        return f"{name} has {bound} characters"
    return f"{name} has {low} to {high} characters"


def _range(name: str, given: Mapping[str, Any]) -> str:
    low = "from" if given.get("include_min", True) else "above"
    high = "to" if given.get("include_max", True) else "below"
    joint = " and" if high == "below" else ""
    return f"{name} is {low} {given['min_value']}{joint} {high} {given['max_value']}"


BUILT_IN: dict[str, Callable[[str, Mapping[str, Any]], str]] = {
    "equal_to": lambda name, given: f"{name} is {given['value']}",
    "not_equal_to": lambda name, given: f"{name} is not {given['value']}",
    "greater_than": lambda name, given: f"{name} is more than {given['min_value']}",
    "greater_than_or_equal_to": lambda name, given: f"{name} is at least {given['min_value']}",
    "less_than": lambda name, given: f"{name} is less than {given['max_value']}",
    "less_than_or_equal_to": lambda name, given: f"{name} is at most {given['max_value']}",
    "in_range": _range,
    "isin": lambda name, given: f"{name} is one of {_listed(given['allowed_values'])}",
    "notin": lambda name, given: f"{name} is none of {_listed(given['forbidden_values'])}",
    "str_matches": lambda name, given: f"{name} is written like {given['pattern']}",
    "str_contains": lambda name, given: f"{name} contains {given['pattern']}",
    "str_startswith": lambda name, given: f"{name} starts with {given['string']}",
    "str_endswith": lambda name, given: f"{name} ends with {given['string']}",
    "str_length": _length,
}
