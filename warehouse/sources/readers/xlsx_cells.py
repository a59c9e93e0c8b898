"""The cells of one row of an XLSX sheet, whatever they hold: values, formulas, errors, raised and struck-out text."""

from __future__ import annotations

from lxml import etree

from warehouse.sources.readers.archive import child, children, local
from warehouse.sources.readers.sheet import (
    REFERENCE,
    SHEET_COLUMNS,
    Area,
    Oddity,
    area_of,
    broken,
    cell_name,
    column_number,
)
from warehouse.sources.readers.stored_numbers import (
    NumberFormat,
    moment_text,
    number_text,
    serial_fault,
    serial_text,
)
from warehouse.sources.readers.xlsx_book import RichText, XlsxBook, rich_text, unescaped

KNOWN = ("c", "extLst")


class CellReader:
    """Reads the cells of rows, one row element at a time.

    Args:
        book: What the cells refer to.
        where: The file as named in errors.
    """

    def __init__(self, book: XlsxBook, where: str) -> None:
        self._book = book
        self._where = where
        self.marked_styles = book.styles.raised | book.styles.struck

    def of_row(
        self, row: etree._Element, number: int, spread: list[Area]
    ) -> tuple[dict[int, str], dict[int, Oddity]]:
        """Return the texts of a row's cells and what is odd about them, by column.

        Args:
            row: The row.
            number: Its number.
            spread: Areas that a formula above fills; those that begin in this row are added, those it has passed go.

        Raises:
            SourceFileError: A cell is in another row, comes twice, or refers to what is not there.
        """
        texts: dict[int, str] = {}
        odd: dict[int, Oddity] = {}
        spread[:] = [area for area in spread if area.bottom >= number]
        column = 0
        for cell in row:
            if local(cell) not in KNOWN:
                raise broken(f"row {number} holds something that is no cell", self._where)
            if local(cell) == "c":
                column = self._column(cell, number, column)
                if column in texts:
                    fact = f"the cell {cell_name(number, column)} comes twice"
                    raise broken(fact, self._where)
                texts[column], oddity = self._cell(cell, number, column, spread)
                if oddity != Oddity():
                    odd[column] = oddity
        return {place: text for place, text in texts.items() if text}, odd

    def _column(self, cell: etree._Element, number: int, before: int) -> int:
        given = cell.get("r")
        if given is None:
            column = before + 1
        else:
            match = REFERENCE.fullmatch(given)
            if not match or int(match[2]) != number:
                raise broken(f"a cell of row {number} says it is {given[:20]!r}", self._where)
            column = column_number(match[1])
        if column > SHEET_COLUMNS:
            raise broken(f"row {number} has more than {SHEET_COLUMNS:,} columns", self._where)
        return column

    def _cell(
        self, cell: etree._Element, row: int, column: int, spread: list[Area]
    ) -> tuple[str, Oddity]:
        kind, stored = cell.get("t", "n"), self._stored(cell)
        is_formula = self._is_formula(cell, spread, row, column)
        if kind == "e":
            return "", Oddity(error=stored or "#N/A", is_formula=is_formula)
        unreadable = ""
        if kind in ("s", "inlineStr"):
            rich = self._rich(cell, stored, cell_name(row, column))
        else:
            text, unreadable = self._value(kind, stored, cell.get("s", "0"))
            rich = RichText(text)
        rich = self._styled(rich, cell.get("s", "0"))
        is_stale = is_formula and self._book.is_stale and rich.text == "0"
        return rich.text, Oddity(
            is_formula=is_formula,
            is_stale=is_stale,
            raised=rich.raised,
            struck=rich.struck,
            plain=rich.plain,
            unreadable=unreadable,
        )

    @staticmethod
    def _stored(cell: etree._Element) -> str:
        value = child(cell, "v")
        return "" if value is None else value.text or ""

    @staticmethod
    def _is_formula(cell: etree._Element, spread: list[Area], row: int, column: int) -> bool:
        for formula in children(cell, "f"):
            area = area_of(formula.get("ref", ""))
            if area and formula.get("t") in ("array", "dataTable"):
                spread.append(area)
            return True
        return any(area.has(row, column) for area in spread)

    def _rich(self, cell: etree._Element, stored: str, name: str) -> RichText:
        if cell.get("t") == "inlineStr":
            inline = child(cell, "is")
            return RichText("") if inline is None else rich_text(inline)
        if not stored:
            return RichText("")
        place = int(stored) if stored.strip().isdecimal() else -1
        if not 0 <= place < len(self._book.texts):
            raise broken(f"the cell {name} refers to a text that is not there", self._where)
        return self._book.odd_texts.get(place) or RichText(self._book.texts[place])

    def _value(self, kind: str, stored: str, style: str) -> tuple[str, str]:
        """Return the text of a value that is stored in the cell, and why it is none."""
        if not stored:
            return "", ""
        if kind == "str":
            return unescaped(stored), ""
        if kind == "b":
            return ("true" if stored.strip() in ("1", "true") else "false"), ""
        if kind == "d":
            return moment_text(stored)
        shown = self._book.styles.shown.get(style, NumberFormat.NUMBER)
        if shown is NumberFormat.NUMBER:
            text = number_text(stored)
            words = f"{stored} has more digits than a spreadsheet keeps, or is no number"
        else:
            text = serial_text(stored, shown, is_1904=self._book.is_1904)
            words = serial_fault(stored, shown)
        return (stored, words) if text is None else (text, "")

    def _styled(self, rich: RichText, style: str) -> RichText:
        """Return a text with all of it raised or struck out where the cell's font says so."""
        styles = self._book.styles
        if not rich.text or style not in self.marked_styles:
            return rich
        return RichText(
            rich.text,
            rich.text if style in styles.raised else rich.raised,
            rich.text if style in styles.struck else rich.struck,
        )
