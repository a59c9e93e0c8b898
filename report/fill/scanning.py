"""The texts of one part of a Word file with their places in its bytes, the runs and the content controls around them.

The part has been found safe before (`numbertext.documents.docx.package`): no document type, no entities, within
the limits of size and depth.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from numbertext.documents.docx.names import DIALECTS, W
from numbertext.documents.docx.package import broken
from report.figures.bound_name import BoundName, parse_bound

Span = tuple[int, int]
_MAIN = tuple({W.strip("{}"), *(name.decode() for name in DIALECTS if name.endswith(b"/main"))})
_START_TAG = re.compile(rb"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
_END_TAG = re.compile(rb"</[^>]*>")
# What may have a content control among its runs, by the schema. A link may too, but LibreOffice 7.4 writes a file that
# nobody can open when there is one in it.
_HOLDERS = frozenset(
    ("p", "smartTag", "fldSimple", "customXml", "dir", "bdo", "ins", "moveTo", "sdtContent")
)
_LINK = "HYPERLINK"
# Settings of a control that make it hold text of one kind, in which no other may stand.
_OF_ONE_KIND = frozenset(
    [
        "text",
        "date",
        "comboBox",
        "dropDownList",
        "picture",
        "equation",
        "citation",
        "docPartObj",
        "docPartList",
    ]
)
# Changes of formatting that are tracked, and marks of the paragraph's end: they are said once.
_ONCE = frozenset(["rPrChange", "ins", "del", "moveFrom", "moveTo"])


@dataclass
class Control:
    """A content control of a figure, or of anything else.

    Attributes:
        names: Where the start tags of its tag and title are, by element.
        bound: What its name says; None where it is of no figure.
        texts: The texts in it.
        is_prompt: Whether it shows what to enter there only.
        is_rich: Whether another control may stand in it.
        is_nested: Whether a control of a figure lies in it or around it.
    """

    names: dict[str, Span] = field(default_factory=dict)
    bound: BoundName | None = None
    texts: list[Text] = field(default_factory=list)
    is_prompt: bool = False
    is_rich: bool = True
    is_nested: bool = False


@dataclass
class Run:
    """A run of text.

    Attributes:
        tag: Where its start tag is.
        can_bind: Whether a content control may stand in its place.
        properties: Where its properties are.
        once: Stretches of these that must not be said twice.
        children: Elements in it, its properties left out.
        end: Where it ends.
    """

    tag: Span
    can_bind: bool
    properties: Span = (0, 0)
    once: list[Span] = field(default_factory=list)
    children: int = 0
    end: int = 0


@dataclass
class Text:
    """One text element.

    Attributes:
        tag: Where its start tag is.
        run: The run that it stands in; None where it stands in something else.
        number: Which element of its run it is, from 1.
        end: Where its content ends.
        after: Where the element ends.
        words: What it says.
        control: The control of a figure that it stands in.
    """

    tag: Span
    run: Run | None
    number: int
    end: int = 0
    after: int = 0
    words: str = ""
    control: Control | None = None


@dataclass
class Scanned:
    """What a part has.

    Attributes:
        paragraphs: The texts of each paragraph that has any; a text box within a paragraph has its own.
        controls: The controls of figures.
    """

    paragraphs: list[list[Text]] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)


def scanned(data: bytes) -> Scanned:
    """Return the texts and the figures' controls of a part."""
    return _Scan(data).read()


