"""The sheets beside the report's tables: cover, notes, sources, dictionary."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from gptables import Cover

from report.publish.dictionary import ColumnEntry
from report.publish.kept_edition import KeptEdition
from report.publish.natures import LETTERS, MEANINGS, legend, marks
from report.publish.tables import BLANK_NOTE
from report.publish.workbook.cells import Value, cell_text, said
from report.publish.workbook.formats import TEXT
from report.publish.workbook.report_table import note_names
from report.publish.workbook.sheet import Sheet

COVER_WIDTH = 110
_SOURCES = (
    "Title",
    "Publisher",
    "Citation",
    "Licence",
    "Address",
    "Vintage",
    "Nature",
    "Form",
    "File",
    "sha256 of the file",
)
_DICTIONARY = ("Table", "Kind", "Name", "Title", "Unit", "Type", "Codes", "Remark")


def cover(edition: KeptEdition) -> Cover:
    """Return the cover: what this is, of when and by whom, and how it is read."""
    start, end = edition.period
    intro = [
        f"Published by {edition.publisher}.",
        f"Reporting period {start} to {end}; as of {edition.as_of}.",
        "The tables of the report, one on each sheet. Contents lists them; notes, sources and a dictionary of columns "
        "have sheets of their own.",
    ]
    if edition.is_draft:
        intro.insert(0, "Draft: this edition is proposed, not registered.")
    used = {letter for t in edition.tables for letter, _ in legend(marks(t, t.shown_rows()))}
    natures = [
        f"[{LETTERS[nature]}] {nature}: {words}."
        for nature, words in MEANINGS.items()
        if LETTERS.get(nature) in used
    ]
    about = [
        BLANK_NOTE,
        "A cell is as good as the weakest source row behind it. Where cells of a table differ in that, the weaker "
        "ones carry a letter, and a last column says what the weakest of the row is:",
        *natures,
        "Numbers are rounded once, half away from zero; the dictionary states for each column how far.",
        f"Content of the edition: {edition.content_sha256}",
    ]
    return Cover(
        title=said(f"{edition.title}: tables"),
        intro=[said(line) for line in intro],
        about=[said(line) for line in about],
        width=COVER_WIDTH,
    )


def notes(edition: KeptEdition) -> pd.DataFrame | None:
    """Return the notes of all tables, as gptables numbers them; None where there are none."""
    rows = [
        (name, said(note), edition.label(table))
        for table in edition.tables
        for name, note in zip(note_names(table), table.model.notes, strict=True)
    ]
    columns = ["Reference", "Note", "Table"]
    return pd.DataFrame(rows, columns=columns, dtype=object) if rows else None


def sources(edition: KeptEdition) -> Sheet:
    """Return the sheet of sources: one row for each raw file."""
    rows: list[list[Value]] = []
    for file in edition.files:
        source = edition.sources[file.source]
        of_source = (
            source.title,
            source.publisher,
            source.citation,
            source.licence,
            source.landing_url,
        )
        of_file = (file.vintage, file.nature, file.form, file.file, file.sha256)
        rows.append([cell_text(text) or None for text in (*of_source, *of_file)])
    return _listing("Sources", "sources", "Sources", _SOURCES, rows)


def dictionary_sheet(entries: Sequence[ColumnEntry]) -> Sheet:
    """Return the dictionary: one row for each column of the report's and the sources' tables."""
    rows: list[list[Value]] = []
    for entry in entries:
        codes = "; ".join(entry.codes)
        texts = [entry.table, entry.kind, entry.name, entry.title, entry.unit, entry.type]
        rows.append([cell_text(text) or None for text in [*texts, codes, entry.remark]])
    title = "Dictionary of the columns of the report's tables and of its sources"
    return _listing("Dictionary", "dictionary", title, _DICTIONARY, rows)


def _listing(
    label: str, name: str, title: str, headers: Sequence[str], rows: list[list[Value]]
) -> Sheet:
    return Sheet(
        label=label,
        name=name,
        title=title,
        headers=headers,
        rows=rows,
        formats=[TEXT] * len(headers),
        instructions="This worksheet contains one table. A blank cell means that there is nothing to state.",
    )
