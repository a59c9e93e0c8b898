"""The text within a paragraph: runs, links, fields, changes, symbols; and the text boxes that hang on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbertext.documents.docx.fields import WordFields, is_of_layout
from numbertext.documents.docx.names import W, is_on, kind, value
from numbertext.documents.docx.notes import Notes
from numbertext.documents.docx.styles import Styles
from numbertext.documents.docx.symbols import symbol
from numbertext.documents.raised import subscript, superscript

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
    w:del w:moveFrom w:delText w:delInstrText w:pPr w:rPr w:rt w:rubyPr w:sdtPr w:sdtEndPr w:pgNum w:tblPr
    m:rPr m:ctrlPr m:fPr m:dPr m:naryPr
"""
DROPPED = frozenset(DROPPED_NAMES.split())
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


def is_placeholder(element: etree._Element) -> bool:
    """Return whether a content control shows no more than what to enter there."""
    properties = element.find(W + "sdtPr")
    return is_on(properties, "showingPlcHdr") is True


class Runs:
    """Collects the text of the paragraphs of one story.

    Args:
        story: Body, header, note or text box.
        styles: Styles of the document.
        notes: Where references to footnotes and endnotes are noted.
    """

    def __init__(self, story: etree._Element, styles: Styles, notes: dict[str, Notes]) -> None:
        self._styles = styles
        self._notes = notes
        self._fields = WordFields(story)
        self._parts: list[str] = []
        self._boxes: list[etree._Element] = []

    def read(self, paragraph: etree._Element) -> None:
        """Add what is shown of a paragraph to what was read and not yet taken."""
        named = self._styles.get(value(paragraph.find(W + "pPr"), "pStyle"))
        self._inside(paragraph, "", is_hidden=named.is_hidden is True)

    def take(self) -> tuple[str, list[etree._Element]]:
        """Return the text read since the last call, and the text boxes met in it."""
        text, boxes = "".join(self._parts), self._boxes
        self._parts, self._boxes = [], []
        return text, boxes

    def _inside(self, element: etree._Element, raised: str, *, is_hidden: bool) -> None:
        for child in element:
            name = kind(child)
            if name in {"w:t", "m:t"}:
                self._say(child.text or "", raised, is_hidden=is_hidden)
            elif name in DROPPED:
                continue
            elif name in FIXED:
                self._say(FIXED[name], raised, is_hidden=is_hidden)
            elif name == "w:r":
                self._run(child, raised, is_hidden=is_hidden)
            else:
                self._special(name, child, raised, is_hidden=is_hidden)

    def _run(self, run: etree._Element, raised: str, *, is_hidden: bool) -> None:
        properties = run.find(W + "rPr")
        if properties is not None:
            named = self._styles.get(value(properties, "rStyle"))
            own = is_on(properties, "vanish")
            if own is None:
                own = named.is_hidden
            is_hidden = is_hidden if own is None else own
            raised = value(properties, "vertAlign") or named.raised or raised
        self._inside(run, raised, is_hidden=is_hidden)

    def _special(self, name: str, element: etree._Element, raised: str, *, is_hidden: bool) -> None:
        match name:
            case "w:fldChar":
                self._fields.mark(element)
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
            case "w:txbxContent":
                if not is_hidden:
                    self._boxes.append(element)
            case _:
                self._container(name, element, raised, is_hidden=is_hidden)

    def _container(
        self, name: str, element: etree._Element, raised: str, *, is_hidden: bool
    ) -> None:
        match name:
            case "mc:AlternateContent":
                option = chosen(element)
                if option is not None:
                    self._inside(option, raised, is_hidden=is_hidden)
            case "w:fldSimple":
                hides = is_of_layout(element.get(W + "instr", ""))
                self._inside(element, raised, is_hidden=is_hidden or hides)
            case "w:sdt" if is_placeholder(element):
                pass
            case "m:den":
                # A fraction's numerator stands above: without a stroke the two would be one number.
                self._say("/", raised, is_hidden=is_hidden)
                self._inside(element, raised, is_hidden=is_hidden)
            case _:
                self._inside(element, name if name in RAISED else raised, is_hidden=is_hidden)

    def _say(self, text: str, raised: str, *, is_hidden: bool) -> None:
        if is_hidden or not self._fields.is_shown:
            return
        change = RAISED.get(raised)
        self._parts.append(change(text) if change else text)
