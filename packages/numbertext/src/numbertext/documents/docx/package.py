"""The archive that an office file is: its parts by name, parsed within limits, and the relations between them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib

from lxml import etree

from numbertext.documents import limits
from numbertext.documents.docx.names import usual_names
from numbertext.documents.errors import DocumentError, too_deep

DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
IS_TOO_DEEP = etree.XPath("boolean(" + "/*" * (limits.DEPTH + 1) + ")")
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OTHERS = {
    "xl/workbook.xml": "an Excel workbook",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "content.xml": "an OpenDocument file",
    "word/document.bin": "a Word file in binary form",
}
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


class Package:
    """An open office file."""

    def __init__(self, data: bytes) -> None:
        """Open the archive.

        Raises:
            DocumentError: It is no archive, has too many parts, or two parts of one name.
        """
        self._size = len(data)
        self._read = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise broken(f"the archive cannot be opened: {error}") from error
        names = self._archive.namelist()
        if len(names) > limits.ZIP_ENTRIES:
            raise broken(f"the archive has {len(names):,} parts, more than {limits.ZIP_ENTRIES:,}")
        self._names = frozenset(names)
        if len(self._names) < len(names):
            raise broken("the archive has two parts of the same name")

    def has(self, name: str) -> bool:
        """Return whether the archive has a part."""
        return name in self._names

    def main(self) -> str:
        """Return the name of the part that holds the document's body.

        Raises:
            DocumentError: There is none; another kind of file is named.
        """
        targets = self.relations("")
        found = [name for kind, name in targets.values() if kind == "officeDocument"]
        for name, words in OTHERS.items():
            if name in self._names and not (found and found[0].startswith("word/document.xml")):
                raise broken(f"the file is {words}")
        if not found or found[0] not in self._names:
            raise broken("the archive has no Word document in it")
        return found[0]

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return kind and target of each relation of a part by id; those that lead out of the file are left out."""
        return {
            relation.get("Id", ""): (_kind(relation), _target(part, relation))
            for relation in self._relations(part)
            if relation.get("TargetMode") != "External"
        }

    def all_relations(self, part: str) -> list[tuple[str, str]]:
        """Return kind and target of each relation of a part, those that lead out of the file with them."""
        return [(_kind(relation), _target(part, relation)) for relation in self._relations(part)]

    def size_of(self, name: str) -> int:
        """Return the size of a part once decompressed, as the archive has it; 0 if there is no such part."""
        return self._archive.getinfo(name).file_size if name in self._names else 0

    def _relations(self, part: str) -> list[etree._Element]:
        folder, name = posixpath.split(part)
        listed = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [] if listed is None else list(listed.iter(RELATION))

    def tree(self, name: str) -> etree._Element | None:
        """Return the root of a part's XML; None if there is no such part.

        Raises:
            DocumentError: It is no XML, declares entities, or is too large or too deep.
        """
        if name not in self._names:
            return None
        data = usual_names(self._bytes(name))
        where = f"part {name}"
        if b"\0" in data or DECLARATION.search(data):
            raise broken("it is not UTF-8 text, or declares a document type or entities", where)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser=parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise broken(f"its XML is broken: {error}", where) from error
        if IS_TOO_DEEP(root):
            raise too_deep()
        return root

    def _bytes(self, name: str) -> bytes:
        left = limits.XML_BYTES - self._read
        try:
            with self._archive.open(name) as stream:
                data = stream.read(left + 1)
        except BROKEN as error:
            raise broken(f"it cannot be decompressed: {error}", f"part {name}") from error
        self._read += len(data)
        is_dense = self._read > max(limits.RATIO_FREE_BYTES, limits.RATIO * self._size)
        if len(data) > left or is_dense:
            raise DocumentError(
                f"the file grows to more than {self._read:,} bytes when decompressed, from {self._size:,}",
                where=f"part {name}",
                expected=f"at most {limits.XML_BYTES:,} bytes of text and settings",
                remedy="open it in Word, save it again, and split it if it is very large",
            )
        return data


def _kind(relation: etree._Element) -> str:
    return str(relation.get("Type", "")).rsplit("/", 1)[-1]


def _target(part: str, relation: etree._Element) -> str:
    folder = posixpath.dirname(part)
    target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
    return target.lstrip("/")


def broken(fact: str, where: str = "") -> DocumentError:
    """Return the error for a file that is no readable DOCX file."""
    return DocumentError(
        fact,
        where=where,
        expected="an office file as its own program saves it, without password",
        remedy="open it in the program that made it and save it again",
    )
