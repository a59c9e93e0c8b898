"""Values of a key as Python has them, and as text: what a command line, a file or JSON can hold, to be read again."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from rowlineage.key_moments import shown
from rowlineage.key_readers import bytes_as_text


class Blank:
    """A value that was left empty where only texts can be written: the cell is not stated, or an empty text."""

    def __repr__(self) -> str:
        """Return it as it was written."""
        return ""


BLANK: Final = Blank()


def plain(value: object) -> object:
    """Return a value as Python has it: a key is often taken from a data frame or an array."""
    if not hasattr(value, "dtype") or not hasattr(value, "tolist"):
        return value
    array: Any = value
    if array.dtype.kind not in "mM":
        found: object = array.tolist()
        return found
    if getattr(array, "ndim", 0):
        return [plain(item) for item in array]
    # Nanoseconds would come out as a bare number.
    if str(array) == "NaT":
        return None
    if array.dtype.kind == "M":
        return str(array)
    micro = array.astype("timedelta64[us]")
    return micro.item() if micro == array else str(array)


def as_text(value: object) -> str:
    """Return a cell as `typed` reads it from a text, e.g. for a command line; NULL is an empty text."""
    value = plain(value)
    if value is None or isinstance(value, Blank):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal):
        # An integer of many thousands of digits is a text only this way.
        return f"{Decimal(value):f}"
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return shown(value)
    if isinstance(value, bytes | bytearray):
        return bytes_as_text(bytes(value))
    return as_json(value) if isinstance(value, Mapping | list | tuple) else str(value)


def as_json(value: object) -> str:
    """Return a value as JSON, with every digit that it has; what JSON has no form for is a text in it."""
    value = plain(value)
    if isinstance(value, Mapping):
        members = (f"{_quoted(as_text(name))}: {as_json(held)}" for name, held in value.items())
        return f"{{{', '.join(members)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(as_json, value))}]"
    if value is None:
        return "null"
    is_finite = isinstance(value, float | Decimal) and math.isfinite(value)
    return as_text(value) if is_finite or isinstance(value, int) else _quoted(as_text(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
