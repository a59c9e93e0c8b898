"""Reads a DOCX file: body, then footnotes and endnotes, then each header and footer once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from numbertext.documents.document import Pieces
from numbertext.documents.docx.names import R, W, is_on
from numbertext.documents.docx.package import Package, broken
from numbertext.documents.docx.story import Story
from numbertext.documents.docx.styles import Styles
from numbertext.documents.docx.unread import leave_notes, leave_parts

if TYPE_CHECKING:
    from lxml import etree


def read_docx(data: bytes) -> Pieces:
    """Return the pieces of a DOCX file.

    Raises:
        DocumentError: The file is no DOCX file, is broken, or breaks a limit.
    """
    package = Package(data)
    main = package.main()
    related = package.relations(main)
    by_kind = dict(related.values())
    root = package.tree(main)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise broken("it has no body", f"part {main}")
    story = Story(Styles(package.tree(by_kind.get("styles", ""))))
    story.read(body, "body")
    for kind, notes in story.notes.items():
        part = package.tree(by_kind.get(f"{kind}s", ""))
        shown = [] if part is None else notes.shown(part)
        for name, note in shown:
            story.read(note, name, "note")
        if part is not None:
            leave_notes(part, kind, (note for _, note in shown), story.pieces)
    settings = package.tree(by_kind.get("settings", ""))
    has_even = is_on(settings, "evenAndOddHeaders") is True
    margins = list(dict.fromkeys(_margins(body, related, has_even=has_even)))
    for part_kind, name in margins:
        part = package.tree(name)
        if part is not None:
            story.read(part, part_kind)
    around = [name for _, name in margins]
    notes_parts = [by_kind[f"{kind}s"] for kind in story.notes if f"{kind}s" in by_kind]
    leave_parts(package, [main, *notes_parts, *around], around, story.pieces)
    return story.pieces


def _margins(
    body: etree._Element, related: dict[str, tuple[str, str]], *, has_even: bool
) -> Iterator[tuple[str, str]]:
    """Yield kind and part of the headers, then the footers, that some page shows."""
    for kind in ("header", "footer"):
        for section in body.iter(W + "sectPr"):
            has_first = is_on(section, "titlePg") is True
            for reference in section.findall(f"{W}{kind}Reference"):
                which = reference.get(W + "type", "default")
                is_shown = {"first": has_first, "even": has_even}.get(which, True)
                target = related.get(reference.get(R + "id", ""))
                if is_shown and target is not None:
                    yield kind, target[1]
