"""What the styles of an OpenDocument file say of text: raised or lowered, hidden, struck through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CHAIN = 20


@dataclass(frozen=True)
class TextStyle:
    """Attributes: `super`, `sub`, `no` or nothing said; hidden or not; struck or not (None: nothing said)."""

    raised: str = ""
    is_hidden: bool | None = None
    is_struck: bool | None = None

    def over(self, under: TextStyle) -> TextStyle:
        """Return this style where it says something, and another one where it does not."""
        return TextStyle(
            self.raised or under.raised,
            under.is_hidden if self.is_hidden is None else self.is_hidden,
            under.is_struck if self.is_struck is None else self.is_struck,
        )


def text_styles(*roots: etree._Element | None) -> dict[str, TextStyle]:
    """Return the styles of a file's parts by name, each with what it takes from those above it."""
    elements = {
        style.get(STYLE + "name", ""): style
        for root in roots[::-1]
        for style in (() if root is None else root.iter(STYLE + "style"))
    }
    return {name: _resolved(name, elements) for name in elements}


def _resolved(name: str, elements: dict[str, etree._Element]) -> TextStyle:
    found = TextStyle()
    for _ in range(CHAIN):
        element = elements.get(name)
        if element is None:
            break
        found = found.over(_own(element.find(STYLE + "text-properties")))
        name = element.get(STYLE + "parent-style-name", "")
    return found


def _own(properties: etree._Element | None) -> TextStyle:
    if properties is None:
        return TextStyle()
    shown, line = (
        properties.get(TEXT + "display"),
        properties.get(
            STYLE + "text-line-through-style", properties.get(STYLE + "text-line-through-type")
        ),
    )
    return TextStyle(
        _raised(properties.get(STYLE + "text-position", "")),
        None if shown is None else shown == "none",
        None if line is None else line != "none",
    )


def _raised(position: str) -> str:
    """Return what `super 58%`, `-14% 58%` or `0% 100%` says."""
    first = position.split(" ", maxsplit=1)[0]
    if first in ("super", "sub", ""):
        return first
    try:
        share = float(first.rstrip("%"))
    except ValueError:
        return ""
    return "super" if share > 0 else "sub" if share < 0 else "no"
