"""What the named styles of a DOCX file say about text: headings, captions, lists, hidden, raised or lowered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from numbertext.documents.docx.names import W, is_on, value

if TYPE_CHECKING:
    from lxml import etree

HEADING = re.compile(r"heading \d|title|subtitle|toc heading", re.IGNORECASE)
CHAIN = 20


@dataclass(frozen=True)
class Style:
    """Attributes: block style of its paragraphs, where its text stands (`vertAlign`), hidden or not, struck or not."""

    block: str = ""
    raised: str = ""
    is_hidden: bool | None = None
    is_struck: bool | None = None


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: etree._Element | None) -> None:
        listed = () if root is None else root.findall(W + "style")
        self._elements = {style.get(W + "styleId", ""): style for style in listed}
        self._found: dict[str, Style] = {}

    def get(self, style_id: str) -> Style:
        """Return a style with what it takes from those that it is based on."""
        if style_id not in self._found:
            self._found[style_id] = self._resolved(style_id)
        return self._found[style_id]

    def _resolved(self, style_id: str) -> Style:
        block = raised = ""
        is_hidden: bool | None = None
        is_struck: bool | None = None
        for _ in range(CHAIN):
            element = self._elements.get(style_id)
            if element is None:
                break
            text = element.find(W + "rPr")
            block = block or _block(element)
            raised = raised or value(text, "vertAlign")
            is_hidden = is_on(text, "vanish") if is_hidden is None else is_hidden
            is_struck = struck_through(text) if is_struck is None else is_struck
            style_id = value(element, "basedOn")
        return Style(block, raised, is_hidden, is_struck)


def struck_through(properties: etree._Element | None) -> bool | None:
    """Return whether properties of text strike it through, once or twice; None if they do not say."""
    said = [is_on(properties, name) for name in ("strike", "dstrike")]
    return None if said == [None, None] else True in said


def _block(element: etree._Element) -> str:
    name = value(element, "name").lower()
    if HEADING.match(name):
        return "heading"
    if name == "caption":
        return "caption"
    properties = element.find(W + "pPr")
    if properties is None:
        return ""
    if value(properties, "outlineLvl") in tuple("012345678"):
        return "heading"
    return "list" if properties.find(W + "numPr") is not None else ""
