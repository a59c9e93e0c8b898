"""How cells of a workbook look: number formats with the letter of a cell's nature, widths, theme and print."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from gptables import Theme, gptheme

from report.publish.tables import PublishedTable

if TYPE_CHECKING:
    from gptables.core.wrappers import GPWorksheet

TEXT = {"align": "left", "indent": 1}
"""Texts stand clear of the numbers before them."""
_NARROWEST, _WIDEST, _WIDEST_OF_FEW = 9, 46, 100
_FEW = 3
_LETTER, _LINE, _HIGHEST = 0.87, 12.75, 409.0
_A4 = 9


def theme() -> Theme:
    """Return the house theme: that of gptables, a size smaller, cells at the top, lines between rows."""
    made = Theme()
    made.__dict__.update({name: _copied(value) for name, value in vars(gptheme).items()})
    made.apply_config(
        {
            "global": {"font_size": 10, "font_name": "Arial"},
            "cover_title": {"font_size": 18},
            "cover_subtitle": {"font_size": 12},
            "title": {"font_size": 14},
            "column_heading": {"bg_color": "#E8EEF4", "bottom": 2, "valign": "bottom"},
            "data": {"valign": "top", "bottom": 1, "bottom_color": "#C8C8C8"},
            "index_2": {"valign": "top", "bottom": 1, "bottom_color": "#C8C8C8"},
        }
    )
    return made


def number_format(decimals: int, unit: str, letter: str = "") -> str:
    """Return the format of a number: as on the page, with the letter of its nature where it has one."""
    digits = "0" if unit == "year" else "#,##0"
    places = "." + "0" * decimals if decimals > 0 else ""
    mark = f'" [{letter}]"' if letter else ""
    return f"{digits}{places}{mark};\N{MINUS SIGN}{digits}{places}{mark}"


def text_format(letter: str) -> str:
    """Return the format of a text or of a number that stands as text, with the letter of its nature."""
    return f'General;General;General;@" [{letter}]"'


def column_format(table: PublishedTable, index: int) -> dict[str, object]:
    """Return the format of a column of a report table."""
    column = table.columns[index]
    if table.is_number(index) or column.unit == "year":
        number = number_format(column.decimals or 0, column.unit)
        return {"align": "right", "num_format": number}
    return TEXT


def widths(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> list[int]:
    """Return the width of each column in characters: wide enough for words and numbers, never for a whole text."""
    found = []
    widest = _WIDEST_OF_FEW if len(headers) <= _FEW else _WIDEST
    for index, header in enumerate(headers):
        texts = [_as_wide_as(row[index]) for row in rows]
        word = max((len(word) for text in [header, *texts] for word in text.split()), default=0)
        line = max((len(line) for text in texts for line in text.splitlines()), default=0)
        # A header may take three lines; a long text may take many, at a width that the eye can follow.
        wanted = max(word, min(line, widest), ceil(len(header) / 3)) + 4
        found.append(min(max(wanted, _NARROWEST), widest))
    return found


def height(texts: Sequence[str], columns: Sequence[int]) -> float:
    """Return the height of a row in points: not every program works it out by itself for texts that wrap."""
    lines = [
        sum(ceil(len(line) * _LETTER / width) or 1 for line in text.split("\n"))
        for text, width in zip(texts, columns, strict=True)
    ]
    return min(max(lines, default=1) * _LINE + 2, _HIGHEST)


def lay_out(
    sheet: GPWorksheet, headers: Sequence[str], rows: Sequence[Sequence[object]], header_row: int
) -> None:
    """Set widths, heights and print, with the header on every page.

    Args:
        sheet: The sheet as xlsxwriter has it.
        headers: Headers of its table as they are read.
        rows: Cells of its table.
        header_row: Row of the headers, counted from 0.
    """
    columns = widths(headers, rows)
    for index, width in enumerate(columns):
        sheet.set_column(index, index, width)
    # Headers are bold, and so a little wider.
    sheet.set_row(header_row, height([f"{header}  " for header in headers], columns))
    for number, row in enumerate(rows, header_row + 1):
        sheet.set_row(number, height([_as_wide_as(value) for value in row], columns))
    sheet.repeat_rows(header_row)
    lay_out_page(sheet)


def lay_out_page(sheet: GPWorksheet) -> None:
    """Set the print of a sheet: landscape A4, as wide as one page, its name and the page's number below."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _as_wide_as(value: object) -> str:
    # A published number is as wide as its digits with their commas and a letter.
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:,} [e]"


def _copied(value: object) -> object:
    return value.copy() if isinstance(value, dict | list) else value
