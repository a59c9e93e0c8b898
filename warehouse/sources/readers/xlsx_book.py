"""An XLSX workbook around its sheets: its list of them, the styles that mean days or marks, shared texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from warehouse.sources.readers.archive import (
    Archive,
    child,
    children,
    is_on,
    local,
    no_workbook,
)
from warehouse.sources.readers.sheet import Oddity, SheetName, broken
from warehouse.sources.readers.stored_numbers import NumberFormat, built_in_format, format_of

PLAIN_TEXTS = re.compile(r'<si><t(?: xml:space="preserve")?>([^<&\r]*)</t></si>')
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
OTHER_ARCHIVES = {
    "content.xml": "it is an OpenDocument file; set reader option `format: ods`",
    "xl/workbook.bin": "it is an XLSB workbook, whose formulas and marks nothing here can tell",
    "word/document.xml": "it is a Word document",
    "ppt/presentation.xml": "it is a PowerPoint presentation",
}
RAISED = ("superscript", "subscript")


@dataclass(frozen=True)
class CellStyles:
    """Styles of cells by number: those of days or times, and those whose whole text is raised or struck out."""

    shown: dict[str, NumberFormat] = field(default_factory=dict)
    raised: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RichText:
    """A text of several runs: all of it, what is raised, what is struck out, and the rest."""

    text: str
    raised: str = ""
    struck: str = ""
    plain: str = ""

    def oddity(self) -> Oddity:
        """Return what is odd about a cell that holds the text."""
        return Oddity(raised=self.raised, struck=self.struck, plain=self.plain)


@dataclass(frozen=True)
class XlsxBook:
    """What the cells of a workbook refer to; `odd_texts` are the shared texts with raised or struck parts."""

    sheets: list[SheetName]
    styles: CellStyles
    texts: list[str]
    odd_texts: dict[int, RichText]
    is_1904: bool
    is_stale: bool


def open_book(archive: Archive, where: str) -> XlsxBook:
    """Read the workbook's own parts; raises SourceFileError where one is broken or missing."""
    roots = [name for kind, name in archive.related("").values() if kind == "officeDocument"]
    place = roots[0] if roots else "xl/workbook.xml"
    if place.endswith(".bin") or not archive.has(place):
        raise no_workbook(_what_archive(archive), where)
    workbook = archive.parse(place)
    related = archive.related(place)
    by_kind = dict(related.values())
    styles, shared = by_kind.get("styles"), by_kind.get("sharedStrings")
    texts, odd = _texts(archive, shared) if shared else ([], {})
    settings, calculation = child(workbook, "workbookPr"), child(workbook, "calcPr")
    return XlsxBook(
        _sheets(workbook, related, where),
        _styles(archive.parse(styles)) if styles else CellStyles(),
        texts,
        odd,
        settings is not None and is_on(settings.get("date1904")),
        calculation is not None and is_on(calculation.get("fullCalcOnLoad")),
    )


def _what_archive(archive: Archive) -> str:
    """Return what an archive is that holds no XLSX workbook."""
    for part, words in OTHER_ARCHIVES.items():
        if archive.has(part):
            return words
    return "it is a ZIP archive without a workbook; unpack it, and register the file inside"


def _sheets(
    workbook: etree._Element, related: dict[str, tuple[str, str]], where: str
) -> list[SheetName]:
    listed = child(workbook, "sheets")
    found = []
    for sheet in () if listed is None else children(listed, "sheet"):
        ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
        kind, place = related.get(ids[0] if ids else "", ("", ""))
        if not kind:
            raise broken(f"its sheet {sheet.get('name')!r} is in no part", where)
        if kind == "worksheet":
            is_shown = sheet.get("state", "visible") == "visible"
            found.append(SheetName(sheet.get("name", ""), is_shown, place))
    return found


def _styles(root: etree._Element) -> CellStyles:
    codes = {
        item.get("numFmtId", ""): format_of(item.get("formatCode", ""))
        for item in _listed(root, "numFmts")
    }
    fonts = list(_listed(root, "fonts"))
    raised = {str(number) for number, font in enumerate(fonts) if is_raised(font)}
    struck = {str(number) for number, font in enumerate(fonts) if is_struck(font)}
    cells = [(str(number), xf) for number, xf in enumerate(_listed(root, "cellXfs"))]
    shown = {number: _shown(xf.get("numFmtId", "0"), codes) for number, xf in cells}
    return CellStyles(
        {number: kind for number, kind in shown.items() if kind is not NumberFormat.NUMBER},
        frozenset(number for number, xf in cells if xf.get("fontId", "0") in raised),
        frozenset(number for number, xf in cells if xf.get("fontId", "0") in struck),
    )


def _shown(number: str, codes: dict[str, NumberFormat]) -> NumberFormat:
    if number in codes:
        return codes[number]
    return built_in_format(int(number)) if number.isdecimal() else NumberFormat.NUMBER


def _listed(root: etree._Element, name: str) -> list[etree._Element]:
    group = child(root, name)
    return [] if group is None else list(group)


def is_raised(properties: etree._Element | None) -> bool:
    """Return whether a font or the properties of a run raise or lower its text."""
    mark = None if properties is None else child(properties, "vertAlign")
    return mark is not None and mark.get("val") in RAISED


def is_struck(properties: etree._Element | None) -> bool:
    """Return whether a font or the properties of a run strike its text out."""
    if properties is None:
        return False
    marks = [mark for name in ("strike", "dstrike") for mark in children(properties, name)]
    return any(is_on(mark.get("val", "1")) for mark in marks)


def _texts(archive: Archive, name: str) -> tuple[list[str], dict[int, RichText]]:
    """Return the shared texts in order, and those with odd parts by their place."""
    data = archive.read(name)
    texts = _plain_texts(data)
    if texts is not None:
        return texts, {}
    rich = [rich_text(item) for item in children(archive.parse(name), "si")]
    odd = {place: text for place, text in enumerate(rich) if text.raised or text.struck}
    return [text.text for text in rich], odd


def _plain_texts(data: bytes) -> list[str] | None:
    """Return the texts of a part that plainly holds nothing else; every mark in it is accounted for."""
    start, end = data.find(b"<si>"), data.rfind(b"</si>") + len(b"</si>")
    head = data[: max(start, 0)]
    if start < 0 or end < start or b"<sst" not in head or b'encoding="UTF-8"' not in head:
        return None
    try:
        body = data[start:end].decode()
    except UnicodeDecodeError:
        return None
    texts = PLAIN_TEXTS.findall(body)
    if body.count("<") != 4 * len(texts):
        return None
    return [unescaped(text) for text in texts] if "_x" in body else texts


def rich_text(item: etree._Element) -> RichText:
    """Return the text of a shared or inline string; what it is pronounced like is left out."""
    parts: list[tuple[str, bool, bool]] = []
    for part in item:
        if local(part) == "t":
            parts.append((part.text or "", False, False))
        elif local(part) == "r":
            properties = child(part, "rPr")
            text = "".join(each.text or "" for each in children(part, "t"))
            parts.append((text, is_raised(properties), is_struck(properties)))
    joined = unescaped("".join(text for text, _, _ in parts))
    if not any(raised or struck for _, raised, struck in parts):
        return RichText(joined)
    return RichText(
        joined,
        "".join(text for text, is_high, _ in parts if is_high).strip(),
        "".join(text for text, _, is_out in parts if is_out).strip(),
        "".join(text for text, is_high, is_out in parts if not is_high and not is_out),
    )


def unescaped(text: str) -> str:
    """Return a text with characters that XML cannot hold, written `_x000D_`, put in."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
