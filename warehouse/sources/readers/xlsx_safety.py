"""Looks through a workbook before any other code opens it: a ZIP archive of XML parts, within limits.

Also notes whether any sheet has formulas or error values, which the fast reader cannot tell from plain cells.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.readers.rawbytes import open_bytes, refuse_bomb

CHUNK = limits.MEBIBYTE
OVERLAP = 64
XML_NAMES = (".xml", ".rels", ".vml")
XML_STARTS = (b"<", b"\0<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
SPECIAL_HINTS = (b"<f", b":f", b't="e"', b"t='e'")
SPECIAL_CELL = re.compile(rb"<(?:\w+:)?f[\s/>]|\st=[\"']e[\"']")


def read_workbook(path: Path, where: str) -> io.BytesIO:
    """Return the bytes of a workbook, decompressed if its name ends in `.gz`.

    Raises:
        SourceFileError: The file is missing, empty or too large.
    """
    handle = open_bytes(path, where)
    with handle:
        data = handle.read(limits.WORKBOOK_BYTES + 1)
    refuse_bomb(len(data), len(data), limits.WORKBOOK_BYTES, where)
    return io.BytesIO(data)


def has_special_cells(workbook: BinaryIO, size: int, where: str) -> bool:
    """Look through all parts of a workbook, and return whether any sheet has formulas or error values.

    Args:
        workbook: The file, open for reading.
        size: Its size in bytes.
        where: The file as named in errors.

    Raises:
        SourceFileError: It is no workbook, breaks a limit, or declares document types or entities.
    """
    if workbook.read(len(OLD_OR_LOCKED)) == OLD_OR_LOCKED:
        raise _no_workbook("it is an old .xls file, or protected by a password", where)
    try:
        with zipfile.ZipFile(workbook) as archive:
            return _look_through(archive, size, where)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
    ) as error:
        raise _no_workbook(str(error), where) from error


def _look_through(archive: zipfile.ZipFile, size: int, where: str) -> bool:
    parts = archive.infolist()
    if len(parts) > limits.ZIP_ENTRIES:
        raise _no_workbook(f"it has {len(parts):,} parts, more than {limits.ZIP_ENTRIES:,}", where)
    unpacked = 0
    is_special = False
    for part in parts:
        is_sheet = "worksheets/" in part.filename
        before = b""
        is_xml = part.filename.endswith(XML_NAMES)
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                refuse_bomb(unpacked, size, limits.WORKBOOK_BYTES, where)
                text = before + chunk
                is_xml = is_xml or (not before and chunk.lstrip().startswith(XML_STARTS))
                if is_xml:
                    _refuse_tricks(part.filename, text, where)
                is_special = is_special or (is_sheet and _has_special_cell(text))
                before = chunk[-OVERLAP:]
    return is_special


def _has_special_cell(text: bytes) -> bool:
    # Plain searches first: the pattern alone takes as long as all the rest.
    is_likely = any(hint in text for hint in SPECIAL_HINTS)
    return is_likely and SPECIAL_CELL.search(text) is not None


def _refuse_tricks(name: str, text: bytes, where: str) -> None:
    """Refuse XML that declares entities, or is written in an encoding that would hide them."""
    if b"\0" in text:
        raise _no_workbook(f"its part {name} is not UTF-8 text", where)
    if b"<!" in text and DECLARATION.search(text):
        raise _no_workbook(f"its part {name} declares a document type or entities", where)


def _no_workbook(fact: str, where: str) -> SourceFileError:
    return SourceFileError(
        f"the file is not a workbook that can be read safely: {fact}",
        where=where,
        expected="an XLSX workbook as spreadsheet programs save it, without password",
        remedy="open it in a spreadsheet program, save it as XLSX, and register the new file as transcribed",
    )