class _Scan:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._found = Scanned()
        self._path: list[tuple[str, Span]] = []
        self._paragraphs: list[list[Text]] = []
        self._runs: list[Run] = []
        self._controls: list[Control] = []
        self._text: Text | None = None
        self._fields: list[str] = []
        # The encoding is the one that the safe reading insists on, whatever the part says of itself.
        self._parser = expat.ParserCreate("UTF-8", " ")

    def read(self) -> Scanned:
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._say
        try:
            parser.Parse(self._data, True)  # noqa: FBT003 - it takes no keywords
        except expat.ExpatError as error:
            raise broken(f"its XML is broken: {error}") from error
        self._found.paragraphs = [texts for texts in self._found.paragraphs if texts]
        return self._found

    def _start(self, full: str, attributes: Mapping[str, str]) -> None:
        first = self._parser.CurrentByteIndex
        tag = _START_TAG.match(self._data, first)
        span = (first, tag.end() if tag else first)
        space, _, name = full.rpartition(" ")
        name = name if space in _MAIN else ""
        parent = self._path[-1][0] if self._path else ""
        if parent == "r" and self._runs and name != "rPr":
            self._runs[-1].children += 1
        if name == "p":
            self._paragraphs.append([])
        elif name == "r":
            self._runs.append(Run(span, self._can_bind(parent)))
        elif name == "sdt":
            self._controls.append(Control())
        elif name == "t" and self._paragraphs:
            run = self._runs[-1] if parent == "r" and self._runs else None
            self._text = Text(span, run, run.children if run else 0)
        elif name == "fldChar":
            self._follow_field(attributes.get(f"{space} fldCharType", ""))
        elif name == "fldSimple":
            self._fields.append(attributes.get(f"{space} instr", ""))
        elif parent == "sdtPr" and self._controls:
            self._set(name, span, attributes.get(f"{space} val", ""))
        self._path.append((name, span))

    def _can_bind(self, parent: str) -> bool:
        in_link = any(name == "hyperlink" for name, _ in self._path)
        in_link |= any(_LINK in instruction.upper() for instruction in self._fields)
        can_hold = all(control.is_rich and control.bound is None for control in self._controls)
        return parent in _HOLDERS and can_hold and not in_link

    def _follow_field(self, mark: str) -> None:
        if mark == "begin":
            self._fields.append("")
        elif mark == "end" and self._fields:
            self._fields.pop()

    def _set(self, name: str, span: Span, said: str) -> None:
        control = self._controls[-1]
        if name in ("tag", "alias"):
            control.names[name] = span
            control.bound = (parse_bound(said) if name == "tag" else None) or (
                control.bound or parse_bound(said)
            )
        control.is_prompt |= name == "showingPlcHdr" and said not in ("0", "false", "off")
        control.is_rich &= name not in _OF_ONE_KIND

    def _end(self, _: str) -> None:
        name, span = self._path.pop()
        at = self._parser.CurrentByteIndex
        closing = _END_TAG.match(self._data, at)
        after = closing.end() if closing else span[1]
        parent = self._path[-1][0] if self._path else ""
        if name == "p":
            self._found.paragraphs.append(self._paragraphs.pop())
        elif name == "r":
            self._runs.pop().end = after
        elif name == "rPr" and parent == "r" and self._runs:
            self._runs[-1].properties = (span[0], after)
        elif name in _ONCE and [above for above, _ in self._path[-2:]] == ["r", "rPr"]:
            self._runs[-1].once.append((span[0], after))
        elif name == "sdtPr" and self._controls:
            self._begin_control()
        elif name == "sdt":
            self._controls.pop()
        elif name == "fldSimple" and self._fields:
            self._fields.pop()
        elif name == "t" and self._text is not None:
            self._keep(self._text, at, after)

    def _begin_control(self) -> None:
        control = self._controls[-1]
        if control.bound is None:
            return
        self._found.controls.append(control)
        for outer in self._controls[:-1]:
            if outer.bound is not None:
                outer.is_nested = control.is_nested = True

    def _keep(self, text: Text, end: int, after: int) -> None:
        text.end, text.after, self._text = end, after, None
        of_figures = [control for control in self._controls if control.bound is not None]
        for control in of_figures:
            control.texts.append(text)
        text.control = of_figures[-1] if of_figures else None
        self._paragraphs[-1].append(text)

    def _say(self, words: str) -> None:
        if self._text is not None:
            self._text.words += words
        elif self._fields and self._path[-1][0] == "instrText":
            self._fields[-1] += words
