"""JSON of the same bytes for the same value, whatever the texts in it hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from warehouse.visible import escaped

# Half of a pair of UTF-16 is no character: JSON can spell it, but no file of UTF-8 can hold it.
_HALVES = re.compile("[\ud800-\udfff]")
_UNKNOWN = "\ufffd"
_ENDS_A_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def json_text(value: object) -> str:
    """Return a value as a JSON document with sorted keys; controls of the writing direction stand as escapes."""
    return _dumped(value, indent=1) + "\n"


def json_lines(values: Iterable[object]) -> str:
    """Return values as JSON, one a line."""
    return "".join(_dumped(value, indent=None) + "\n" for value in values)


def json_in_html(value: object) -> str:
    """Return a value as JSON that can stand inside a `<script>` element without ending it."""
    return _dumped(value, indent=1).translate(_ENDS_A_SCRIPT)


def _dumped(value: object, indent: int | None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=True, allow_nan=False)
    return escaped(_HALVES.sub(_UNKNOWN, text))
