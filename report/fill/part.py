"""The texts of one part of a Word file, with their places in its bytes, so that nothing else of it is changed.

The part has been found safe before (`numbertext.documents.docx.package`): no document type, no entities, within
the limits of size and depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from numbertext.documents.docx.names import DIALECTS, W
from numbertext.documents.docx.package import broken
from report.fill.placeholders import filled, names_in

_MAIN = {W.strip("{}"), *(name.decode() for name in DIALECTS if name.endswith(b"/main"))}
_TEXT = {f"{space} t" for space in _MAIN}
_PARAGRAPH = {f"{space} p" for space in _MAIN}
_START_TAG = re.compile(rb"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
_KEEPS_SPACE = b' xml:space="preserve"'


@dataclass
class Text:
    """One text element.

    Attributes:
        tag: Where its start tag begins and ends.
        end: Where its content ends.
        words: What it says.
    """

    tag: tuple[int, int]
    end: int = 0
    words: str = ""


@dataclass
class Paragraphs:
    """Collects the texts of a part, paragraph by paragraph; a text box within a paragraph has its own.

    Attributes:
        data: The part.
        found: The texts of each paragraph that has any.
    """

    data: bytes
    found: list[list[Text]] = field(default_factory=list)
    _open: list[list[Text]] = field(default_factory=list)
    _text: Text | None = None

    def read(self) -> list[list[Text]]:
        """Return the texts of each paragraph."""
        # The encoding is the one that the safe reading insists on, whatever the part says of itself.
        parser = expat.ParserCreate("UTF-8", " ")
        parser.buffer_text = True

        def start(name: str, _: Mapping[str, str]) -> None:
            if name in _PARAGRAPH:
                self._open.append([])
            elif name in _TEXT and self._open:
                first = parser.CurrentByteIndex
                tag = _START_TAG.match(self.data, first)
                self._text = Text((first, tag.end() if tag else first))

        def end(name: str) -> None:
            if name in _PARAGRAPH:
                self.found.append(self._open.pop())
            elif name in _TEXT and self._text is not None:
                self._text.end = parser.CurrentByteIndex
                self._open[-1].append(self._text)
                self._text = None

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = self._say
        try:
            parser.Parse(self.data, True)  # noqa: FBT003 - it takes no keywords
        except expat.ExpatError as error:
            raise broken(f"its XML is broken: {error}") from error
        return [texts for texts in self.found if texts]

    def _say(self, words: str) -> None:
        if self._text is not None:
            self._text.words += words


def names_of(data: bytes) -> list[str]:
    """Return what the placeholders of a part name."""
    paragraphs = Paragraphs(data).read()
    return [name for texts in paragraphs for name in names_in("".join(t.words for t in texts))]


def filled_part(data: bytes, wordings: Mapping[str, str]) -> bytes:
    """Return a part with every placeholder filled, and every other byte as it was."""
    paragraphs = Paragraphs(data).read()
    edits = [edit for texts in paragraphs for edit in _edits(data, texts, wordings)]
    pieces, done = [], 0
    # A text box is closed before the paragraph that it hangs on: paragraphs are not in the order of their texts.
    for start, end, content in sorted(edits):
        pieces += [data[done:start], content]
        done = end
    return b"".join([*pieces, data[done:]])


def _edits(
    data: bytes, texts: list[Text], wordings: Mapping[str, str]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield the stretches of bytes that change, with what becomes of them."""
    after = filled([text.words for text in texts], wordings)
    for text, words in zip(texts, after, strict=True):
        if words == text.words:
            continue
        tag = data[slice(*text.tag)]
        # Without the mark Word drops a blank at the end of a text, which now may be one.
        if words != words.strip() and b"xml:space" not in tag:
            tag = tag[:-1] + _KEEPS_SPACE + b">"
        yield text.tag[0], text.end, tag + escape(words).encode("utf-8")
