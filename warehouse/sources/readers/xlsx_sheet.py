"""One worksheet of an XLSX workbook: its frame, and its rows by text or, where that hides a tag, by XML."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain

from lxml import etree

from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.archive import Archive, child, children, is_on, parsed
from warehouse.sources.readers.sheet import SheetFrame, SheetRow, area_of, broken, chosen_sheet
from warehouse.sources.readers.xlsx_book import open_book
from warehouse.sources.readers.xlsx_rows import (
    RowScanner,
    elements_of,
    frame_element,
    head_and_tail,
    root_tag,
)


class XlsxSheet:
    """The worksheet that the options choose; see `sheet.Worksheet`."""

    def __init__(self, data: io.BytesIO, options: ReaderOptions, where: str) -> None:
        archive = Archive(data, where)
        book = open_book(archive, where)
        chosen = chosen_sheet(book.sheets, options.sheet, where, may_be_hidden=options.read_hidden)
        self.name = chosen.name
        content = archive.read(chosen.place)
        parts = head_and_tail(content)
        self._body: bytes | None = None
        if parts:
            head, self._body, tail = parts
            sheet, tag = frame_element(head, tail, where), root_tag(head)
        else:
            sheet, tag = parsed(content, "of the sheet", where), ""
        self._sheet = sheet
        self._where = where
        self._scanner = RowScanner(book, tag, where)
        self.frame = _frame(sheet, where)

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows."""
        if self._body is not None:
            yield from self._scanner.of_text(self._body)
        else:
            for element in elements_of(self._sheet, self._where):
                yield self._scanner.of_element(element)


def _frame(sheet: etree._Element, where: str) -> SheetFrame:
    groups = children(sheet, "mergeCells")
    merged = [area_of(item.get("ref", "")) for item in chain.from_iterable(groups)]
    if None in merged:
        raise broken("a merged area of its sheet has no place", where)
    columns = [item for group in children(sheet, "cols") for item in children(group, "col")]
    hidden = [
        (int(item.get("min", "0")), int(item.get("max", "0")))
        for item in columns
        if is_on(item.get("hidden")) or item.get("width") in ("0", "0.0")
    ]
    properties, plain = child(sheet, "sheetPr"), child(sheet, "autoFilter")
    is_filtered = (properties is not None and is_on(properties.get("filterMode"))) or (
        plain is not None and child(plain, "filterColumn") is not None
    )
    return SheetFrame(tuple(area for area in merged if area), tuple(hidden), is_filtered)
