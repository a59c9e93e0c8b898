"""Which format a document is in: what its bytes say and what its name says must agree."""

from __future__ import annotations

from pathlib import PurePath

from numbertext.documents.errors import DocumentError

SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
}
TEXTUAL = ("txt", "md", "html")
ZIP = b"PK\x03\x04"
PDF = b"%PDF-"
# A PDF may have some bytes of a mail or web server before its first line.
PDF_WITHIN = 1024
FOREIGN = {
    b"\xd0\xcf\x11\xe0": ("an old Office file (.doc), or protected by a password", "DOCX"),
    b"{\\rtf": ("an RTF file", "DOCX"),
    b"\x1f\x8b": ("compressed with gzip", "what it is, decompressed"),
    b"\x89PNG": ("a picture", "a document with text"),
    b"\xff\xd8\xff": ("a picture", "a document with text"),
}


def format_of(name: str, data: bytes) -> str:
    """Return the format of a document: `txt`, `md`, `html`, `docx` or `pdf`.

    Args:
        name: The file's name.
        data: Its bytes.

    Raises:
        DocumentError: The format is not known, or the name says another one than the bytes.
    """
    suffix = PurePath(name).suffix.lower()
    named = SUFFIXES.get(suffix)
    if named is None:
        raise DocumentError(
            f"the ending {suffix!r} is of no format that is read",
            expected="one of " + ", ".join(SUFFIXES),
            remedy="save the document in one of these formats",
        )
    found = _by_content(data)
    if found != (None if named in TEXTUAL else named):
        raise DocumentError(
            f"the file is named {suffix}, but its content is {_words(found)}",
            expected=f"content of a {suffix} file",
            remedy="give the file the ending of what it is, or fetch it again",
        )
    return named


def _by_content(data: bytes) -> str | None:
    for signature, (words, wanted) in FOREIGN.items():
        if data.startswith(signature):
            raise DocumentError(
                f"the file is {words}",
                expected="one of " + ", ".join(SUFFIXES),
                remedy=f"open it in its own program and save it as {wanted}",
            )
    if data.startswith(ZIP):
        return "docx"
    return "pdf" if PDF in data[:PDF_WITHIN] and not _is_text_about(data) else None


def _is_text_about(data: bytes) -> bool:
    """Whether the mark of PDF is only mentioned: in text, words stand before it."""
    before = data[: data.index(PDF)]
    return bool(before.strip(b"\xef\xbb\xbf \t\r\n")) and b"\0" not in data[:PDF_WITHIN]


def _words(found: str | None) -> str:
    return {"docx": "a ZIP archive", "pdf": "a PDF", None: "neither PDF nor a ZIP archive"}[found]
