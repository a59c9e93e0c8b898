"""Writing the book: pages, style, script and search entries into one folder, which is put in place when it is whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.book.addresses import INDEX, chart_file
from report.book.contents import Contents, gather
from report.book.pages import pages
from report.book.placing import MARKER, in_place
from report.book.rendering import Renderer
from report.book.search import search_script
from report.evidence.auditing.edition import AuditedEdition
from report.evidence.tracing.figure_traces import FigureTraces
from report.publish.files import write_json
from warehouse.builder.kept import Kept
from warehouse.project import Project

if TYPE_CHECKING:
    from report.publish.charts import Chart

SCHEMA = "annual-report/book/1"
BOOK_FOLDER = "book"
"""Name of the folder of an edition's book, beside its generations."""
_ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True)
class BookSummary:
    """What was written.

    Attributes:
        index: The page to open first.
        pages: How many pages there are.
        figures: How many figures have a page.
        tables: How many report tables.
        sources: How many sources.
        texts: How many texts.
        size: All files together, in bytes.
    """

    index: Path
    pages: int
    figures: int
    tables: int
    sources: int
    texts: int
    size: int


def write_book(
    project: Project,
    kept: Kept,
    folder: Path,
    *,
    audited: AuditedEdition | None = None,
    withheld: Collection[str] = (),
    texts: Sequence[Path] = (),
    listener: Callable[[str], None] = lambda _: None,
    traces: FigureTraces | None = None,
    charts: Sequence[Chart] | None = None,
) -> BookSummary:
    """Write the audit book of a generation: the same bytes for the same generation, wherever it is written.

    Args:
        project: The project, for its register, catalogue and documents.
        kept: The generation.
        folder: Where the book shall stand; an earlier book there is replaced in one step.
        audited: The audit of the generation; the book says that there is none where it is not given.
        withheld: Sources whose licence withholds what their files say: their rows have a place and no values.
        texts: Files of documents that are registered without one (told by their digest), and drafts.
        listener: Called with what is being worked on.
        traces: Traces of the generation's figures, where somebody has them already.
        charts: The charts of its tables, likewise.

    Raises:
        ReportError: If the folder holds something else than a book, or cannot be written to.
        DefinitionError: If the register, the catalogue or a document is not as it was built with.
        DocumentError: If a text cannot be read.
    """
    contents = gather(
        project,
        kept,
        audited=audited,
        withheld=withheld,
        texts=texts,
        listener=listener,
        traces=traces,
        charts=charts,
    )
    with in_place(folder) as work:
        listener("pages")
        return _written(contents, work, folder)


def _written(contents: Contents, work: Path, folder: Path) -> BookSummary:
    """Write a book under a name of its own and return what it will be in its place."""
    count = _write_pages(contents, work)
    write_json(work / MARKER, _marker(contents, count))
    size = sum(path.stat().st_size for path in work.rglob("*") if path.is_file())
    return BookSummary(
        index=folder / INDEX,
        pages=count,
        figures=len(contents.figures),
        tables=len(contents.tables),
        sources=len(contents.sources),
        texts=len(contents.texts),
        size=size,
    )


def _write_pages(contents: Contents, folder: Path) -> int:
    """Write everything but the marker and return the number of pages."""
    (folder / "assets").mkdir()
    for asset in sorted(_ASSETS.iterdir()):
        (folder / "assets" / asset.name).write_bytes(asset.read_bytes())
    entries = search_script(contents)
    (folder / "assets" / "entries.js").write_bytes(entries.encode("ascii"))
    for chart in contents.charts.values():
        path = folder / chart_file(chart.table)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(chart.svg)
    renderer = Renderer(contents=contents)
    count = 0
    for page in pages(contents):
        text = renderer.page(page.template, page.address, **page.given)
        path = folder / page.address
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        count += 1
    return count


def _marker(contents: Contents, count: int) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "edition": contents.edition.name,
        "content_sha256": contents.edition.content_sha256,
        "pages": count,
        "texts": [text.part.document.document.sha256 for text in contents.texts],
        "withheld": sorted(contents.withheld),
    }
