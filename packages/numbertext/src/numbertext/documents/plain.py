"""Reads a text file. Its text is the document's text as it is; blocks are stretches between empty lines."""

from __future__ import annotations

import re

from numbertext.documents import limits
from numbertext.documents.decoding import decoded
from numbertext.documents.document import Block
from numbertext.documents.errors import DocumentError

BULLET = re.compile(r"[ \t]*[-*\u2022\u2023\u2013][ \t]+\S")


def read_plain(data: bytes) -> tuple[tuple[Block, ...], str]:
    """Return the blocks of a text file and its text.

    Raises:
        DocumentError: The bytes are no text, or the text has too many blocks.
    """
    text = decoded(data)
    blocks: list[Block] = []
    for start, end in _stretches(text):
        found = text[start:end].strip()
        style = "list" if BULLET.match(text, start) else "paragraph"
        place = text.index(found[0], start)
        blocks.append(Block(found, "body", len(blocks) + 1, None, place, style))
        if len(blocks) > limits.BLOCKS:
            raise DocumentError(
                f"the document has more than {limits.BLOCKS:,} paragraphs",
                expected="a report",
                remedy="split it, and leave out tables of raw data",
            )
    return tuple(blocks), text


def _stretches(text: str) -> list[tuple[int, int]]:
    """Return where each block starts and ends; an item of a list is one, however close the next."""
    found: list[tuple[int, int]] = []
    start = place = 0
    is_open = False
    for line in text.split("\n"):
        is_blank = not line.strip()
        if is_open and (is_blank or BULLET.match(line)):
            found.append((start, place))
            is_open = False
        if not is_open and not is_blank:
            start, is_open = place, True
        place += len(line) + 1
    if is_open:
        found.append((start, place))
    return found
