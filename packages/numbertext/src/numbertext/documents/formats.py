"""Which format a document is in: what its bytes say and what its name says must agree."""

from __future__ import annotations

import io
import zipfile
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
    ".odt": "odt",
    ".ott": "odt",
    ".rtf": "rtf",
    ".pdf": "pdf",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".odp": "odp",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".eml": "eml",
}
NAMES = tuple(dict.fromkeys(SUFFIXES.values()))
Known = str | tuple[str, str]
"""A format that is read, or what another one is and the way out of it."""
TEXTUAL = ("txt", "md", "html", "eml")
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF, RTF = b"%PDF-", b"{\\rtf"
# A PDF may have some bytes of a mail or web server before its first line.
PDF_WITHIN = 1024
SAVE = "open it in its own program and save it as "
# Formats that are not read, by how their bytes begin: what they are, and the way out.
FOREIGN = {
    b"\x1f\x8b": ("compressed with gzip", "decompress it, and give what is in it"),
    b"BZh": ("compressed with bzip2", "decompress it, and give what is in it"),
    b"\xfd7zXZ": ("compressed with xz", "decompress it, and give what is in it"),
    b"7z\xbc\xaf": ("a 7-Zip archive", "unpack it, and give what is in it"),
    b"Rar!": ("a RAR archive", "unpack it, and give what is in it"),
    b"\x89PNG": ("a picture (PNG)", "give the document itself, or recognise its text (OCR)"),
    b"\xff\xd8\xff": ("a picture (JPEG)", "give the document itself, or recognise its text (OCR)"),
    b"GIF8": ("a picture (GIF)", "give the document itself, or recognise its text (OCR)"),
    b"II*\0": ("a picture (TIFF)", "give the document itself, or recognise its text (OCR)"),
    b"MM\0*": ("a picture (TIFF)", "give the document itself, or recognise its text (OCR)"),
    b"%!PS": ("a PostScript file", "convert it to PDF"),
    b"PAR1": ("a Parquet file: a table of data, no text", "register it as a source"),
    b"\xffWPC": ("a WordPerfect file", SAVE + "DOCX"),
    b"SQLite format 3": ("a database (SQLite)", "give the document itself"),
    b"\x7fELF": ("a program", "give the document itself"),
    b"MZ": ("a program", "give the document itself"),
}
MEDIA_TYPES: dict[bytes, Known] = {
    b"application/epub+zip": ("an EPUB book", "convert it to HTML or DOCX"),
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.graphics": ("an OpenDocument drawing", SAVE + "PDF"),
}
PARTS: dict[str, Known] = {
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
    "word/document.xml": "docx",
    "xl/workbook.bin": ("a workbook in binary form (XLSB)", SAVE + "XLSX"),
    "word/document.bin": ("a Word file in binary form", SAVE + "DOCX"),
    "Index/Document.iwa": (
        "a Pages, Numbers or Keynote file",
        "export it as DOCX, XLSX, PPTX or PDF",
    ),
    "index.xml": ("a Pages, Numbers or Keynote file", "export it as DOCX, XLSX, PPTX or PDF"),
}
STREAMS = {
    "WordDocument": ("an old Word file (.doc)", SAVE + "DOCX"),
    "Workbook": ("an old Excel file (.xls)", SAVE + "XLSX"),
    "PowerPoint Document": ("an old PowerPoint file (.ppt)", SAVE + "PPTX"),
    "EncryptedPackage": (
        "an Office file that is protected by a password",
        "save a copy without password",
    ),
    "__substg1.0_": ("an Outlook message (.msg)", "save it as EML or as text"),
}
# Text formats that are no texts, by their endings.
DATA = {
    ".csv": (
        "a table of data (CSV)",
        "register it as a source, or put the table into the document",
    ),
    ".tsv": (
        "a table of data (TSV)",
        "register it as a source, or put the table into the document",
    ),
    ".json": ("data (JSON)", "register it as a source, or save its text as .txt"),
    ".xml": ("data (XML)", "save its text as .txt or .html"),
    ".tex": ("a LaTeX source", "give the PDF that is made from it"),
    ".typ": ("a Typst source", "give the PDF that is made from it"),
}


