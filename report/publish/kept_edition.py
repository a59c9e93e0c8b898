"""A built edition read back from its generation as it is published, for outputs that are made on demand.

Tables are rounded again from the unrounded ones by the same code as the build's; nothing is built. What the outputs
look like belongs to `workbook` and `word`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow.parquet

from report.publish.tables import PublishedTable, published
from warehouse.builder.cell_natures import CellNatures
from warehouse.builder.edition_table import NAME as EDITION_TABLE
from warehouse.builder.kept import KEPT_MODELS, Kept
from warehouse.builder.kept_catalog import RawFilePlace, SourceCredit
from warehouse.builder.manifest import TableEntry, read_manifest
from warehouse.edition import load_edition
from warehouse.model import parse_model
from warehouse.natures import NATURES
from warehouse.project import Project
from warehouse.sources.register import FORMS


@dataclass(frozen=True)
class KeptEdition:
    """An edition as its current generation holds it.

    Attributes:
        as_of: The day it was published; outputs carry it in place of the day they were made.
        period: First and last day that it reports on.
        tables: Its report tables, by number.
        sources: Title, publisher, citation, licence and address of each source, by name.
        files: The raw files that it was built from, by source and path.
    """

    name: str
    title: str
    publisher: str
    period: tuple[dt.date, dt.date]
    as_of: dt.date
    is_draft: bool
    content_sha256: str
    tables: tuple[PublishedTable, ...]
    sources: Mapping[str, SourceCredit]
    files: tuple[RawFilePlace, ...]

    def label(self, table: PublishedTable) -> str:
        """Return how a table is called for short: its number, or its name where that tells it apart."""
        numbers = [other.model.number for other in self.tables]
        number = table.model.number
        is_told_apart = number is not None and numbers.count(number) == 1
        return f"Table {number}" if is_told_apart else table.model.name

    def credits(self, table: PublishedTable) -> list[str]:
        """Return the sources of a table, each in a few words: publisher, title, vintage."""
        vintages = {file.source: file.vintage for file in self.files}
        return [
            f"{self.sources[name].publisher}, {self.sources[name].title}, {vintages[name]}"
            for name in table.sources
        ]


def open_edition(project: Project, name: str) -> KeptEdition:
    """Return an edition from its current generation.

    Raises:
        GateError: If it has not been built.
    """
    return edition_in(project, Kept.current(project, name))


def edition_in(project: Project, kept: Kept) -> KeptEdition:
    """Return an edition from one generation of it."""
    name = kept.catalog.edition
    manifest = read_manifest(kept.folder)
    row = pyarrow.parquet.read_table(kept.tables[EDITION_TABLE]).to_pylist()[0]
    files = sorted(kept.places.values(), key=lambda place: (place.source, place.file, place.sheet))
    return KeptEdition(
        name=name,
        title=manifest.title,
        publisher=load_edition(project, name).publisher,
        period=(row["period_start"], row["period_end"]),
        as_of=row["as_of"],
        is_draft=manifest.is_draft,
        content_sha256=manifest.content_sha256,
        tables=tuple(_table(kept, entry) for entry in manifest.tables),
        sources=kept.catalog.sources,
        files=tuple(place for place in files if place.source),
    )


def _table(kept: Kept, entry: TableEntry) -> PublishedTable:
    name = entry.id
    given = kept.model(name)
    # The head as it was built, also where the project's own file has been changed since.
    path = kept.folder / KEPT_MODELS / f"{name}.sql"
    model = parse_model(given.sql, path, given.layer, f"the built model {name}")
    return published(
        model,
        kept.tables[name],
        natures=_natures(kept, name),
        sources=list(entry.sources),
        content=entry.content_sha256,
    )


def _natures(kept: Kept, table: str) -> CellNatures:
    natures: dict[str, list[int]] = {}
    forms: dict[str, list[int]] = {}
    # The file lists column by column, rows in order.
    for (_, column), (nature, form) in kept.natures(table).items():
        natures.setdefault(column, []).append(NATURES.index(nature))
        forms.setdefault(column, []).append(FORMS.index(form))
    codes = [
        {name: np.array(values, dtype=np.uint8) for name, values in columns.items()}
        for columns in (natures, forms)
    ]
    return CellNatures(*codes)
