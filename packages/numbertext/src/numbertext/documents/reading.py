"""From a file to a document: opened with care, its format told, handed to the reader of that format."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from numbertext.documents import limits
from numbertext.documents.converting import as_docx
from numbertext.documents.document import Block, Document, Unread, joined
from numbertext.documents.errors import DocumentError
from numbertext.documents.formats import format_of
from numbertext.documents.isolated import read_isolated
from numbertext.documents.plain import read_plain

# A name must not write lines of its own into an error.
ON_ONE_LINE = {sign: 0x2400 + sign for sign in range(0x20)}
OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_document(path: Path | str) -> Document:
    """Read a published document: text, Markdown, HTML, DOCX, ODT, RTF, PDF, PPTX, ODP, XLSX, ODS or EML.

    Args:
        path: The file. A relative path is shown as it is, of an absolute one the name only.

    Raises:
        DocumentError: The file is missing or no regular file, of an unknown or another format than its name says,
            broken, protected, without text, or beyond a limit.
    """
    path = Path(path)
    shown = path.name if path.is_absolute() else path.as_posix()
    try:
        data = _bytes_of(path)
        form = format_of(path.name, data)
        blocks, text, left_out = _read(form, data)
        if not blocks:
            raise _empty(form, left_out)
    except DocumentError as error:
        named = shown.translate(ON_ONE_LINE)
        place = f"{named}, {error.where}" if error.where else named
        raise DocumentError(
            error.fact, where=place, expected=error.expected, remedy=error.remedy
        ) from error
    return Document(shown, hashlib.sha256(data).hexdigest(), form, blocks, text, left_out)


def _read(form: str, data: bytes) -> tuple[tuple[Block, ...], str, tuple[Unread, ...]]:
    if form == "txt":
        return *read_plain(data), ()
    if form == "rtf":
        form, data = "docx", as_docx(data, ".rtf")
    pieces, left_out = read_isolated(form, data)
    return *joined(pieces), left_out


def _bytes_of(path: Path) -> bytes:
    """Return a file's bytes; never waits for a pipe or device that a name or link leads to."""
    try:
        handle = os.open(path, OPEN)
    except (OSError, ValueError) as error:
        fact = f"the file cannot be opened: {getattr(error, 'strerror', None) or error}"
        raise DocumentError(fact, remedy="check the path and who may read it") from error
    data = _read_regular(handle)
    if not data:
        raise DocumentError("the file has 0 bytes", remedy="fetch the file again")
    if len(data) > limits.FILE_BYTES:
        raise DocumentError(
            f"the file has more than {limits.FILE_BYTES:,} bytes",
            expected="a report",
            remedy="save it with smaller pictures, or split it",
        )
    return data


def _read_regular(handle: int) -> bytes:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise DocumentError(
            "this is no file, but a folder or device",
            expected="a document",
            remedy="name the document itself",
        )
    with os.fdopen(handle, "rb") as file:
        return file.read(limits.FILE_BYTES + 1)


def _empty(form: str, left_out: tuple[Unread, ...]) -> DocumentError:
    if form == "pdf":
        return DocumentError(
            "no page has any text: this is probably a scan",
            expected="a PDF with text that can be marked and copied",
            remedy="take the PDF that was made from the text, or recognise its text (OCR) first",
        )
    unread = "; ".join(map(str, left_out))
    return DocumentError(
        "the document has no text" + (f" that is read; not read: {unread}" if unread else ""),
        expected="a report",
        remedy="check that it is the right file",
    )
