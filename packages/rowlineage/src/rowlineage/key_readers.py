"""Values of a key read as a plain type: truth values, numbers, texts, bytes; moments are `key_moments`.

Each reader returns the value as the type holds it, always the same for every way of writing it, or None where the
type does not hold it exactly.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import struct
from collections.abc import Callable
from decimal import Context, Decimal
from typing import TypeAlias
from uuid import UUID

from rowlineage.key_kinds import ColumnType
from rowlineage.key_moments import PLACES, TIMES, interval, moment, shown, time_of_day

Plain: TypeAlias = bool | int | float | Decimal | str
Reader: TypeAlias = Callable[[object, ColumnType], Plain | None]

_NUMBER = re.compile(r"[+-]?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?")
_DECIMAL = re.compile(r"DECIMAL\(([0-9]+),([0-9]+)\)")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BYTES = re.compile(r"(\\x[0-9a-fA-F]{2}|[ -\[\]-~])*")
# What a double holds of any decimal that is written: beyond it another number may have been meant.
_DOUBLE_DIGITS = 15
_MOST_DIGITS = 1000
# No query can hold NUL or half a character.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def is_writable(text: str) -> bool:
    """Say whether a query can hold a text."""
    return _UNWRITABLE.search(text) is None


def bytes_as_text(value: bytes) -> str:
    r"""Return bytes as DuckDB shows them and reads them: those that are no plain letter as `\xAB`."""
    return "".join(
        chr(byte) if 32 <= byte <= 126 and chr(byte) not in "\\'\"" else f"\\x{byte:02X}"
        for byte in value
    )


def _truth(value: object, _: ColumnType) -> bool | None:
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


def _integer(value: object, kind: ColumnType) -> int | None:
    number = _number(value)
    most = _MOST_DIGITS if kind.form == "BIGNUM" else 40
    # Before it is made an integer of a million digits.
    if number is None or number.adjusted() > most or number != number.to_integral_value():
        return None
    first, last = INTEGERS.get(kind.form, (-math.inf, math.inf))
    return int(number) if first <= int(number) <= last else None


def _decimal(value: object, kind: ColumnType) -> Decimal | None:
    number, size = _number(value), _DECIMAL.fullmatch(kind.text)
    if number is None or size is None or len(number.as_tuple().digits) > _MOST_DIGITS:
        return None
    width, scale = int(size[1]), int(size[2])
    number = number.normalize(Context(prec=_MOST_DIGITS))
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - the number is finite
    is_written = not isinstance(value, float) or len(digits) <= _DOUBLE_DIGITS
    is_held = number == 0 or (exponent >= -scale and len(digits) + exponent <= width - scale)
    return number if is_written and is_held else None


def _float(value: object, kind: ColumnType) -> float | None:
    if isinstance(value, str) and value in ("nan", "inf", "-inf"):
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return value
    given = _number(value)
    if given is None:
        return None
    number = _single(float(given)) if kind.form == "FLOAT" else float(given)
    # A fraction is the nearest float that there is; an integer is exact, or written as the float is shown; and
    # nothing vanishes or grows without end.
    is_near = math.isfinite(number) and bool(number) == bool(given)
    if is_near and given == given.to_integral_value():
        is_near = given in (Decimal(number), *map(Decimal, _shown_as(number, kind)))
    return number if is_near else None


def _single(number: float) -> float:
    """Return a number as 32 bits hold it: their 0.1 is another double than 0.1."""
    try:
        found: float = struct.unpack("<f", struct.pack("<f", number))[0]
    except OverflowError:
        return math.inf
    return found


def _shown_as(number: float, kind: ColumnType) -> list[str]:
    """Return the texts by which Python and the engine show a float: the shortest that are it and no other."""
    if kind.form != "FLOAT":
        return [repr(number)]
    texts = (f"{number:.{digits}g}" for digits in range(1, 10))
    return [repr(number), *(text for text in texts if _single(float(text)) == number)][:2]


def _text(value: object, _: ColumnType) -> str | None:
    if isinstance(value, str):
        return value if is_writable(value) else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**_MOST_DIGITS else None
    # A float, a moment or a truth value may have been written in other letters than it is shown in.
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    return None


def _uuid(value: object, _: ColumnType) -> str | None:
    text = str(value) if isinstance(value, UUID) else value
    return text.lower() if isinstance(text, str) and _UUID.fullmatch(text) else None


def _blob(value: object, _: ColumnType) -> str | None:
    if isinstance(value, str):
        if not _BYTES.fullmatch(value):
            return None
        parts = re.sub(r"\\x(..)", lambda found: chr(int(found[1], 16)), value)
        value = parts.encode("latin-1")
    return bytes_as_text(bytes(value)) if isinstance(value, bytes | bytearray) else None


def _bits(value: object, _: ColumnType) -> str | None:
    return value if isinstance(value, str) and re.fullmatch("[01]+", value) else None


def opaque(value: object, _: ColumnType) -> str | None:
    """Return a value of a type that is not known here: what the engine shows, as far as Python has the same."""
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return shown(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else None
    if isinstance(value, float | UUID):
        return str(value)
    return _text(value, _)


INTEGERS = {
    **{name: (-(2 ** (n - 1)), 2 ** (n - 1) - 1) for name, n in (("TINYINT", 8), ("SMALLINT", 16))},
    **{name: (-(2 ** (n - 1)), 2 ** (n - 1) - 1) for name, n in (("INTEGER", 32), ("BIGINT", 64))},
    **{name: (0, 2**n - 1) for name, n in (("UTINYINT", 8), ("USMALLINT", 16), ("UINTEGER", 32))},
    **{name: (0, 2**n - 1) for name, n in (("UBIGINT", 64), ("UHUGEINT", 128))},
    "HUGEINT": (-(2**127), 2**127 - 1),
}
READERS: dict[str, tuple[Reader, str]] = {
    "BOOLEAN": (_truth, "true or false"),
    "DECIMAL": (_decimal, "a number with no more digits than the type has; a long one in quotes"),
    **dict.fromkeys(("VARCHAR", "ENUM", "JSON"), (_text, "a text, in quotes")),
    "UUID": (_uuid, "a UUID as 00000000-0000-0000-0000-000000000000"),
    "BLOB": (_blob, r"bytes, or a text with every byte that is no plain letter as \xAB"),
    "BIT": (_bits, "bits as 0101, in quotes"),
    **dict.fromkeys([*INTEGERS, "BIGNUM"], (_integer, "an integer that the type can hold")),
    **dict.fromkeys(("FLOAT", "DOUBLE"), (_float, "a number")),
    "INTERVAL": (interval, "an interval as 1 year 2 months 3 days 04:05:06"),
    **dict.fromkeys(TIMES, (time_of_day, "a time as 23:59:00, no finer than the type")),
    "TIME WITH TIME ZONE": (time_of_day, "a time with its offset, as 23:59:00+00:00"),
    **dict.fromkeys(PLACES, (moment, "a moment as 2021-12-31T23:59:00, no finer than the type")),
    "DATE": (moment, "a date as 2021-12-31"),
    "TIMESTAMP WITH TIME ZONE": (moment, "a moment with its offset, as 2021-12-31T23:59:00+00:00"),
}
