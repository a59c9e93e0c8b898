"""What each element of HTML is to a reader of the text: a block, nothing, or something that is not read but told of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
STYLES = {
    **dict.fromkeys(HEADINGS, "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list"),
    **dict.fromkeys(("caption", "figcaption", "text"), "caption"),
    "pre": "code",
}
BLOCK_NAMES = """
    address article aside blockquote body center details dialog dir div dl fieldset figure footer
    form header hgroup hr html legend main menu nav ol optgroup p search section summary table
    tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(STYLES).union(BLOCK_NAMES.split())
# No text of the page; annotations repeat a formula in another notation.
MACHINERY_NAMES = """
    annotation annotation-xml area base desc head link map meta metadata param rp script source style
    track
"""
MACHINERY = frozenset(MACHINERY_NAMES.split())
FIELD, PICTURE, FRAME = "form field", "picture", "frame or embedded object"
UNREAD = {
    **dict.fromkeys(("button", "datalist", "input", "option", "select", "textarea"), FIELD),
    **dict.fromkeys(("img", "image"), PICTURE),
    **dict.fromkeys(("audio", "canvas", "embed", "frame", "iframe", "object", "video"), FRAME),
    **dict.fromkeys(
        ("noframes", "noscript", "template"), "text for other browsers, or for scripts"
    ),
    "del": "deleted text",
    "rt": "reading aid (ruby)",
    "title": "title of the page or of a drawing",
}
HIDDEN_TEXT = "hidden text"
SPEAKING = ("alt", "value", "srcdoc", "placeholder")
HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)
APART = re.compile(r"(?:^|;)\s*display\s*:\s*(?!inline\s*(?:;|!|$)|contents|none)[a-z]", re.I)
LINE_THROUGH = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
TO_LEFT = re.compile(r"(?:^|;)\s*unicode-bidi\s*:\s*(?:bidi|isolate)-override", re.I)
DIRECTION = re.compile(r"(?:^|;)\s*direction\s*:\s*rtl", re.I)


def is_dropped(element: etree._Element) -> bool:
    """Return whether an element is not read, with all that is in it."""
    tag = element.tag
    return not isinstance(tag, str) or tag in MACHINERY or tag in UNREAD or is_hidden(element)


def is_hidden(element: etree._Element) -> bool:
    """Return whether an element says of itself that it is not shown."""
    attributes = element.attrib
    if not attributes:
        return False
    return (
        ("hidden" in attributes and attributes["hidden"] != "until-found")
        or attributes.get("aria-hidden", "").strip().lower() == "true"
        or HIDDEN.search(attributes.get("style", "")) is not None
    )


def left_out(element: etree._Element) -> tuple[str, str]:
    """Return what a dropped element is in words, and what it says; no words where nobody misses it."""
    tag = element.tag
    if not isinstance(tag, str) or tag in MACHINERY:
        return "", ""
    said = "".join(map(str, element.itertext()))
    said += " ".join(element.get(name, "") for name in SPEAKING)
    is_seen = tag in ("img", "image") or UNREAD.get(tag) == FRAME
    if is_hidden(element):
        return (HIDDEN_TEXT, said) if said.strip() else ("", "")
    is_field_of_none = tag == "input" and element.get("type", "").lower() == "hidden"
    return (UNREAD[tag], said) if (said.strip() or is_seen) and not is_field_of_none else ("", "")


def is_struck(element: etree._Element) -> bool:
    """Return whether the text of an element is struck through."""
    return element.tag in ("s", "strike") or (
        LINE_THROUGH.search(element.get("style", "")) is not None
    )


def is_backward(element: etree._Element) -> bool:
    """Return whether an element lets its characters run from right to left, whatever they are."""
    style = element.get("style", "")
    is_right_to_left = element.get("dir", "").strip().lower() == "rtl"
    is_override = element.tag == "bdo" or TO_LEFT.search(style) is not None
    return is_override and (is_right_to_left or DIRECTION.search(style) is not None)


def before_text(element: etree._Element) -> str:
    """Return what stands between an element and what is before it, where a browser sets them apart."""
    parent = element.getparent()
    if parent is not None and parent.tag == "mfrac" and element.getprevious() is not None:
        return "/"
    is_moved = element.tag == "tspan" and not {"x", "y", "dx", "dy"}.isdisjoint(element.attrib)
    return " " if is_moved or element.tag in ("mtd", "mtr") or is_apart(element) else ""


def is_apart(element: etree._Element) -> bool:
    """Return whether an element's own style sets it apart from the text around it."""
    return element.tag not in BLOCKS and APART.search(element.get("style", "")) is not None


def raised_as(element: etree._Element) -> str:
    """Return `sup` or `sub` for what stands above or below the line, also within a formula."""
    tag = element.tag
    if tag in ("sup", "sub"):
        return str(tag)
    parent = element.getparent()
    if parent is None or parent.tag not in ("msup", "msub", "msubsup") or parent[0] is element:
        return ""
    is_above = parent.tag == "msup" or (parent.tag == "msubsup" and parent[-1] is element)
    return "sup" if is_above else "sub"
