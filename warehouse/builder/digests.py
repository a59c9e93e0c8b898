"""The digest of plain data: one text for one value, hashed. Only the standard library is used."""

from __future__ import annotations

import hashlib
import json


def digest_of(value: object) -> str:
    """Return the sha256 of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
