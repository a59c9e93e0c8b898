"""Names and addresses in the standard formats: relative, stable, and of no other characters than those of a URI."""

from __future__ import annotations

import re
import uuid
from urllib.parse import quote, urlsplit

CRATE = "ro-crate-metadata.json"
DATAPACKAGE = "datapackage.json"
PROV = "prov.json"
OPENLINEAGE = "openlineage.ndjson"

_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
# What may stand in a URI besides letters and digits; everything else is encoded.
_IN_ADDRESS = "%/?#[]@!$&'()*+,;=:~-._"
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


def web_address(text: str) -> str:
    """Return the first address in a text, fit for a link; anything but http and https is dropped."""
    first = text.strip().split(" ; ", maxsplit=1)[0].strip()
    if not first.lower().startswith(("https://", "http://")):
        return ""
    address = quote(first, safe=_IN_ADDRESS, errors="replace")
    try:
        return address if urlsplit(address).hostname else ""
    except ValueError:
        return ""


def licence_address(licence: str) -> str:
    """Return the address of a licence that a source names by its SPDX identifier or its page; empty for neither."""
    if licence.startswith("LicenseRef-") or not licence:
        return ""
    if _SPDX.fullmatch(licence):
        return f"https://spdx.org/licenses/{licence}"
    return web_address(licence)


def run_id(content: str, model: str, sql: str) -> str:
    """Return the id of a model's run: the same content by the same text has the same id everywhere."""
    return str(uuid.uuid5(_RUNS, f"{content}\n{model}\n{sql}"))
