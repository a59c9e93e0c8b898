"""Whether a row has a key: each value is read as the type of its column, and compared with the cell as such.

A key is written by people and programs: in YAML, in JSON, on a command line, taken from a data frame. So the same
cell is named in several ways, `4.4`, `4.40` and `"4.40"` on a DECIMAL(4,2) column. What the column cannot hold exactly
is refused rather than rounded, as a cast of the engine would: 4.4 on an INTEGER column names no row, not that of 4.

    typed("true", "BOOLEAN")      -> True            typed(1, "BOOLEAN")    -> refused
    typed(4.4, "DECIMAL(4,2)")    -> Decimal("4.40") typed(4.4, "INTEGER")  -> refused
    typed("2021-03-01", "DATE")   -> "2021-03-01"    typed(10, "VARCHAR")   -> "10"
"""

from __future__ import annotations

import datetime as dt
import math
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal
from typing import Any, Final, TypeAlias
from uuid import UUID

from rowlineage.catalog import literal, quoted
from rowlineage.errors import NoSuchRow

FLOATS = frozenset({"FLOAT", "DOUBLE"})
RELATIVE_TOLERANCE = 1e-9


class Blank:
    """A value that was left empty where only texts can be written: the cell is not stated, or an empty text."""

    def __repr__(self) -> str:
        """Return it as it was written."""
        return ""


BLANK: Final = Blank()
Nested: TypeAlias = bytes | list[object] | tuple[object, ...] | dict[object, object]
Typed: TypeAlias = bool | int | float | Decimal | str | Nested | Blank | None

_NUMBER = re.compile(r"[+-]?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,3})?")
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)([T ](?P<time>\d\d:\d\d:\d\d)(\.(?P<part>\d{1,9}))?)?(?P<offset>Z|[+-]\d\d(:?\d\d)?)?"
)
# What a double holds of any decimal that is written: beyond it another number may have been meant.
_DOUBLE_DIGITS = 15
_MOST_DIGITS = 1000


def typed(value: object, kind: str, column: str = "") -> Typed:
    """Return a key's value as its column holds it: the same for every way in which it may be written.

    Dates and times come back as text in ISO 8601, so that the result can be written down and read again.

    Args:
        value: The value; None for NULL, `BLANK` for one that was left empty.
        kind: The column's type, as DuckDB writes it.
        column: The column, for the error.

    Raises:
        NoSuchRow: If no cell of the type is the value exactly.
    """
    if value is None:
        return None
    if isinstance(value, Blank):
        return BLANK
    read, expected = _READERS.get(_family(kind), (_as_shown, "the cell as text, in quotes"))
    found = read(value, kind)
    if found is None:
        raise NoSuchRow(
            f"{column or 'a column'} of type {kind} holds no value {_shown(value)}",
            expected=expected,
        )
    return found


def as_text(value: object) -> str:
    """Return a cell as `typed` reads it from a text, e.g. for a command line; NULL is an empty text."""
    if value is None or isinstance(value, Blank):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def same(column: str, value: Typed, kind: str) -> str:
    """Return the SQL condition that a column, given as SQL, holds a typed value."""
    # Values stand in the text as literals: bound parameters make DuckDB import pandas.
    if value is None:
        return f"{column} IS NULL"
    if isinstance(value, Blank):
        return f"coalesce({column}::VARCHAR, '') = ''"
    if _family(kind) in _READERS:
        return f"{column} = CAST({literal(as_text(value))} AS {kind})"
    if isinstance(value, str):
        return f"{column}::VARCHAR = {literal(value)}"
    # As text: by value the engine would round the members of a list.
    return f"{column}::VARCHAR = CAST({_nested(value, kind)} AS VARCHAR)"


def _nested(value: object, kind: str) -> str:
    """Return a list, a structure, a map or bytes as SQL."""
    if isinstance(value, Mapping):
        is_map = kind.startswith("MAP(")
        names = [_nested(name, "") if is_map else literal(str(name)) for name in value]
        members = ", ".join(
            f"{n}: {_nested(v, '')}" for n, v in zip(names, value.values(), strict=True)
        )
        return f"{'MAP ' if is_map else ''}{{{members}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_nested(item, '') for item in value)}]"
    from sqlglot import exp  # noqa: PLC0415 - slow to load, and few keys are nested

    return exp.convert(value).sql("duckdb")


def equal_sql(left: str, right: str, kind: str) -> str:
    """Return the SQL condition that two values of a type, given as SQL, are the same; floats within a relative 1e-9."""
    same = f"{left} IS NOT DISTINCT FROM {right}"
    if kind not in FLOATS:
        return f"({same})"
    tolerance = f"greatest({RELATIVE_TOLERANCE!r} * greatest(abs({left}), abs({right})), 1e-12)"
    near = f"isfinite({left}) AND isfinite({right}) AND abs({left} - {right}) <= {tolerance}"
    return f"({same} OR coalesce({near}, FALSE))"


def key_condition(
    key: Mapping[str, object], types: Mapping[str, str], names: Sequence[str], *, tolerant: bool
) -> str:
    """Return the condition for a key over columns that are named by their position.

    Args:
        key: Column -> value, in any of the ways that `typed` reads.
        types: Types of the columns.
        names: The columns, in order.
        tolerant: Whether floats are the same within a relative 1e-9, since their sums depend on the order.

    Raises:
        NoSuchRow: If a column cannot hold its value.
    """
    parts = ["TRUE"]
    for name, given in key.items():
        column, kind = quoted(str(names.index(name))), types[name]
        value = typed(given, kind, name)
        if tolerant and isinstance(value, float) and math.isfinite(value):
            parts.append(f"abs({column} - {value!r}) <= {abs(value) * RELATIVE_TOLERANCE!r}")
        else:
            parts.append(same(column, value, kind))
    return " AND ".join(parts)


