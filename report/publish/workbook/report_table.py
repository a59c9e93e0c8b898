"""A report table as a sheet: published values, units in the headers, natures as letters and in a column of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from report.publish.kept_edition import KeptEdition
from report.publish.natures import LETTERS, legend, marks
from report.publish.tables import PublishedTable
from report.publish.workbook.cells import Value, cell_rows
from report.publish.workbook.formats import TEXT, column_format, number_format, text_format
from report.publish.workbook.sheet import Sheet, headed
from warehouse.natures import worst

_LONGEST_LABEL = 31


def report_sheet(edition: KeptEdition, table: PublishedTable) -> Sheet:
    """Return the sheet of a report table."""
    rows = cell_rows(table)
    marked = marks(table, table.shown_rows())
    has_marks = bool(legend(marked))
    titles = [column.title for column in table.columns]
    units = ["" if column.unit == "year" else column.unit for column in table.columns]
    formats: list[dict[str, Any]] = [column_format(table, i) for i in range(len(titles))]
    if has_marks:
        rows = [[*row, word] for row, word in zip(rows, _weakest(table, rows, marked), strict=True)]
        titles, units, formats = [*titles, "Weakest nature"], [*units, ""], [*formats, TEXT]
    label = edition.label(table)
    return Sheet(
        label=label[:_LONGEST_LABEL],
        name=table.model.name,
        title=f"{label}. {table.model.title}" if label != table.model.name else table.model.title,
        headers=headed(titles, units),
        rows=rows,
        instructions=_instructions(table),
        legend=[*_legend(table, marked), *(f"Source: {line}" for line in edition.credits(table))],
        references=note_names(table),
        formats=formats,
        marked=_marked_formats(table, rows, marked),
    )


def note_names(table: PublishedTable) -> list[str]:
    """Return the names by which a table's notes are referred to."""
    return [f"{table.model.name} {number}" for number, _ in enumerate(table.model.notes, 1)]


def _instructions(table: PublishedTable) -> str:
    text = f"This worksheet contains one table. {table.blanks_told}".rstrip()
    return f"{text} Its notes are on the sheet Notes: " if table.model.notes else text


def _legend(table: PublishedTable, marked: Sequence[Sequence[str]]) -> list[str]:
    letters = [f"[{letter}] {nature}" for letter, nature in legend(marked)]
    if not letters:
        return [f"Nature of all cells: {table.natures.best}."]
    return [f"Nature: {'; '.join(letters)}. Cells without a letter are {table.natures.best}."]


def _weakest(
    table: PublishedTable, rows: Sequence[Sequence[Value]], marked: Sequence[Sequence[str]]
) -> list[str]:
    """Return for each row its weakest nature, for those who read cells and not how they are set."""
    best = table.natures.best
    return [
        worst(nature or best for nature, cell in zip(natures, row, strict=True) if cell is not None)
        for row, natures in zip(rows, marked, strict=True)
    ]


def _marked_formats(
    table: PublishedTable, rows: Sequence[Sequence[Value]], marked: Sequence[Sequence[str]]
) -> dict[tuple[int, int], dict[str, Any]]:
    formats = {}
    for number, natures in enumerate(marked):
        for index, nature in enumerate(natures):
            if nature:
                column, letter = table.columns[index], LETTERS[nature]
                is_text = isinstance(rows[number][index], str)
                number_as = number_format(column.decimals or 0, column.unit, letter)
                words = text_format(letter)
                formats[number, index] = {"num_format": words if is_text else number_as}
    return formats
