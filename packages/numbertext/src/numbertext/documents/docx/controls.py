"""Content controls of a DOCX file: what stands in them is read as text, and their names say where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from numbertext.documents.docx.names import W, is_on, value

if TYPE_CHECKING:
    from lxml import etree

PLACEHOLDER = "placeholder of a content control"
_LONGEST = 255


def is_placeholder(element: etree._Element) -> bool:
    """Return whether a content control shows no more than what to enter there."""
    properties = element.find(W + "sdtPr")
    return is_on(properties, "showingPlcHdr") is True


def name_of(control: etree._Element) -> str:
    """Return a content control's tag, or its title where it has none; some programs keep the title only."""
    properties = control.find(W + "sdtPr")
    return (value(properties, "tag") or value(properties, "alias"))[:_LONGEST]


def names_around(paragraph: etree._Element) -> Iterator[str]:
    """Yield the names of the controls around a whole paragraph, cell or row, the inner one first."""
    for element in paragraph.iterancestors():
        if element.tag == W + "txbxContent":
            return
        if element.tag == W + "sdt" and (name := name_of(element)):
            yield name
