"""The text within a paragraph: runs, links, fields, changes, symbols; and the text boxes that hang on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from numbertext.documents.document import Mark, Pieces
from numbertext.documents.docx.controls import (
    PLACEHOLDER,
    is_placeholder,
    name_of,
    names_around,
)
from numbertext.documents.docx.fields import WordFields, is_of_layout
from numbertext.documents.docx.names import W, is_on, kind, value
from numbertext.documents.docx.notes import Notes
from numbertext.documents.docx.styles import Styles, struck_through
from numbertext.documents.docx.symbols import symbol
from numbertext.documents.docx.unread import text_of
from numbertext.documents.raised import struck, subscript, superscript

if TYPE_CHECKING:
    from lxml import etree

FIXED = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
}
DROPPED_NAMES = """
    w:moveFrom w:delText w:delInstrText w:pPr w:rPr w:rubyPr w:sdtPr w:sdtEndPr w:pgNum w:tblPr
    m:rPr m:ctrlPr m:fPr m:dPr m:naryPr
"""
DROPPED = frozenset(DROPPED_NAMES.split())
DELETED, HIDDEN = "deleted text", "hidden text"
# Elements with their text, which is left out and told of.
LEFT = {"w:del": DELETED, "w:rt": "reading aid (ruby)", "a:t": "text of a drawing"}
LETTERING = "lettering of a drawing"
PAGE_NUMBER = re.compile(r"[\s\divxlcIVXLC.-]*")
FORMULA = re.compile(r"\s*EQ\b", re.IGNORECASE)
TO_LEFT, BACK = "\u202e", "\u202c"
RAISED = {
    "superscript": superscript,
    "subscript": subscript,
    "m:sup": superscript,
    "m:sub": subscript,
}


def chosen(element: etree._Element) -> etree._Element | None:
    """Return the one alternative of `mc:AlternateContent` that is read: the first with text, else the first."""
    options = [child for child in element if kind(child) in ("mc:Choice", "mc:Fallback")]
    with_text = (option for option in options if option.find(f".//{W}t") is not None)
    return next(with_text, options[0] if options else None)


def leave_others(element: etree._Element, read: etree._Element | None, to: Pieces) -> None:
    """Count the alternatives of `mc:AlternateContent` that say something else than the one that is read."""
    said = "" if read is None else _words_of(read)
    for option in element:
        if kind(option) in ("mc:Choice", "mc:Fallback") and _words_of(option) not in ("", said):
            to.leave("alternative that says something else", _words_of(option))


def _words_of(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(W + "t"))


class Runs:
    """Collects the text of the paragraphs of one story.

    Args:
        story: Body, header, note or text box.
        styles: Styles of the document.
        notes: Where references to footnotes and endnotes are noted.
        pieces: Where what is left out is counted.
    """

    def __init__(
        self, story: etree._Element, styles: Styles, notes: dict[str, Notes], pieces: Pieces
    ) -> None:
        self._pieces = pieces
        self._is_struck = False
        self._styles = styles
        self._notes = notes
        self._fields = WordFields(story)
        self._parts: list[str] = []
        self._size = 0
        self._marks: list[Mark] = []
        self._boxes: list[etree._Element] = []

    def read(self, paragraph: etree._Element) -> None:
        """Add what is shown of a paragraph to what was read and not yet taken."""
        named = self._styles.get(value(paragraph.find(W + "pPr"), "pStyle"))
        start = self._size
        self._inside(paragraph, "", is_hidden=named.is_hidden is True)
        for name in names_around(paragraph):
            self._marks.append(Mark(start, self._size, name))

    def take(self) -> tuple[str, list[Mark], list[etree._Element]]:
        """Return the text read since the last call, its named stretches, and the text boxes met in it."""
        text, marks, boxes = "".join(self._parts), self._marks, self._boxes
        self._parts, self._marks, self._boxes, self._size = [], [], [], 0
        return text, marks, boxes

    def _inside(self, element: etree._Element, raised: str, *, is_hidden: bool) -> None:
        for child in element:
            name = kind(child)
            if name in {"w:t", "m:t"}:
                self._say(child.text or "", raised, is_hidden=is_hidden)
            elif name in DROPPED:
                continue
            elif name in LEFT:
                self._leave(LEFT[name], text_of(child))
            elif name in FIXED:
                self._say(FIXED[name], raised, is_hidden=is_hidden)
            elif name == "w:r":
                self._run(child, raised, is_hidden=is_hidden)
            else:
                self._special(name, child, raised, is_hidden=is_hidden)

    def _run(self, run: etree._Element, raised: str, *, is_hidden: bool) -> None:
        properties = run.find(W + "rPr")
        self._is_struck = False
        if properties is not None:
            named = self._styles.get(value(properties, "rStyle"))
            own = is_on(properties, "vanish")
            if own is None:
                own = named.is_hidden
            is_hidden = is_hidden if own is None else own
            raised = value(properties, "vertAlign") or named.raised or raised
            strikes = struck_through(properties)
            self._is_struck = (named.is_struck if strikes is None else strikes) is True
        self._inside(run, raised, is_hidden=is_hidden)
        self._is_struck = False

    def _mark(self, element: etree._Element) -> None:
        ended = self._fields.mark(element)
        if FORMULA.match(ended):
            self._leave("formula of a field", ended)

    def _leave(self, what: str, text: str) -> None:
        if text.strip():
            self._pieces.leave(what, text)

    def _special(self, name: str, element: etree._Element, raised: str, *, is_hidden: bool) -> None:
        match name:
            case "w:fldChar":
                self._mark(element)
            case "w:instrText":
                self._fields.instruct(element.text or "")
            case "w:footnoteReference" | "w:endnoteReference":
                if self._fields.is_shown and not is_hidden:
                    self._notes[name[2:].removesuffix("Reference")].refer(element)
            case "w:sym":
                self._say(
                    symbol(element.get(W + "font", ""), element.get(W + "char", "")),
                    raised,
                    is_hidden=is_hidden,
                )
            case "w:txbxContent" if is_hidden:
                self._leave(HIDDEN, text_of(element))
            case "w:txbxContent":
                self._boxes.append(element)
            case "v:textpath":
                self._leave(LETTERING, element.get("string", ""))
            case _:
                self._container(name, element, raised, is_hidden=is_hidden)

    def _container(
        self, name: str, element: etree._Element, raised: str, *, is_hidden: bool
    ) -> None:
        match name:
            case "mc:AlternateContent":
                option = chosen(element)
                leave_others(element, option, self._pieces)
                if option is not None:
                    self._inside(option, raised, is_hidden=is_hidden)
            case "w:fldSimple":
                if is_of_layout(element.get(W + "instr", "")):
                    self._leave_result(text_of(element))
                else:
                    self._inside(element, raised, is_hidden=is_hidden)
            case "w:sdt" if is_placeholder(element):
                self._leave(PLACEHOLDER, text_of(element))
            case "w:sdt":
                start, named = self._size, name_of(element)
                self._inside(element, raised, is_hidden=is_hidden)
                if named:
                    self._marks.append(Mark(start, self._size, named))
            case "w:bdo" if element.get(W + "val") == "rtl":
                self._say(TO_LEFT, raised, is_hidden=is_hidden)
                self._inside(element, raised, is_hidden=is_hidden)
                self._say(BACK, raised, is_hidden=is_hidden)
            case "m:den":
                # A fraction's numerator stands above: without a stroke the two would be one number.
                self._say("/", raised, is_hidden=is_hidden)
                self._inside(element, raised, is_hidden=is_hidden)
            case _:
                self._inside(element, name if name in RAISED else raised, is_hidden=is_hidden)

    def _say(self, text: str, raised: str, *, is_hidden: bool) -> None:
        if is_hidden:
            self._leave(HIDDEN, text)
        elif self._fields.is_shown:
            change = RAISED.get(raised)
            text = change(text) if change else text
            text = struck(text) if self._is_struck else text
            self._parts.append(text)
            self._size += len(text)
        elif self._fields.is_result:
            self._leave_result(text)

    def _leave_result(self, text: str) -> None:
        """Leave out the result of a field that the layout makes: what is no page number is told of."""
        if PAGE_NUMBER.fullmatch(text) is None:
            self._leave("result of a field for page numbers", text)
