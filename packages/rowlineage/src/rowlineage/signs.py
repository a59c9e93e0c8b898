"""Values and words from files, as a terminal and a page may show them: nothing in them steers what shows them."""

from __future__ import annotations

import re

from rowlineage.key_texts import as_text

_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def safe(text: str) -> str:
    """Return a text without signs that steer a terminal or turn the direction of writing, which JSON reads back."""
    return _STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def told(value: object) -> str:
    """Return a cell as a person reads it; NULL is told from an empty text."""
    return "NULL" if value is None else safe(as_text(value))