def format_of(name: str, data: bytes) -> str:
    """Return the format of a document, one of `NAMES`.

    Args:
        name: The file's name.
        data: Its bytes.

    Raises:
        DocumentError: The format is not read, and which it is; or the name says another one than the bytes.
    """
    suffix = PurePath(name).suffix.lower()
    found = _by_content(data)
    if isinstance(found, tuple):
        raise _foreign(*found)
    named = SUFFIXES.get(suffix)
    if named is None:
        if suffix in DATA:
            raise _foreign(*DATA[suffix])
        is_known = f": its content is {_words(found)}" if found else ""
        raise DocumentError(
            f"the ending {suffix!r} is of no format that is read{is_known}",
            expected="one of " + ", ".join(SUFFIXES),
            remedy=f"give the file the ending .{found}"
            if found in NAMES
            else SAVE + "one of these",
        )
    # Where the parts of an archive stand tells nothing for sure: what is missing, its own reader says.
    is_other_docx = named == "docx" and found == "zip"
    if found != (None if named in TEXTUAL else named) and not is_other_docx:
        raise DocumentError(
            f"the file is named {suffix}, but its content is {_words(found)}",
            expected=f"content of a {suffix} file",
            remedy="give the file the ending of what it is, or fetch it again",
        )
    return named


def _foreign(words: str, remedy: str) -> DocumentError:
    return DocumentError(
        f"the file is {words}", expected="one of " + ", ".join(SUFFIXES), remedy=remedy
    )


def _by_content(data: bytes) -> str | tuple[str, str] | None:
    """Return a format that is read, `zip`, what another one is and the way out of it, or None for text."""
    if data.startswith(OLD_OFFICE[:4]):
        return _of_streams(data)
    if data.startswith(ZIP):
        return _of_archive(data)
    if data.startswith(RTF):
        return "rtf"
    if PDF in data[:PDF_WITHIN] and not _is_text_about(data):
        return "pdf"
    return next(
        (
            what
            for mark, what in FOREIGN.items()
            if data.startswith(mark) and _is_binary(mark, data)
        ),
        None,
    )


def _is_binary(mark: bytes, data: bytes) -> bool:
    """Whether a short mark made of letters is no chance beginning of a text."""
    return not (mark.isalnum() and len(mark) < 4) or b"\0" in data[:PDF_WITHIN]


def _of_streams(data: bytes) -> tuple[str, str]:
    for name, what in STREAMS.items():
        if name.encode("utf-16-le") in data:
            return what
    return (
        "an old Office file (.doc, .xls, .ppt), or protected by a password",
        SAVE + "DOCX, XLSX or PPTX",
    )


def _of_archive(data: bytes) -> str | tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            kind = b""
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    kind = stream.read(200).strip()
    except Exception:
        return "zip"
    if kind in MEDIA_TYPES:
        return MEDIA_TYPES[kind]
    return next((what for name, what in PARTS.items() if name in names), "zip")


def _is_text_about(data: bytes) -> bool:
    """Whether the mark of PDF is only mentioned: in text, words stand before it."""
    before = data[: data.index(PDF)]
    return bool(before.strip(b"\xef\xbb\xbf \t\r\n")) and b"\0" not in data[:PDF_WITHIN]


def _words(found: str | None) -> str:
    if found is None:
        return "neither PDF nor a ZIP archive"
    return {
        "zip": "a ZIP archive",
        "docx": "a Word document, which is a ZIP archive",
        "pdf": "a PDF",
        "rtf": "an RTF file",
        "xlsx": "an Excel workbook",
        "pptx": "a PowerPoint presentation",
    }.get(found, f"an OpenDocument file ({found.upper()})")
