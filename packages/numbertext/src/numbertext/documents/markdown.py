"""Reads Markdown: the text that is shown, without marks of emphasis, addresses of links and pictures.

CommonMark with tables and footnotes. HTML within it is read as HTML; code is kept, as blocks of style `code`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from numbertext.documents.decoding import decoded
from numbertext.documents.document import Pieces
from numbertext.documents.grid import Grid
from numbertext.documents.raised import struck, subscript, superscript
from numbertext.documents.web import html_pieces

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TAG = re.compile(r"<(/?)(sup|sub|br)\b", re.IGNORECASE)
# Notes stay where they are defined, also those that nothing refers to: at the end the parser would leave these out.
PARSER = (
    MarkdownIt("commonmark")
    .enable(["table", "strikethrough"])
    .use(footnote_plugin, inline=False, move_to_end=False)
)


def read_markdown(data: bytes) -> Pieces:
    """Return the pieces of a Markdown file.

    Raises:
        DocumentError: The bytes are no text, or there are too many blocks.
    """
    text = decoded(data)
    walk = _Walk()
    if head := FRONT_MATTER.match(text):
        walk.pieces.add(head.group(1), "body", "code")
        text = text[head.end() :]
    walk.walk(PARSER.parse(text))
    return walk.pieces


class _Walk:
    """Goes through the parser's tokens."""

    def __init__(self) -> None:
        self.pieces = Pieces()
        self._grid = Grid()
        self._styles: list[str] = []
        self._notes = 0
        self._note = ""

    def walk(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "inline":
                self._add(_shown(token.children or (), self.pieces))
            elif token.type in ("fence", "code_block"):
                self.pieces.add(token.content, self._note or "body", "code")
            elif token.type == "html_block":
                html_pieces(token.content, self.pieces)
            elif token.nesting:
                self._cross(token, is_in=token.nesting > 0)

    def _cross(self, token: Token, *, is_in: bool) -> None:
        """Go into a block or out of it."""
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind == "footnote_reference":
            self._notes += is_in
            self._note = f"footnote {self._notes}" if is_in else ""
        elif kind in ("heading", "list_item"):
            self._styles.append(kind.split("_")[0]) if is_in else self._styles.pop()
        elif is_in:
            self._grid.open(token.tag)
        else:
            self._grid.close(token.tag)

    def _add(self, text: str) -> None:
        style = "note" if self._note else self._styles[-1] if self._styles else "paragraph"
        place = self._grid.place
        part, style = place or self._note or "body", "cell" if place else style
        self.pieces.add(text, part, style, is_head=self._grid.is_head)


def _shown(tokens: Sequence[Token], pieces: Pieces) -> str:
    """Return the text of inline tokens: no addresses, no pictures, no tags, no references to notes."""
    parts: list[str] = []
    raised = ""
    is_struck = False
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline"):
            change = {"sup": superscript, "sub": subscript}.get(raised, str)
            said = change(token.content)
            parts.append(struck(said) if is_struck else said)
        elif token.type in ("s_open", "s_close"):
            is_struck = token.type == "s_open"
        elif token.type == "image":
            pieces.leave("picture", token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "html_inline" and (tag := TAG.match(token.content)):
            name = tag.group(2).lower()
            parts.append("\n" if name == "br" else "")
            raised = name if name != "br" and not tag.group(1) else ""
    return "".join(parts)
