"""The way from sources to a figure as a graph: what stands on it and what was taken from what.

Where a node stands and how it is drawn belongs to `picture`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from report.book.addresses import model_page, source_page
from report.book.shown import counted, replay_words
from report.evidence.tracing.cell_evidence import CellEvidence
from report.evidence.tracing.trace import SourcePart
from warehouse.builder.kept import Kept

FIGURE = ""
"""The key of the figure's own node."""
_FILES_NAMED = 3


@dataclass(frozen=True)
class Node:
    """A figure, a model, or a table of raw rows.

    Attributes:
        key: The table; `FIGURE` for the figure.
        kind: `figure`, `table`, `model`, `source` or `edition`.
        over: What it is, in a word or two.
        title: Its title.
        detail: What is taken of it.
        href: Address of its page from the book's first folder; empty where it has none.
    """

    key: str
    kind: str
    over: str
    title: str
    detail: str
    href: str


@dataclass(frozen=True)
class Edge:
    """Rows of one node that another one takes.

    Attributes:
        start: Key of the node that they are taken from.
        end: Key of the node that takes them.
        rows: How many; 0 for the one cell that a figure is.
    """

    start: str
    end: str
    rows: int


@dataclass(frozen=True)
class Graph:
    """The nodes, the figure first, and what each takes from others."""

    nodes: Mapping[str, Node]
    edges: Sequence[Edge]

    def sources_of(self, key: str) -> list[Edge]:
        """Return what a node takes."""
        return [edge for edge in self.edges if edge.end == key]


def graph_of(kept: Kept, evidence: CellEvidence, sources: Sequence[SourcePart]) -> Graph:
    """Return the graph of a figure's trace.

    Args:
        kept: The generation.
        evidence: The evidence of the figure.
        sources: The raw rows by file, which tell the raw tables that they are in.
    """
    figure = Node(FIGURE, "figure", "Figure", str(evidence.display), "", "")
    nodes = {FIGURE: figure}
    nodes.update((node.key, node) for node in _models(kept, evidence))
    nodes.update((node.key, node) for node in _raw(kept, sources))
    edges = [Edge(evidence.table, FIGURE, 0)]
    for model in evidence.models:
        taken = sorted(model.upstream.items())
        edges += [Edge(t, model.name, rows) for t, rows in taken if rows and t in nodes]
    return Graph(nodes, [edge for edge in edges if edge.start in nodes])


def _models(kept: Kept, evidence: CellEvidence) -> Iterator[Node]:
    for model in evidence.models:
        name, layer = model.name, kept.model(model.name).layer
        kind = "table" if layer == "report" else "model"
        over = "Report table" if kind == "table" else "Worked out"
        detail = f"{counted(model.rows, 'row')}, {replay_words(model.replay)}"
        yield Node(name, kind, over, model.title, detail, model_page(name, layer))


def _raw(kept: Kept, sources: Sequence[SourcePart]) -> Iterator[Node]:
    by_table: dict[str, list[SourcePart]] = {}
    for part in sources:
        by_table.setdefault(part.place.table, []).append(part)
    for table, parts in sorted(by_table.items()):
        place = parts[0].place
        rows = counted(sum(part.count for part in parts), "row")
        if not place.source:
            yield Node(table, "edition", "Edition", "Year and as-of date", rows, "")
            continue
        files = sorted({part.place.file.rpartition("/")[2] for part in parts})
        named = ", ".join(files) if len(files) <= _FILES_NAMED else counted(len(files), "file")
        source = kept.catalog.sources.get(place.source)
        title = source.title if source else place.source
        over = f"Source · {place.vintage}"
        yield Node(table, "source", over, title, f"{rows} of {named}", source_page(place.source))
