"""One worksheet of an OpenDocument spreadsheet (ODS): values, formulas, errors, merges and marks from one walk."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from lxml import etree

from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.archive import Archive, children, local
from warehouse.sources.readers.sheet import (
    SHEET_COLUMNS,
    SHEET_ROWS,
    Area,
    Oddity,
    SheetFrame,
    SheetName,
    SheetRow,
    broken,
    chosen_sheet,
)
from warehouse.sources.readers.stored_numbers import moment_text, number_text

ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|(?:Err|#ERR):?\d*!?")
DURATION = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S")
GROUPS = ("table-row-group", "table-header-rows", "table-rows")
COLUMN_GROUPS = ("table-column-group", "table-header-columns", "table-columns")
MOST_REPEATED = 10_000_000
Run = tuple[str, bool, bool]


class OdsSheet:
    """The worksheet that the options choose; see `sheet.Worksheet`."""

    def __init__(self, data: io.BytesIO, options: ReaderOptions, where: str) -> None:
        archive = Archive(data, where)
        content = archive.parse("content.xml")
        self._where = where
        self._styles = _OdsStyles(content)
        tables = [item for item in content.iter() if local(item) == "table" and _is_sheet(item)]
        sheets = [
            SheetName(
                _of(table, "name"), _of(table, "style-name") not in self._styles.unseen, str(n)
            )
            for n, table in enumerate(tables)
        ]
        chosen = chosen_sheet(sheets, options.sheet, where, may_be_hidden=options.read_hidden)
        self.name = chosen.name
        self._table = tables[int(chosen.place)]
        self.frame = SheetFrame(tuple(self._merged()), tuple(self._hidden_columns()))

    def _elements(self) -> Iterator[tuple[int, int, etree._Element]]:
        """Yield the rows with the number of the first, and how many times each stands."""
        number = 1
        for row in _nested(self._table, "table-row", GROUPS):
            times = _times(row, "number-rows-repeated")
            yield number, times, row
            number += times

    def _merged(self) -> Iterator[Area]:
        for number, _, row in self._elements():
            column = 1
            for cell in row:
                down, right = (
                    _times(cell, "number-rows-spanned"),
                    _times(cell, "number-columns-spanned"),
                )
                if down > 1 or right > 1:
                    yield Area(number, column, number + down - 1, column + right - 1)
                column += _times(cell, "number-columns-repeated")

    def _hidden_columns(self) -> Iterator[tuple[int, int]]:
        first = 1
        for column in _nested(self._table, "table-column", COLUMN_GROUPS):
            times = _times(column, "number-columns-repeated")
            if _of(column, "visibility") in ("collapse", "filter"):
                yield first, first + times - 1
            first += times

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows with cells; one that stands several times is read once."""
        for number, times, row in self._elements():
            texts, odd = self._cells(row, number)
            if not texts and not odd:
                continue
            if times * (len(texts) + len(odd)) > MOST_REPEATED or number + times - 1 > SHEET_ROWS:
                raise broken(f"row {number} of its sheet stands {times:,} times", self._where)
            is_hidden = _of(row, "visibility") in ("collapse", "filter")
            for at in range(number, number + times):
                yield SheetRow(at, texts, odd, is_hidden)

    def _cells(self, row: etree._Element, number: int) -> tuple[dict[int, str], dict[int, Oddity]]:
        texts: dict[int, str] = {}
        odd: dict[int, Oddity] = {}
        column = 1
        for cell in row:
            times = _times(cell, "number-columns-repeated")
            text, oddity = self._cell(cell)
            if text or oddity != Oddity():
                if column + times - 1 > SHEET_COLUMNS:
                    fact = f"row {number} has more than {SHEET_COLUMNS:,} columns"
                    raise broken(fact, self._where)
                places = range(column, column + times)
                texts |= dict.fromkeys(places, text) if text else {}
                odd |= dict.fromkeys(places, oddity) if oddity != Oddity() else {}
            column += times
        return texts, odd

    def _cell(self, cell: etree._Element) -> tuple[str, Oddity]:
        if local(cell) == "covered-table-cell" and not len(cell):
            return "", Oddity()
        is_formula = bool(_of(cell, "formula"))
        runs = self._styles.runs(cell)
        shown = "".join(text for text, _, _ in runs)
        if _is_error(cell, shown, is_formula=is_formula):
            return "", Oddity(error=shown or "#N/A", is_formula=is_formula)
        text, unreadable = _value(cell, shown)
        raised = "".join(part for part, is_raised, _ in runs if is_raised).strip()
        struck = "".join(part for part, _, is_struck in runs if is_struck).strip()
        plain = "".join(part for part, *marks in runs if not any(marks)) if raised or struck else ""
        return text, Oddity(
            is_formula=is_formula, raised=raised, struck=struck, plain=plain, unreadable=unreadable
        )


