"""Names and addresses in the standard formats: relative, stable, and of no other characters than those of a URI."""

from __future__ import annotations

import uuid
from urllib.parse import quote

CRATE = "ro-crate-metadata.json"
DATAPACKAGE = "datapackage.json"
PROV = "prov.json"
OPENLINEAGE = "openlineage.ndjson"

_RUNS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:annual-report:run")


def encoded(text: str) -> str:
    """Return text as one segment of a URI."""
    return quote(text, safe="-._~", errors="replace")


def file_id(path: str) -> str:
    """Return the relative URI of a file of the payload."""
    return quote(path, safe="/-._~", errors="replace")


def local_id(kind: str, *parts: object) -> str:
    """Return the URI of something that is no file, within the document that describes it."""
    return "#" + "/".join(encoded(str(part)) for part in (kind, *parts))


def run_id(content: str, model: str, sql: str) -> str:
    """Return the id of a model's run: the same content by the same text has the same id everywhere."""
    return str(uuid.uuid5(_RUNS, f"{content}\n{model}\n{sql}"))
