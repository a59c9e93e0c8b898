"""What reading returns: a document's text, and the blocks that it is made of with their places.

How each format becomes blocks belongs to the readers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from numbertext.documents import limits
from numbertext.documents.errors import DocumentError

SEPARATOR = "\n\n"


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item, cell or note.

    Attributes:
        text: Its text as a reader sees it; digits raised or lowered are Unicode superscripts and subscripts.
        part: `body`, `table 1, row 2, column 3`, `header`, `footer`, `footnote 3`, `endnote 2`, `text box`, or
            `page 4` for PDF.
        paragraph: Its number within the document, from 1.
        page: Page on which it starts, where the format knows pages.
        start: Code point of `Document.text` at which it starts.
        style: `heading`, `paragraph`, `cell`, `list`, `note`, `caption` or `code`.
    """

    text: str
    part: str
    paragraph: int
    page: int | None
    start: int
    style: str


@dataclass(frozen=True)
class Document:
    """A published document.

    Attributes:
        path: Its name as shown.
        sha256: Of the file's bytes.
        format: `txt`, `md`, `html`, `docx` or `pdf`.
        blocks: Its blocks in reading order.
        text: Of a text file, the file's text itself; of all others, the blocks with an empty line between them.
    """

    path: str
    sha256: str
    format: str
    blocks: tuple[Block, ...]
    text: str = field(repr=False)


class Piece(NamedTuple):
    """A block before its place in the document is known."""

    text: str
    part: str
    style: str
    page: int | None = None


class Pieces(list[Piece]):
    """Collects pieces; refuses more of them, or more text, than a document may have."""

    def __init__(self) -> None:
        super().__init__()
        self._points = 0

    def add(self, text: str, part: str, style: str, page: int | None = None) -> None:
        """Add a piece without the white space around it, unless nothing is left.

        Raises:
            DocumentError: The document has too many blocks, or too much text.
        """
        text = text.strip()
        if not text:
            return
        self.append(Piece(text, part, style, page))
        self._points += len(text)
        if self._points > limits.TEXT_POINTS:
            raise _too_large(f"more than {limits.TEXT_POINTS:,} characters of text")
        if len(self) > limits.BLOCKS:
            raise _too_large(f"more than {limits.BLOCKS:,} paragraphs and cells")


def _too_large(amount: str) -> DocumentError:
    return DocumentError(
        f"the document has {amount}",
        expected="a report",
        remedy="split it, and leave out tables of raw data",
    )


def joined(pieces: Iterable[Piece]) -> tuple[tuple[Block, ...], str]:
    """Return the pieces as blocks, one after the other, and the text that they make."""
    blocks: list[Block] = []
    start = 0
    for number, piece in enumerate(pieces, start=1):
        blocks.append(Block(piece.text, piece.part, number, piece.page, start, piece.style))
        start += len(piece.text) + len(SEPARATOR)
    return tuple(blocks), SEPARATOR.join(block.text for block in blocks)