class _OdsStyles:
    """Styles of a document by name: those that raise or strike out text, and those of sheets that are not shown."""

    def __init__(self, content: etree._Element) -> None:
        self._raised: set[str] = set()
        self._struck: set[str] = set()
        self.unseen: set[str] = set()
        for style in (item for item in content.iter() if local(item) == "style"):
            name = _of(style, "name")
            for properties in style:
                raising = _of(properties, "text-position").split(" ")[0]
                if raising in ("super", "sub") or re.fullmatch(r"-?[1-9]\d*%", raising):
                    self._raised.add(name)
                if _of(properties, "text-line-through-style") not in ("", "none"):
                    self._struck.add(name)
                if _of(properties, "display") == "false":
                    self.unseen.add(name)

    def runs(self, cell: etree._Element) -> list[Run]:
        """Return the text of a cell in runs, each with whether it is raised and whether it is struck out."""
        name = _of(cell, "style-name")
        marks = (name in self._raised, name in self._struck)
        runs: list[Run] = []
        for number, paragraph in enumerate(children(cell, "p")):
            if number:
                runs.append(("\n", *marks))
            self._walk(paragraph, marks, runs)
        return runs

    def _walk(self, element: etree._Element, marks: tuple[bool, bool], runs: list[Run]) -> None:
        name = _of(element, "style-name")
        inner = (marks[0] or name in self._raised, marks[1] or name in self._struck)
        runs.append((element.text or "", *inner))
        for part in element:
            kind = local(part)
            if kind == "s":
                runs.append((" " * min(_times(part, "c"), SHEET_COLUMNS), *inner))
            elif kind in ("tab", "line-break"):
                runs.append(("\t" if kind == "tab" else "\n", *inner))
            elif kind not in ("annotation", "note"):
                self._walk(part, inner, runs)
            runs.append((part.tail or "", *inner))


def _is_sheet(table: etree._Element) -> bool:
    above = table.getparent()
    return above is not None and local(above) == "spreadsheet"


def _nested(
    element: etree._Element, name: str, groups: tuple[str, ...]
) -> Iterator[etree._Element]:
    """Yield the descendants of a name, whichever groups they stand in."""
    for item in element:
        if local(item) == name:
            yield item
        elif local(item) in groups:
            yield from _nested(item, name, groups)


def _of(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without namespace, or nothing."""
    found = [value for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name]
    return str(found[0]) if found else ""


def _times(element: etree._Element, name: str) -> int:
    given = _of(element, name)
    return max(int(given), 1) if given.isdecimal() and len(given) < 10 else 1


def _is_error(cell: etree._Element, shown: str, *, is_formula: bool) -> bool:
    kinds = [str(value) for key, value in cell.attrib.items() if str(key).endswith("}value-type")]
    return "error" in kinds or (is_formula and ERROR.fullmatch(shown.strip()) is not None)


def _value(cell: etree._Element, shown: str) -> tuple[str, str]:
    """Return the text of a cell's value, and why it is none."""
    kind = next(
        (str(v) for k, v in cell.attrib.items() if str(k).endswith("office:1.0}value-type")), ""
    )
    if kind in ("float", "percentage", "currency"):
        stored = _of(cell, "value")
        text = number_text(stored)
        words = f"{stored} has more digits than a spreadsheet keeps, or is no number"
        return (text, "") if text is not None else (stored, words)
    if kind == "date":
        return moment_text(_of(cell, "date-value"))
    if kind == "time":
        return _duration(_of(cell, "time-value"))
    if kind == "boolean":
        return _of(cell, "boolean-value"), ""
    return (_of(cell, "string-value") or shown if kind else shown), ""


def _duration(stored: str) -> tuple[str, str]:
    match = DURATION.fullmatch(stored)
    if not match:
        return stored, f"{stored} is marked as a time and is none"
    sign, hours, minutes, seconds, rest = match.groups()
    decimals = f".{rest.rstrip('0')}" if (rest or "").strip("0") else ""
    return f"{sign}{int(hours):02}:{int(minutes):02}:{int(seconds):02}{decimals}", ""
