"""Placeholders where none is filled (charts, diagrams, lettering, words on pictures): they would go out as they are."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping

from numbertext.documents import limits
from numbertext.documents.docx.package import BROKEN, broken
from report.fill.wording import UnknownFigure

_BEGUN = re.compile(rb"\{\{\s*figure\b", re.IGNORECASE)
_TAG = re.compile(rb"<[^>]*>")
_DELETED = re.compile(rb"<w:delText\b[^>]*>[^<]*</w:delText>")
# Nobody sees them in what is printed, and instructions to colleagues may name a placeholder.
_COMMENTS = re.compile(r"comments[^/]*\.xml$")


def refuse_elsewhere(
    archive: zipfile.ZipFile, stories: Mapping[str, bytes], changed: Mapping[str, bytes], name: str
) -> None:
    """Refuse a document in which a placeholder would stay as it is.

    Args:
        archive: The document.
        stories: The parts that are filled.
        changed: Those that were filled, with what they are then.
        name: Name of the document.

    Raises:
        UnknownFigure: If a part has one that is not filled.
        DocumentError: If a part cannot be decompressed.
    """
    left = limits.XML_BYTES
    for entry in archive.infolist():
        part = entry.filename
        if not part.endswith(".xml") or _COMMENTS.search(part) or entry.file_size > left:
            continue
        content = changed.get(part) or stories.get(part) or _read(archive, part)
        left -= len(content)
        content = _DELETED.sub(b"", content)
        if _BEGUN.search(content) or _BEGUN.search(_TAG.sub(b"", content)):
            raise UnknownFigure(
                "a placeholder stands where none can be filled: in a chart, a drawing, or what describes a picture",
                where=f"{name}, part {part}",
                expected="placeholders in the text: body, tables, text boxes, notes, headers and footers",
                remedy="write the value there by hand, or take the placeholder out; nothing was written",
            )


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    try:
        return archive.read(part)
    except BROKEN as error:
        raise broken(f"it cannot be decompressed: {error}", f"part {part}") from error
