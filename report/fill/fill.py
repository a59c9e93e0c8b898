"""A copy of an author's Word document with published values in place of its placeholders.

Each value stands in a content control that tells its figure; the next filling of the copy brings it up to date.
Parts without a placeholder are copied as they are; pictures, styles and settings are not looked into.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from numbertext.documents import DocumentError, limits, read_document
from numbertext.documents.docx.package import BROKEN, Package, broken
from report.fill.elsewhere import refuse_elsewhere
from report.fill.part import FilledPart, KeptControl, filled_part, names_of
from report.fill.wording import UnknownFigure, Wordings, refuse_unknown
from report.publish.placing import place

_STORIES = ("header", "footer", "footnotes", "endnotes")
_PIECE = 1 << 20


@dataclass(frozen=True)
class Filled:
    """What was filled.

    Attributes:
        counts: How often each name was filled or brought up to date, in the order of the document.
        parts: Parts of the file that were changed.
        same: How many controls of the document say already what is published.
        unbound: Names that were filled where no control may stand.
        kept: Controls that were left as they are.
    """

    counts: Mapping[str, int]
    parts: tuple[str, ...]
    same: int = 0
    unbound: tuple[str, ...] = ()
    kept: tuple[KeptControl, ...] = ()


def fill(document: Path, target: Path, wordings: Wordings) -> Filled:
    """Write a copy of a Word document with every placeholder filled; nothing is written when one cannot be.

    Controls of an earlier filling are brought up to date, but for those whose text was changed by hand: these are told.

    Args:
        document: The author's document, which is not changed.
        target: The copy.
        wordings: What the edition can fill.

    Raises:
        DocumentError: If the document is no Word document, is broken, or breaks a limit.
        UnknownFigure: If a placeholder names no figure, or stands where none is filled, or the document has none.
    """
    data = _read_safely(document)
    if target.exists() and target.samefile(document):
        raise DocumentError(
            "the copy would replace the document itself",
            where=target.name,
            expected="another file for the copy",
            remedy="name a new file",
        )
    stories = _stories(data)
    names = [name for content in stories.values() for name in names_of(content, wordings)]
    refuse_unknown(names, wordings.texts, document.name)
    if not names:
        raise UnknownFigure(
            "the document has no placeholder, and no content control of a figure",
            where=document.name,
            expected="{{figure:ID}} or {{figure:ID.value}}",
            remedy="write one where a value is to stand; nothing was written",
        )
    parts = {name: filled_part(content, wordings) for name, content in stories.items()}
    changed = {n: part.content for n, part in parts.items() if part.content != stories[n]}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        refuse_elsewhere(archive, stories, changed, document.name)
    place(target, lambda file: _copy(data, changed, file) if changed else _write(data, file))
    return _told(parts.values(), tuple(changed))


def _told(parts: Iterable[FilledPart], changed: tuple[str, ...]) -> Filled:
    found = list(parts)
    return Filled(
        counts=dict(Counter(name for part in found for name in part.names)),
        parts=changed,
        same=sum(part.same for part in found),
        unbound=tuple(name for part in found for name in part.unbound),
        kept=tuple(control for part in found for control in part.kept),
    )


def _write(data: bytes, file: BinaryIO) -> None:
    """Write a document in which nothing changed, byte for byte."""
    file.write(data)


def _read_safely(path: Path) -> bytes:
    """Return a document's bytes, once a process of its own with limits has read them through."""
    checked = read_document(path)
    with path.open("rb") as file:
        data = file.read(limits.FILE_BYTES + 1)
    if checked.format != "docx" or hashlib.sha256(data).hexdigest() != checked.sha256:
        raise broken("the file is no Word document, or changed while it was read", path.name)
    return data


def _stories(data: bytes) -> dict[str, bytes]:
    """Return the parts that hold text of the author: body, headers, footers and notes."""
    package = Package(data)
    main = package.main()
    related = [target for kind, target in package.relations(main).values() if kind in _STORIES]
    names = [name for name in dict.fromkeys([main, *related]) if package.tree(name) is not None]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in names}


def _copy(data: bytes, changed: Mapping[str, bytes], file: BinaryIO) -> None:
    left = max(limits.RATIO_FREE_BYTES, limits.RATIO * len(data))
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as given,
            zipfile.ZipFile(file, "w") as made,
        ):
            for entry in given.infolist():
                with made.open(_same_entry(entry), "w") as out:
                    if entry.filename in changed:
                        out.write(changed[entry.filename])
                        continue
                    left = _copied(given, entry, out, left)
    except BROKEN as error:
        # The copy cannot be written: no fault of the document.
        if isinstance(error, OSError) and error.errno:
            raise
        raise broken(f"a part cannot be decompressed: {error}") from error


def _copied(given: zipfile.ZipFile, entry: zipfile.ZipInfo, out: IO[bytes], left: int) -> int:
    """Copy an entry and return how many bytes may still come."""
    with given.open(entry) as part:
        while piece := part.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise broken("the file grows too much when decompressed", entry.filename)
            out.write(piece)
    return left


def _same_entry(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Return the head of an entry as the author's program wrote it."""
    same = zipfile.ZipInfo(entry.filename, entry.date_time)
    same.compress_type = entry.compress_type
    same.external_attr, same.create_system = entry.external_attr, entry.create_system
    same.file_size = entry.file_size
    return same
