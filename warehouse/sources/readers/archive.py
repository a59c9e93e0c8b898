"""The parts of a workbook that is a ZIP archive of XML: looked through within limits, and parsed without reach outside.

What the parts say belongs to the module of each format.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.readers.rawbytes import open_bytes, refuse_bomb
from warehouse.sources.readers.sheet import SAVE_AGAIN, broken

CHUNK = limits.MEBIBYTE
OVERLAP = 64
XML_NAMES = (".xml", ".rels", ".vml")
XML_STARTS = (b"<", b"\0<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)
COMPOUND = {
    "EncryptedPackage": "it is protected by a password",
    "Workbook": "it is an old .xls file; set reader option `format: xls`",
    "WordDocument": "it is a Word document",
    "PowerPoint Document": "it is a PowerPoint presentation",
}
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def read_workbook(path: Path, where: str, member: str | None = None) -> io.BytesIO:
    """Return the bytes of a workbook, decompressed if its name ends in `.gz`.

    Raises:
        SourceFileError: The file is missing, empty or too large.
    """
    handle = open_bytes(path, where, member)
    with handle:
        data = handle.read(limits.WORKBOOK_BYTES + 1)
    refuse_bomb(len(data), len(data), limits.WORKBOOK_BYTES, where)
    return io.BytesIO(data)


class Archive:
    """The parts of one workbook, all of them looked through when it is opened.

    Args:
        data: The file.
        where: The file as named in errors.

    Raises:
        SourceFileError: It is no workbook, breaks a limit, or declares document types or entities.
    """

    def __init__(self, data: io.BytesIO, where: str) -> None:
        self._where = where
        self._refuse_foreign(data)
        try:
            self._zip = zipfile.ZipFile(data)
            self._look_through(data.getbuffer().nbytes)
        except BROKEN as error:
            raise no_workbook(str(error), where) from error
        self._names = {part.filename.lower(): part for part in self._zip.infolist()}
        if len(self._names) != len(self._zip.infolist()):
            raise no_workbook("two of its parts have the same name", where)

    def _refuse_foreign(self, data: io.BytesIO) -> None:
        start = data.read(len(OLD_OR_LOCKED))
        data.seek(0)
        if start == OLD_OR_LOCKED:
            raise no_workbook(what_compound_file(data.getvalue()), self._where)

    def _look_through(self, size: int) -> None:
        parts = self._zip.infolist()
        if len(parts) > limits.ZIP_ENTRIES:
            fact = f"it has {len(parts):,} parts, more than {limits.ZIP_ENTRIES:,}"
            raise no_workbook(fact, self._where)
        unpacked = 0
        for part in parts:
            before = b""
            is_xml = part.filename.endswith(XML_NAMES)
            with self._zip.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    unpacked += len(chunk)
                    refuse_bomb(unpacked, size, limits.WORKBOOK_BYTES, self._where)
                    text = before + chunk
                    is_xml = is_xml or (not before and chunk.lstrip().startswith(XML_STARTS))
                    if is_xml:
                        _refuse_tricks(part.filename, text, self._where)
                    before = chunk[-OVERLAP:]

    def has(self, name: str) -> bool:
        """Return whether there is a part of this name."""
        return name.lower() in self._names

    def read(self, name: str) -> bytes:
        """Return the bytes of a part; raises SourceFileError where there is none."""
        part = self._names.get(name.lower())
        if part is None:
            raise broken(f"it has no part {name}", self._where)
        try:
            return self._zip.read(part)
        except BROKEN as error:
            raise no_workbook(str(error), self._where) from error

    def parse(self, name: str) -> etree._Element:
        """Return the root element of a part; raises SourceFileError where it is no XML."""
        return parsed(self.read(name), name, self._where)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return what a part points to: id -> last word of the kind, name of the part."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(rels):
            return {}
        return {
            item.get("Id", ""): (
                item.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/"),
            )
            for item in children(self.parse(rels), "Relationship")
            if item.get("TargetMode") != "External"
        }


def parsed(xml: bytes, name: str, where: str) -> etree._Element:
    """Return the root element of some XML, read without entities, document types or anything from outside.

    Raises:
        SourceFileError: It is not well formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(f"its part {name} is no whole XML: {error}", where) from error


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace, of which there are two for the same thing."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of an element that have a name, in whichever namespace."""
    return (child for child in element if local(child) == name)


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of a name, or None."""
    return next(children(element, name), None)


def is_on(value: str | None) -> bool:
    """Return whether an attribute says yes."""
    return value in ("1", "true", "on")


def what_compound_file(data: bytes) -> str:
    """Return what a file is that is a compound document: an old workbook, or one that is locked."""
    for name, words in COMPOUND.items():
        if name.encode("utf-16-le") in data:
            return words
    return "it is a document of an old Office program, or protected by a password"


def _refuse_tricks(name: str, text: bytes, where: str) -> None:
    """Refuse XML that declares entities, or is written in an encoding that would hide them."""
    if b"\0" in text:
        raise no_workbook(f"its part {name} is not UTF-8 text", where)
    if b"<!" in text and DECLARATION.search(text):
        raise no_workbook(f"its part {name} declares a document type or entities", where)


def no_workbook(fact: str, where: str) -> SourceFileError:
    """Return the error for a file that is not what its format says, or dangerous to open."""
    return SourceFileError(
        f"the file is not a workbook that can be read safely: {fact}",
        where=where,
        expected="a workbook of the declared format as spreadsheet programs save it, without password",
        remedy=SAVE_AGAIN,
    )
