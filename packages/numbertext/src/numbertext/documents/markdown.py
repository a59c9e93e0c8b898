"""Reads Markdown: the text that is shown, without marks of emphasis, addresses of links and pictures.

CommonMark with tables and footnotes. HTML within it is read as HTML; code is kept, as blocks of style `code`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from numbertext.documents.decoding import decoded
from numbertext.documents.document import Piece, Pieces
from numbertext.documents.grid import Grid
from numbertext.documents.raised import subscript, superscript
from numbertext.documents.web import html_pieces

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*", re.MULTILINE)
REFERENCE = re.compile(r"\[\^([^\]\s]{1,60})\]")
# Stands for the mark of a note; a private character that the parser takes for an ordinary one.
NOTE = re.compile("\ue000([^\ue001]*)\ue001")
TAG = re.compile(r"<(/?)(sup|sub|br)\b", re.IGNORECASE)


def read_markdown(data: bytes) -> list[Piece]:
    """Return the pieces of a Markdown file.

    Raises:
        DocumentError: The bytes are no text, or there are too many blocks.
    """
    text = decoded(data).replace("\ue000", "").replace("\ue001", "")
    walk = _Walk()
    if head := FRONT_MATTER.match(text):
        walk.pieces.add(head.group(1), "body", "code")
        text = text[head.end() :]
    walk.walk(MarkdownIt("commonmark").enable("table").parse(_without_references(text)))
    return walk.pieces


def _without_references(text: str) -> str:
    """Mark the notes, and take out the references to them: raised marks that are no text of the sentence."""
    notes = set(DEFINITION.findall(text))
    text = DEFINITION.sub("\ue000\\1\ue001", text)
    return REFERENCE.sub(lambda found: "" if found.group(1) in notes else found.group(), text)


class _Walk:
    """Goes through the parser's tokens."""

    def __init__(self) -> None:
        self.pieces = Pieces()
        self._grid = Grid()
        self._styles: list[str] = []
        self._notes = 0

    def walk(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "inline":
                self._add(_shown(token.children or ()))
            elif token.type in ("fence", "code_block"):
                self.pieces.add(token.content, "body", "code")
            elif token.type == "html_block":
                html_pieces(token.content, self.pieces)
            elif token.type in ("heading_open", "list_item_open"):
                self._styles.append(token.type.split("_")[0])
            elif token.type in ("heading_close", "list_item_close"):
                self._styles.pop()
            elif token.nesting > 0:
                self._grid.open(token.tag)
            elif token.nesting < 0:
                self._grid.close(token.tag)

    def _add(self, text: str) -> None:
        # Notes whose definitions stand one under the other are one paragraph to the parser.
        first, *notes = NOTE.split(text)
        style = "cell" if self._grid.place else self._styles[-1] if self._styles else "paragraph"
        self.pieces.add(first, self._grid.place or "body", style)
        for note in notes[1::2]:
            self._notes += 1
            self.pieces.add(note, f"footnote {self._notes}", "note")


def _shown(tokens: Sequence[Token]) -> str:
    """Return the text of inline tokens: no addresses, no pictures, no tags."""
    parts: list[str] = []
    raised = ""
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline"):
            change = {"sup": superscript, "sub": subscript}.get(raised, str)
            parts.append(change(token.content))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "html_inline" and (tag := TAG.match(token.content)):
            name = tag.group(2).lower()
            parts.append("\n" if name == "br" else "")
            raised = name if name != "br" and not tag.group(1) else ""
    return "".join(parts)
