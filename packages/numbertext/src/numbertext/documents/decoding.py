"""The text of a text file: its encoding found, its line ends made alike, its byte order mark dropped."""

from __future__ import annotations

import codecs
import re

from numbertext.documents import limits
from numbertext.documents.errors import DocumentError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
LINE_END = re.compile("\r\n?")


def decoded(data: bytes, declared: str | None = None) -> str:
    """Return the text of bytes: by byte order mark, as declared, as UTF-8, or at last as cp1252.

    Args:
        data: The file's bytes.
        declared: Encoding that the file itself names, if it does.

    Raises:
        DocumentError: The bytes are too many, or no text.
    """
    if len(data) > limits.TEXT_BYTES:
        raise DocumentError(
            f"the file has {len(data):,} bytes",
            expected=f"at most {limits.TEXT_BYTES:,} for a file of text",
            remedy="split it",
        )
    text = LINE_END.sub("\n", _text(data, declared))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _no_text(f"line {line} has a NUL character: this is no text")
    return text


def _text(data: bytes, declared: str | None) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if declared is not None:
        return _strict(data, declared)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _western(data, error)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise _no_text(f"the file says that it is {encoding}, but is not: {error}") from error


def _western(data: bytes, not_utf8: UnicodeDecodeError) -> str:
    """Decode cp1252, in which nearly all bytes are text: control characters show that it is something else."""
    line = data.count(b"\n", 0, not_utf8.start) + 1
    fact = f"byte 0x{data[not_utf8.start]:02X} of line {line} is not UTF-8, nor is the file Western (cp1252) text"
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _no_text(fact) from error
    if CONTROLS.search(text):
        raise _no_text(fact)
    return text


def _no_text(fact: str) -> DocumentError:
    return DocumentError(
        fact,
        expected="text in UTF-8, in UTF-16 with byte order mark, or in cp1252",
        remedy="save the file as UTF-8",
    )
