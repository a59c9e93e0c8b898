"""Everything that the book says of an edition, gathered once before its pages are written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from report.book.figures import BookFigure, book_figures
from report.book.texts import BookText, book_texts
from report.evidence.auditing.edition import AuditedEdition
from report.evidence.auditing.withholding import withhold_audit
from report.evidence.tracing.figure_traces import FigureTraces
from report.evidence.withholding import closed_by_sources
from report.figures.catalogue import load_catalogue
from report.publish.charted import drawn
from report.publish.dictionary import ColumnEntry, dictionary, rules_across
from report.publish.kept_edition import KeptEdition, edition_in
from report.publish.tables import PublishedTable
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import Manifest, read_manifest
from warehouse.edition import Edition, RegisteredDocument, load_edition
from warehouse.model import Model, load_models
from warehouse.project import Project
from warehouse.sources.register import Source, load_source

if TYPE_CHECKING:
    from report.publish.charts import Chart


@dataclass(frozen=True)
class Contents:
    """What the book says.

    Attributes:
        kept: The generation.
        edition: The edition as it was built.
        registered: The edition as it is registered.
        manifest: What the build wrote: figures, tables, problems.
        figures: Figures by id, in the catalogue's order.
        texts: Texts with their verdicts.
        unread: Registered documents whose text is not in the project.
        sources: Sources by name, as they are registered.
        checks: Rules across tables, by name.
        charts: Charts by their table.
        dictionary: Columns of all tables.
        rules: Source table -> its rules across columns.
        audited: The audit; None where none was made.
        withheld: Sources whose licence withholds what their files say.
    """

    kept: Kept
    edition: KeptEdition
    registered: Edition
    manifest: Manifest
    figures: Mapping[str, BookFigure]
    texts: Sequence[BookText]
    unread: Sequence[RegisteredDocument]
    sources: Mapping[str, Source]
    checks: Sequence[Model]
    charts: Mapping[str, Chart]
    dictionary: Sequence[ColumnEntry]
    rules: Mapping[str, Sequence[str]]
    audited: AuditedEdition | None
    withheld: Collection[str]

    @cached_property
    def tables(self) -> dict[str, PublishedTable]:
        """Report tables by name, in the report's order."""
        return {table.model.name: table for table in self.edition.tables}

    @cached_property
    def vintages(self) -> dict[str, str]:
        """The vintage of each source that the edition was built from."""
        return {file.source: file.vintage for file in self.edition.files}

    @cached_property
    def figures_of_table(self) -> dict[str, list[BookFigure]]:
        """Figures by their table."""
        found: dict[str, list[BookFigure]] = {}
        for figure in self.figures.values():
            found.setdefault(figure.published.table, []).append(figure)
        return found


def gather(
    project: Project,
    kept: Kept,
    *,
    audited: AuditedEdition | None,
    withheld: Collection[str],
    texts: Sequence[Path],
    listener: Callable[[str], None],
    traces: FigureTraces | None,
    charts: Sequence[Chart] | None,
) -> Contents:
    """Return the contents of a book; see `report.book.write_book` for what is given and raised."""
    edition = edition_in(project, kept)
    registered = load_edition(project, edition.name)
    with ExitStack() as stack:
        shared = traces or FigureTraces(kept, stack.enter_context(kept.connection()))
        catalogue = load_catalogue(project)
        figures = {f.id: f for f in book_figures(shared, catalogue, withheld, listener)}
    listener("texts")
    shown, unread = book_texts(project, kept, registered, texts, withheld)
    models = load_models(project).values()
    return Contents(
        kept=kept,
        edition=edition,
        registered=registered,
        manifest=read_manifest(kept.folder),
        figures=figures,
        texts=shown,
        unread=unread,
        sources={name: load_source(project, name) for name in sorted(edition.sources)},
        checks=sorted((m for m in models if m.layer == "checks"), key=lambda m: m.name),
        charts={c.table: c for c in (drawn(edition) if charts is None else charts)},
        dictionary=dictionary(project, edition),
        rules=rules_across(project, edition),
        audited=audited and withhold_audit(audited, closed_by_sources(kept, withheld)),
        withheld=frozenset(withheld),
    )