def _family(kind: str) -> str:
    return kind.partition("(")[0] if kind.startswith("DECIMAL(") else kind


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else as_text(value)


def _truth(value: object, _: str) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value)
    return value if isinstance(value, bool) else None


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return Decimal(value) if _NUMBER.fullmatch(value) else None
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        return number if number.is_finite() else None
    return None


def _whole(value: object, kind: str) -> int | None:
    number = _number(value)
    # Before it is made an integer of a million digits.
    if number is None or number.adjusted() > 40 or number != number.to_integral_value():
        return None
    first, last = _WHOLE[kind]
    return int(number) if first <= int(number) <= last else None


def _decimal(value: object, kind: str) -> Decimal | None:
    number = _number(value)
    width, scale = (int(part) for part in kind[len("DECIMAL(") : -1].split(","))
    if number is None or len(number.as_tuple().digits) > _MOST_DIGITS:
        return None
    number = number.normalize(Context(prec=_MOST_DIGITS))
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - the number is finite
    is_written = not isinstance(value, float) or len(digits) <= _DOUBLE_DIGITS
    is_held = number == 0 or (exponent >= -scale and len(digits) + exponent <= width - scale)
    return number if is_written and is_held else None


def _float(value: object, kind: str) -> float | None:
    if isinstance(value, str) and value in ("nan", "inf", "-inf"):
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return value
    given = _number(value)
    if given is None:
        return None
    number = _single(float(given)) if kind == "FLOAT" else float(given)
    # A fraction is the nearest float that there is; an integer is exact, and nothing vanishes or grows without end.
    is_exact = math.isfinite(number) and bool(number) == bool(given)
    if is_exact and given == given.to_integral_value():
        is_exact = number == value if isinstance(value, float) else Decimal(number) == given
    return number if is_exact else None


def _single(number: float) -> float:
    """Return a number as 32 bits hold it: their 0.1 is another double than 0.1."""
    try:
        found: float = struct.unpack("<f", struct.pack("<f", number))[0]
    except OverflowError:
        return math.inf
    return found


def _text(value: object, _: str) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    # A float, a moment or a truth value may have been written in other letters than it is shown in.
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    return None


def _day(value: object, _: str) -> str | None:
    found = _moment(value, "TIMESTAMP_S")
    if found is None or not found.endswith("T00:00:00"):
        return None
    return found.removesuffix("T00:00:00")


def _moment(value: object, kind: str) -> str | None:
    text = value.isoformat() if isinstance(value, dt.date) else value
    match = _MOMENT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    part = (match["part"] or "").rstrip("0")
    is_instant = kind == "TIMESTAMP WITH TIME ZONE"
    if len(part) > _PLACES[kind] or bool(match["offset"]) != is_instant:
        return None
    try:
        moment = dt.datetime.fromisoformat(
            f"{match['day']}T{match['time'] or '00:00:00'}{match['offset'] or ''}"
        )
        moment = moment.astimezone(dt.UTC) if is_instant else moment
    except (ValueError, OverflowError):
        return None
    whole = moment.replace(tzinfo=None).isoformat()
    places = 6 if len(part) <= 6 else 9
    return f"{whole}{'.' + part.ljust(places, '0') if part else ''}{'+00:00' if is_instant else ''}"


def _time(value: object, _: str) -> str | None:
    try:
        found = dt.time.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if isinstance(found, dt.time) and found.tzinfo is None:
        return found.isoformat()
    return None


def _as_shown(value: object, kind: str) -> Typed:
    """Return a value of any other type: the engine's text for it, or bytes, lists and structures."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict):
        is_structure = (
            kind.startswith("STRUCT(") and value and all(isinstance(n, str) for n in value)
        )
        return value if is_structure or kind.startswith("MAP(") else None
    return value if isinstance(value, str | bytes | list | tuple) else None


_WHOLE = {
    **{name: (-(2 ** (n - 1)), 2 ** (n - 1) - 1) for name, n in (("TINYINT", 8), ("SMALLINT", 16))},
    **{name: (-(2 ** (n - 1)), 2 ** (n - 1) - 1) for name, n in (("INTEGER", 32), ("BIGINT", 64))},
    **{name: (0, 2**n - 1) for name, n in (("UTINYINT", 8), ("USMALLINT", 16), ("UINTEGER", 32))},
    **{name: (0, 2**n - 1) for name, n in (("UBIGINT", 64), ("UHUGEINT", 128))},
    "HUGEINT": (-(2**127), 2**127 - 1),
}
_PLACES = {
    "TIMESTAMP_S": 0,
    "TIMESTAMP_MS": 3,
    "TIMESTAMP": 6,
    "TIMESTAMP_NS": 9,
    "TIMESTAMP WITH TIME ZONE": 6,
}
_Reader: TypeAlias = Callable[[Any, str], Typed]
_READERS: dict[str, tuple[_Reader, str]] = {
    "BOOLEAN": (_truth, "true or false"),
    "DECIMAL": (_decimal, "a number with no more digits than the type has; a long one in quotes"),
    "VARCHAR": (_text, "a text, in quotes"),
    "DATE": (_day, "a date as 2021-12-31"),
    "TIME": (_time, "a time as 23:59:00"),
    **dict.fromkeys(_WHOLE, (_whole, "an integer that the type can hold")),
    **dict.fromkeys(FLOATS, (_float, "a number")),
    **dict.fromkeys(_PLACES, (_moment, "a moment as 2021-12-31T23:59:00, no finer than the type")),
    "TIMESTAMP WITH TIME ZONE": (_moment, "a moment with its offset, as 2021-12-31T23:59:00+00:00"),
}
