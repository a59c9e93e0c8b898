"""Names of elements and attributes in WordprocessingML, short and the same in both of its dialects."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

USUAL = b"http://schemas.openxmlformats.org/"
STRICT = b"http://purl.oclc.org/ooxml/"
DIALECTS = {
    STRICT + b"wordprocessingml/main": USUAL + b"wordprocessingml/2006/main",
    STRICT + b"officeDocument/math": USUAL + b"officeDocument/2006/math",
    STRICT + b"spreadsheetml/main": USUAL + b"spreadsheetml/2006/main",
    STRICT + b"presentationml/main": USUAL + b"presentationml/2006/main",
    STRICT + b"drawingml/main": USUAL + b"drawingml/2006/main",
    STRICT + b"officeDocument/relationships": USUAL + b"officeDocument/2006/relationships",
}
SHORT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "urn:schemas-microsoft-com:vml": "v:",
}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
OFF = ("0", "false", "off")
_known: dict[str, str] = {}


def usual_names(data: bytes) -> bytes:
    """Return a part of the strict dialect with the names of the usual one."""
    if STRICT in data:
        for strict, usual in DIALECTS.items():
            data = data.replace(strict, usual)
    return data


def kind(element: etree._Element) -> str:
    """Return an element's name with a short prefix (`w:p`); the bare name of all other namespaces."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    found = _known.get(tag)
    if found is None:
        space, _, name = tag.rpartition("}")
        found = SHORT.get(space[1:], "") + name
        if len(_known) < 10_000:
            _known[tag] = found
    return found


def value(element: etree._Element | None, name: str) -> str:
    """Return the `w:val` of a child; empty if it has none or there is no such child."""
    child = None if element is None else element.find(W + name)
    return "" if child is None else str(child.get(W + "val", ""))


def is_on(element: etree._Element | None, name: str) -> bool | None:
    """Return whether a property is switched on or off by a child; None if it does not say."""
    child = None if element is None else element.find(W + name)
    return None if child is None else child.get(W + "val", "true").lower() not in OFF
