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


class Mark(NamedTuple):
    """A stretch of a block's text to which the document gives a name that readers do not see.

    Attributes:
        start: Code point of the block's text at which it starts.
        end: Code point behind it.
        name: Tag or title of a content control; in HTML `figure:` with what `data-figure` says.
    """

    start: int
    end: int
    name: str


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
        marks: The stretches that have a name; of two that lie within each other the inner one first.
        span: Of a cell, over how many rows and columns it goes.
        is_head: Whether the document itself says that the cell is a head.
    """

    text: str
    part: str
    paragraph: int
    page: int | None
    start: int
    style: str
    marks: tuple[Mark, ...] = ()
    span: tuple[int, int] = (1, 1)
    is_head: bool = False


class Unread(NamedTuple):
    """What a document has of a kind that is not read.

    Attributes:
        what: In words, as `chart` or `hidden text`.
        amount: How many.
        with_digits: How many of these are known to have digits in them; what cannot be looked into counts for none.
    """

    what: str
    amount: int
    with_digits: int

    def __str__(self) -> str:
        """Return it in words: `3 × comment, 2 of them with digits`."""
        digits = f", {self.with_digits:,} of them with digits" if self.with_digits else ""
        return f"{self.amount:,} × {self.what}{digits}"


@dataclass(frozen=True)
class Document:
    """A published document.

    Attributes:
        path: Its name as shown.
        sha256: Of the file's bytes.
        format: One of `formats.NAMES`, such as `docx`.
        blocks: Its blocks in reading order.
        text: Of a text file, the file's text itself; of all others, the blocks with an empty line between them.
        left_out: What the file has and is not read, each kind once.
    """

    path: str
    sha256: str
    format: str
    blocks: tuple[Block, ...]
    text: str = field(repr=False)
    left_out: tuple[Unread, ...] = ()


class Piece(NamedTuple):
    """A block before its place in the document is known."""

    text: str
    part: str
    style: str
    page: int | None = None
    marks: tuple[Mark, ...] = ()
    span: tuple[int, int] = (1, 1)
    is_head: bool = False


class Pieces(list[Piece]):
    """Collects pieces, and what is not read; refuses more pieces, or more text, than a document may have."""

    def __init__(self) -> None:
        super().__init__()
        self._points = 0
        self._left: dict[str, tuple[int, int]] = {}

    @property
    def left_out(self) -> tuple[Unread, ...]:
        """What is not read, in the order of the kinds' names."""
        return tuple(Unread(what, *counts) for what, counts in sorted(self._left.items()))

    def leave(self, what: str, text: str = "") -> None:
        """Count something that is not read.

        Args:
            what: Its kind in words.
            text: What it says, as far as that is known.
        """
        count, with_digits = self._left.get(what, (0, 0))
        self._left[what] = (count + 1, with_digits + any(map(str.isdigit, text)))

    def add(
        self,
        text: str,
        part: str,
        style: str,
        page: int | None = None,
        *,
        marks: Iterable[Mark] = (),
        span: tuple[int, int] = (1, 1),
        is_head: bool = False,
    ) -> None:
        """Add a piece without the white space around it, unless nothing is left.

        Raises:
            DocumentError: The document has too many blocks, or too much text.
        """
        before = len(text) - len(text.lstrip())
        text = text.strip()
        if not text:
            return
        named = tuple(_moved(mark, before, len(text)) for mark in marks)
        self.append(Piece(text, part, style, page, named, span, is_head))
        self._points += len(text)
        if self._points > limits.TEXT_POINTS:
            raise _too_large(f"more than {limits.TEXT_POINTS:,} characters of text")
        if len(self) > limits.BLOCKS:
            raise _too_large(f"more than {limits.BLOCKS:,} paragraphs and cells")


def _moved(mark: Mark, by: int, size: int) -> Mark:
    """Return a mark where so many characters before the text are gone, within the text that is left."""
    start, end = (min(max(place - by, 0), size) for place in (mark.start, mark.end))
    return Mark(start, end, mark.name)


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
        text, part, style, page, marks, (rows, columns), is_head = piece
        span = (rows, columns)
        blocks.append(Block(text, part, number, page, start, style, marks, span, is_head))
        start += len(text) + len(SEPARATOR)
    return tuple(blocks), SEPARATOR.join(block.text for block in blocks)
