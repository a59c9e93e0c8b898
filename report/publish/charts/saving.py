"""A drawn chart as bytes: SVG that is safe to set into a page and tells what it shows, and PNG; alike on every run."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from lxml import etree
from matplotlib.figure import Figure

from report.publish.charts.layout import WIDTH

DOTS_PER_INCH = 200
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_REFERENCE = re.compile(r"url\(#([^)]*)\)")
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


def as_png(figure: Figure) -> bytes:
    """Return a figure as PNG, without a word of how it was made."""
    target = io.BytesIO()
    figure.savefig(target, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return target.getvalue()


def as_svg(figure: Figure, name: str, title: str, told: str, tips: Mapping[str, str]) -> bytes:
    """Return a figure as SVG.

    Args:
        figure: The figure.
        name: What its ids begin with, so that several charts may stand on one page.
        title: Its title.
        told: What it shows, in words.
        tips: What is shown when a pointer rests on an element, by its id.
    """
    target = io.BytesIO()
    figure.savefig(target, format="svg", metadata=_NO_METADATA)
    root = etree.fromstring(target.getvalue())
    for dispensable in (f"{_SVG}metadata", f".//{_SVG}style"):
        for element in root.findall(dispensable):
            element.getparent().remove(element)
    _add_tips(root, tips)
    _name_ids(root, name)
    _describe(root, name, title, told)
    etree.cleanup_namespaces(root)
    content: bytes = etree.tostring(root, encoding="utf-8", pretty_print=False)
    return content + b"\n"


def _add_tips(root: etree._Element, tips: Mapping[str, str]) -> None:
    for element in root.iter(f"{_SVG}g"):
        tip = tips.get(element.get("id", ""))
        if tip is not None:
            _add(element, "title", tip)


def _name_ids(root: etree._Element, name: str) -> None:
    """Put the chart's name before every id and every reference to one."""
    for element in root.iter(tag=etree.Element):
        if (own := element.get("id")) is not None:
            element.set("id", f"{name}-{own}")
        if (target := element.get(_XLINK, "")).startswith("#"):
            element.set(_XLINK, f"#{name}-{target[1:]}")
        for key, value in element.attrib.items():
            if "url(#" in value:
                element.set(key, _REFERENCE.sub(rf"url(#{name}-\1)", value))


def _describe(root: etree._Element, name: str, title: str, told: str) -> None:
    for key in ("width", "height"):
        root.attrib.pop(key)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-told")
    # What the library's style sheet says of all elements; a sheet would reach beyond the picture.
    root.set("style", f"max-width: {WIDTH}in; stroke-linejoin: round; stroke-linecap: butt")
    _add(root, "desc", told).set("id", f"{name}-told")
    _add(root, "title", title).set("id", f"{name}-title")


def _add(parent: etree._Element, tag: str, text: str) -> etree._Element:
    element = etree.Element(f"{_SVG}{tag}")
    element.text = text
    parent.insert(0, element)
    return element
