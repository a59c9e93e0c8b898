"""A report table in a Word document: caption, table, and below it marks, notes and sources."""

from __future__ import annotations

from collections.abc import Sequence

from report.publish.kept_edition import KeptEdition
from report.publish.natures import LETTERS, legend, marks
from report.publish.tables import PublishedTable
from report.publish.word.blocks import blocks
from report.publish.word.columns import fitted

_WIDE = 6


def is_wide(table: PublishedTable) -> bool:
    """Return whether a table wants a page in landscape."""
    return len(table.columns) > _WIDE


def caption(edition: KeptEdition, table: PublishedTable) -> str:
    """Return a table's caption in words."""
    label = edition.label(table)
    return f"{label}. {table.model.title}" if label != table.model.name else table.model.title


def table_blocks(
    edition: KeptEdition, table: PublishedTable, order: int, after: int | None, room: int
) -> list[object]:
    """Return the blocks of a table.

    Args:
        edition: The edition.
        table: The table.
        order: Its place among the document's tables, from 1.
        after: Number of the table before it; the caption's own count goes on from there.
        room: Width between the margins, in twentieths of a point.
    """
    shown = [[cell.replace("\r\n", "\n") for cell in row] for row in table.shown_rows()]
    marked = marks(table, shown)
    headers = [_header(column.title, column.unit) for column in table.columns]
    style, widths = fitted(headers, shown, room)
    is_numbered = edition.label(table) != table.model.name
    number = table.model.number if is_numbered else None
    return blocks(
        "table.xml",
        order=order,
        number=number,
        restart="" if number == (after or 0) + 1 else f" \\r {number}",
        title=table.model.title,
        description=_description(table),
        headers=headers,
        style=style,
        widths=widths,
        numeric=[table.is_number(i) or c.unit == "year" for i, c in enumerate(table.columns)],
        rows=shown,
        marked=marked,
        letters=LETTERS,
        below=list(_below(edition, table, marked)),
    )


def _header(title: str, unit: str) -> str:
    return f"{title}\n({unit})" if unit and unit != "year" else title


def _description(table: PublishedTable) -> str:
    titles = ", ".join(column.title for column in table.columns)
    rows = f"{table.arrow.num_rows} rows; columns: {titles}."
    return f"{rows} Nature: {table.nature}. {table.blanks_told}".rstrip()


def _below(
    edition: KeptEdition, table: PublishedTable, marked: Sequence[Sequence[str]]
) -> list[str]:
    letters = "; ".join(f"{letter} {nature}" for letter, nature in legend(marked))
    best = table.natures.best
    natures = (
        f"Nature: {letters}. Cells without a letter are {best}." if letters else f"Nature: {best}."
    )
    notes = [f"Note {number}. {note}" for number, note in enumerate(table.model.notes, 1)]
    first = f"{natures} {table.blanks_told}".rstrip()
    return [first, *notes, f"Sources: {'; '.join(edition.credits(table))}."]
