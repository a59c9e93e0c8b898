"""What a DOCX file has beside the text that is read: charts, pictures, inserted files, comments, what no page shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from numbertext.documents.document import Pieces
from numbertext.documents.docx.names import W
from numbertext.documents.docx.package import Package
from numbertext.documents.errors import DocumentError

if TYPE_CHECKING:
    from lxml import etree

KINDS = {
    "image": "picture",
    "chart": "chart",
    "chartEx": "chart",
    "diagramData": "diagram",
    "oleObject": "embedded object",
    "package": "embedded object",
    "control": "form field",
    "aFChunk": "inserted file",
    "subDocument": "linked document",
}
LOOKED_INTO = ("chart", "chartEx", "diagramData")
LOOKED_INTO_BYTES = 4 << 20


def text_of(element: etree._Element) -> str:
    """Return the characters of an element, whether shown or not."""
    return "".join(map(str, element.itertext()))


def leave_parts(package: Package, parts: Iterable[str], read: Iterable[str], to: Pieces) -> None:
    """Count what the parts of a document lead to and that is not read.

    Args:
        package: The file.
        parts: Names of the parts that were read: body, notes, headers and footers.
        read: Names of the headers and footers that some page shows.
        to: Where to count.
    """
    seen: set[tuple[str, str]] = set()
    shown = set(read)
    for part in parts:
        for kind, name in package.all_relations(part):
            if (kind, name) in seen:
                continue
            seen.add((kind, name))
            if kind == "comments":
                _leave_each(_tree(package, name), "comment", "comment", to)
            elif kind in KINDS:
                root = _tree(package, name) if kind in LOOKED_INTO else None
                to.leave(KINDS[kind], "" if root is None else text_of(root))
            elif kind in ("header", "footer") and name not in shown:
                _leave(_tree(package, name), "header or footer that no page shows", to)


def leave_notes(
    root: etree._Element, kind: str, shown: Iterable[etree._Element], to: Pieces
) -> None:
    """Count the notes that nothing refers to; lines that set notes apart are none."""
    known = set(shown)
    for note in root.iterchildren(W + kind):
        if note not in known and note.get(W + "type", "normal") == "normal":
            _leave(note, "note that nothing refers to", to)


def _leave_each(root: etree._Element | None, name: str, what: str, to: Pieces) -> None:
    for element in () if root is None else root.iterchildren(W + name):
        to.leave(what, text_of(element))


def _leave(element: etree._Element | None, what: str, to: Pieces) -> None:
    text = "" if element is None else text_of(element)
    if text.strip():
        to.leave(what, text)


def _tree(package: Package, name: str) -> etree._Element | None:
    """Return a part that is XML of moderate size; what is not looked into is told of all the same."""
    try:
        return package.tree(name) if package.size_of(name) <= LOOKED_INTO_BYTES else None
    except DocumentError:
        return None
