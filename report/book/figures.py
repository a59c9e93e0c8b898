"""The figures of the book: each traced once, with what its page and all pages that name it say of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from report.book.addresses import figure_page, row_address
from report.book.evidence_files import ROWS_LISTED, EvidenceFile, evidence_files
from report.book.lineage import Graph, graph_of
from report.book.shown import counted, cut, exact_text
from report.evidence.tracing.cell_evidence import AggregateParts, CellEvidence, Readded
from report.evidence.tracing.figure_traces import FigureTraces
from report.evidence.tracing.recheck import recheck
from report.evidence.withholding import closed_by_sources, withhold
from report.figures.catalogue import Figure
from report.figures.plain import Plain
from report.figures.published import PublishedFigure, figures_of
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import read_manifest
from warehouse.errors import DefinitionError
from warehouse.row_ids import at_in_words, column_of, file_of, line_of

_ROUNDINGS = {
    "half_up": "half away from zero",
    "half_even": "half to even",
    "down": "towards zero",
    "up": "away from zero",
}


@dataclass(frozen=True)
class BookFigure:
    """One figure.

    Attributes:
        published: The figure as the build wrote it.
        entry: Its entry in the project's catalogue; None where that has changed since.
        row: The row of its table, from 1.
        exact: The unrounded value with all its digits.
        evidence: What it rests on, closed to what is withheld.
        added: How it is added up again from its raw rows; None where that is not declared, or not all rows are shown.
        not_added: Why that does not give the figure; empty where it does.
        files: Its evidence by file.
        graph: The way from its sources.
    """

    published: PublishedFigure
    entry: Figure | None
    row: int
    exact: str
    evidence: CellEvidence
    added: Readded | None
    not_added: str
    files: Sequence[EvidenceFile]
    graph: Graph

    @property
    def id(self) -> str:
        """Its id."""
        return self.published.id

    @property
    def address(self) -> str:
        """Its page, from the book's first folder."""
        return figure_page(self.id)

    @property
    def cell(self) -> str:
        """The row of its table, from the book's first folder."""
        return row_address(self.published.table, self.row)

    @property
    def is_verified(self) -> bool:
        """Whether every model on the way gives the traced rows again from their evidence alone."""
        return self.evidence.is_verified

    @property
    def sources(self) -> list[str]:
        """The sources that rows of its evidence come from, by name."""
        return sorted({file.source for file in self.files if file.source})

    @property
    def rows(self) -> int:
        """How many raw rows feed its value, the edition's own definition apart."""
        return sum(f.by_role.get("value", 0) for f in self.evidence.files if f.source)

    @property
    def rounding(self) -> str:
        """How the published number comes from the unrounded one, in words; empty where an old build did not tell."""
        given = self.published
        if given.decimals is None:
            return ""
        decimals, scale = given.decimals, given.scale
        places = counted(decimals, "decimal place") if decimals > 0 else "a whole number"
        if decimals < 0:
            places = f"the nearest {10**-decimals:,}"
        unit = "" if scale == "one" else f"in {scale}s, "
        return f"{unit}rounded to {places}, {_ROUNDINGS[given.rounding]}"


def book_figures(
    traces: FigureTraces,
    catalogue: Sequence[Figure],
    withheld: Collection[str],
    listener: Callable[[str], None],
) -> Iterator[BookFigure]:
    """Yield the figures of a generation in the catalogue's order, each traced.

    Args:
        traces: Traces of the generation's figures.
        catalogue: The project's figures.
        withheld: Sources whose licence withholds what their files say.
        listener: Called with the id of each figure as its trace begins.
    """
    kept = traces.kept
    entries, closed = {figure.id: figure for figure in catalogue}, closed_by_sources(kept, withheld)
    for published in figures_of(read_manifest(kept.folder)):
        listener(published.id)
        traced, whole = traces.of(published, ROWS_LISTED)
        evidence = withhold(whole, closed)
        added, not_added = _added(kept, published, evidence)
        yield BookFigure(
            published=published,
            entry=entries.get(published.id),
            row=traced.target.row_id,
            exact=exact_text(traced.value),
            evidence=evidence,
            added=added,
            not_added=not_added,
            files=evidence_files(evidence),
            graph=graph_of(kept, evidence, traced.sources),
        )


def _added(
    kept: Kept, published: PublishedFigure, evidence: CellEvidence
) -> tuple[Readded | None, str]:
    try:
        return recheck(kept.catalog.sources, published, evidence), ""
    except DefinitionError as error:
        return None, str(error)


@dataclass(frozen=True)
class ShownPart:
    """What one combination of rows puts into an aggregate, and where these rows are, in words."""

    value: str
    places: Sequence[str]


@dataclass(frozen=True)
class ShownAggregate:
    """An aggregate on the way with its parts as the page lists them.

    Attributes:
        found: The aggregate.
        total: Its total with all digits; empty where it is withheld.
    """

    found: AggregateParts
    total: str
    parts: Sequence[ShownPart]


def contributions(kept: Kept, figure: BookFigure) -> Iterator[ShownAggregate]:
    """Yield what each row puts into an aggregate on the way, with the row's place in words."""
    for entry in figure.evidence.contributions:
        parts = [
            ShownPart(
                cut(part.get("value")),
                [_place(kept, name, row) for name, row in part.items() if name != "value"],
            )
            for part in entry.parts
        ]
        total = "" if entry.is_total_withheld else exact_text(entry.total)
        yield ShownAggregate(entry, total, parts)


def _place(kept: Kept, name: str, row: Plain) -> str:
    """Return where an upstream row is: its file and line, or its number in its table."""
    if not isinstance(row, int):
        return ""
    place = kept.places.get(file_of(row))
    if place is None:
        return f"{name}, row {row}"
    sheet = f", sheet {place.sheet}" if place.sheet else ""
    return f"{place.file}{sheet}, line {at_in_words(line_of(row), column_of(row))}"
