"""Addresses that files give, made fit for a link: nothing but http and https, and no character that could end it."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
# What may stand in a URI besides letters and digits; everything else is encoded.
_IN_ADDRESS = "%/?#[]@!$&'()*+,;=:~-._"


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
