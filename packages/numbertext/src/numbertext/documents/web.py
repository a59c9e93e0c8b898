"""Reads HTML: the blocks that a browser would show, without scripts and hidden elements, cells apart.

Style sheets are not read: what only a style sheet hides is read as text. What is left out is counted.
"""

from __future__ import annotations

import re

from lxml import etree, html

from numbertext.documents import limits
from numbertext.documents.decoding import decoded
from numbertext.documents.document import Pieces
from numbertext.documents.errors import DocumentError, too_deep
from numbertext.documents.grid import Grid
from numbertext.documents.raised import struck, subscript, superscript
from numbertext.documents.web_elements import (
    BLOCKS,
    STYLES,
    before_text,
    is_apart,
    is_backward,
    is_dropped,
    is_struck,
    left_out,
    raised_as,
)
from numbertext.documents.web_marks import CLOSED, OPENED, marked, name_of, plain

SPACE = re.compile(r"[ \t\n\f]+")
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
XML_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
DECLARED_WITHIN = 4096
# The parser leaves out what comes after the end of the page; a browser shows it.
END_OF_PAGE = re.compile(r"</(?:body|html)\b[^<>]{0,200}>", re.IGNORECASE)
TO_RIGHT, BACK = "\u202e", "\u202c"


def read_html(data: bytes) -> Pieces:
    """Return the pieces of an HTML file.

    Raises:
        DocumentError: The bytes are no text, or elements are nested too deeply.
    """
    start = data[:DECLARED_WITHIN]
    found = XML_ENCODING.match(start) or CHARSET.search(start)
    declared = found.group(1).decode("ascii").lower() if found else None
    # Browsers take both for cp1252, in which the few characters stand in which they differ.
    if declared in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"):
        declared = None if declared.endswith("ascii") else "cp1252"
    return html_pieces(decoded(data, declared), Pieces())


def html_pieces(text: str, pieces: Pieces, part: str = "body") -> Pieces:
    """Add the pieces of HTML to others.

    Args:
        text: The HTML.
        pieces: Where to add.
        part: Part that blocks outside tables are in.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        text = END_OF_PAGE.sub("", text)
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        root = None
    _refuse_cut(parser.error_log.filter_from_fatals())
    if root is not None:
        _Walk(pieces, part).walk(root)
    return pieces


def _refuse_cut(errors: etree._ListErrorLog) -> None:
    """Refuse what the parser did not read to its end; other faults of HTML it mends as browsers do."""
    for error in errors:
        if "depth" in error.message:
            raise too_deep()
        raise DocumentError(
            f"the parser gives up: {error.message.strip()}",
            where=f"line {error.line}",
            expected="HTML with paragraphs of less than ten million characters",
            remedy="split the document",
        )


class _Walk:
    """Goes through the tree once, element by element, without recursion."""

    def __init__(self, pieces: Pieces, part: str) -> None:
        self._pieces = pieces
        self._part = part
        self._text: list[str] = []
        self._styles: list[str] = []
        self._raised: list[str] = []
        self._struck = 0
        self._names: list[str] = []
        self._grid = Grid()

    def walk(self, root: etree._Element) -> None:
        events = etree.iterwalk(root, events=("start", "end"))
        depth = 0
        for event, element in events:
            if event == "start":
                depth += 1
                if depth > limits.DEPTH:
                    raise too_deep()
                if is_dropped(element):
                    self._leave(element)
                    events.skip_subtree()
                else:
                    self._open(element)
            else:
                depth -= 1
                if not is_dropped(element):
                    self._close(element)
                self._say(element.tail)
        self._flush()

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush()
            if tag in STYLES or element.get("role") in ("doc-footnote", "doc-endnote"):
                self._styles.append(STYLES.get(tag, "note"))
            self._grid.open(tag, element.get("colspan"), element.get("rowspan"))
        elif tag == "br":
            self._text.append("\v")
        if name := name_of(element):
            self._names.append(name)
            self._text.append(OPENED)
        if raised := raised_as(element):
            self._raised.append(raised)
        self._struck += is_struck(element)
        self._text.append(before_text(element) + (TO_RIGHT if is_backward(element) else ""))
        self._say(element.text)

    def _close(self, element: etree._Element) -> None:
        tag = element.tag
        self._text.append((BACK if is_backward(element) else "") + " " * is_apart(element))
        self._struck -= is_struck(element)
        if raised_as(element):
            self._raised.pop()
        if name_of(element):
            self._text.append(CLOSED)
        if tag in BLOCKS:
            self._flush()
            if tag in STYLES or element.get("role") in ("doc-footnote", "doc-endnote"):
                self._styles.pop()
            self._grid.close(tag)

    def _leave(self, element: etree._Element) -> None:
        what, said = left_out(element)
        if what:
            self._pieces.leave(what, said)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        text = plain(text)
        if self._raised:
            text = superscript(text) if self._raised[-1] == "sup" else subscript(text)
        self._text.append(struck(text) if self._struck else text)

    def _flush(self) -> None:
        text = "".join(self._text)
        self._text = []
        names, self._names = self._names, []
        place = self._grid.place
        style = self._styles[-1] if self._styles else "cell" if place else "paragraph"
        if style != "code":
            text = SPACE.sub(" ", text)
            text = re.sub(" ?\v ?", "\n", text)
        style = "cell" if place and style in ("paragraph", "list", "heading") else style
        text, marks = marked(text.replace("\v", "\n"), names)
        span, is_head = self._grid.span, self._grid.is_head
        part = place or self._part
        self._pieces.add(text, part, style, marks=marks, span=span, is_head=is_head)
