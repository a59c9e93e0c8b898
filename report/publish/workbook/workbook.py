"""The workbook of an edition: its sheets put together, written by gptables, and settled to the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gptables import produce_workbook
from lxml import etree

from report.publish.archive import settled
from report.publish.dictionary import ColumnEntry
from report.publish.files import starts_a_formula
from report.publish.kept_edition import KeptEdition
from report.publish.workbook.formats import height, lay_out, lay_out_page, theme
from report.publish.workbook.listings import COVER_WIDTH, cover, dictionary_sheet, notes, sources
from report.publish.workbook.report_table import report_sheet
from report.publish.workbook.sheet import Sheet
from warehouse.errors import ReportError

if TYPE_CHECKING:
    from gptables.core.wrappers import GPWorkbook

LANGUAGE = "en-GB"
CONTENTS, NOTES = "Contents", "Notes"
CONTENTS_HEADERS = ["Sheet", "What it holds"]
_BELOW_INSTRUCTIONS = 2
_ROOM = 6
_MOST_ROWS = 1_048_000
_CORE = "docProps/core.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
# Texts stay texts: no formula, link or number is read into them.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(edition: KeptEdition, entries: Sequence[ColumnEntry]) -> bytes:
    """Return an edition's tables as an .xlsx file, the same bytes on every run.

    Args:
        edition: The edition.
        entries: Its dictionary.

    Raises:
        ReportError: If a table has more rows than a sheet.
    """
    reports = [report_sheet(edition, table) for table in edition.tables]
    sheets = [*reports, sources(edition), dictionary_sheet(entries)]
    for sheet in sheets:
        _refuse_too_long(sheet)
    made = io.BytesIO()
    book = _produced(made, edition, sheets)
    for sheet in sheets:
        _finish(book, sheet)
    _finish_fronts(book, edition, sheets)
    book.set_properties(_properties(edition))
    book.close()
    return settled(made.getvalue(), {_CORE: _with_language})


def _produced(target: io.BytesIO, edition: KeptEdition, sheets: Sequence[Sheet]) -> GPWorkbook:
    with warnings.catch_warnings():
        # gptables warns of blanks, whose meaning every sheet states, and where an edition has no notes.
        warnings.simplefilter("ignore")
        return produce_workbook(
            target,
            {sheet.label: sheet.as_gptable() for sheet in sheets},
            theme=theme(),
            cover=cover(edition),
            contentsheet_options={
                "column_names": CONTENTS_HEADERS,
                "instructions": "This worksheet contains one table: a link to each sheet, and its title. The notes "
                "of all tables are on the sheet Notes.",
            },
            notes_table=notes(edition),
            auto_width=False,
            workbook_options=_OPTIONS,
        )


def _finish(book: GPWorkbook, sheet: Sheet) -> None:
    """Write over the cells that gptables had a stand-in for, and lay the sheet out."""
    page = book.get_worksheet_by_name(sheet.label)
    above = sheet.as_gptable().data_range[0]
    for number, index in sheet.written_over:
        value = sheet.shown_rows[number][index]
        given = {**book.theme.data_format, **sheet.marked.get((number, index), {}), "align": "left"}
        if value is None:
            page.write_blank(above + 1 + number, index, None, book.add_format(given))
            continue
        text = str(value)
        # Typed into again, it is to stay a text too.
        quoted = {"quote_prefix": True} if starts_a_formula(text) else {}
        page.write_string(above + 1 + number, index, text, book.add_format({**given, **quoted}))
    lay_out(page, sheet.headers, sheet.shown_rows, above)


def _finish_fronts(book: GPWorkbook, edition: KeptEdition, sheets: Sequence[Sheet]) -> None:
    """Lay out the sheets that gptables makes by itself."""
    front = book.worksheets()[0]
    lay_out_page(front)
    for number, text in enumerate(_cover_lines(edition)):
        front.set_row(number, height([text], [COVER_WIDTH]) + _ROOM)
    titles = [[sheet.label, sheet.title] for sheet in sheets]
    lay_out(book.get_worksheet_by_name(CONTENTS), CONTENTS_HEADERS, titles, _BELOW_INSTRUCTIONS)
    given = notes(edition)
    if given is not None:
        rows = given[["Reference", "Note", "Table"]].to_numpy().tolist()
        numbered = [[number, note, table] for number, (_, note, table) in enumerate(rows, 1)]
        headers = ["Note number", "Note", "Table"]
        lay_out(book.get_worksheet_by_name(NOTES), headers, numbered, _BELOW_INSTRUCTIONS)


def _cover_lines(edition: KeptEdition) -> list[str]:
    """Return the rows of the cover as gptables writes them, with its own headings between."""
    given = cover(edition)
    return [given.title, "", *given.intro, "", *given.about]


def _refuse_too_long(sheet: Sheet) -> None:
    if len(sheet.rows) > _MOST_ROWS:
        raise ReportError(
            f"{len(sheet.rows):,} rows",
            where=sheet.name,
            expected=f"at most {_MOST_ROWS:,}, which is what a sheet holds",
            remedy="take the table as CSV or Parquet, from the report folder of the build",
        )


def _properties(edition: KeptEdition) -> dict[str, object]:
    return {
        "title": f"{edition.title}: tables",
        "subject": f"Tables of edition {edition.name}, as of {edition.as_of}",
        "author": edition.publisher,
        "company": edition.publisher,
        "comments": f"Content {edition.content_sha256}",
        "created": dt.datetime.combine(edition.as_of, dt.time(), tzinfo=dt.UTC),
    }


def _with_language(core: bytes) -> bytes:
    """Return the document's properties with its language, which xlsxwriter has no setting for."""
    root = etree.fromstring(core)
    etree.SubElement(root, f"{_DC}language").text = LANGUAGE
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content
