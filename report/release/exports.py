"""What people take away from a release: the audit book, the workbook, the Word document and the charts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from report.book import write_book
from report.evidence.auditing.edition import AuditedEdition
from report.evidence.tracing.figure_traces import FigureTraces
from report.publish.charted import drawn
from report.publish.dictionary import dictionary
from report.publish.kept_edition import edition_in
from report.publish.word import document
from report.publish.workbook import workbook
from warehouse.project import Project

BOOK, EXPORTS = "book", "exports"


def write_exports(
    project: Project,
    traces: FigureTraces,
    audited: AuditedEdition,
    withheld: Collection[str],
    data: Path,
    listener: Callable[[str], None],
) -> None:
    """Write `book/`, and `exports/` with `tables.xlsx`, `tables.docx` and the charts, into a payload.

    Args:
        project: The project, for register, catalogue and documents.
        traces: Traces of the generation's figures.
        audited: The generation's audit.
        withheld: Sources whose licence withholds what their files say.
        data: The payload.
        listener: Called with what is being written.

    Raises:
        ReportError: If the project's register or a document is not as the generation was built with.
    """
    edition = edition_in(project, traces.kept)
    listener("charts")
    charts = drawn(edition)
    write_book(
        project,
        traces.kept,
        data / BOOK,
        audited=audited,
        withheld=withheld,
        listener=listener,
        traces=traces,
        charts=charts,
    )
    folder = data / EXPORTS
    folder.mkdir()
    listener("workbook and Word document")
    (folder / "tables.xlsx").write_bytes(workbook(edition, dictionary(project, edition)))
    (folder / "tables.docx").write_bytes(document(edition, charts))
    for chart in charts:
        (folder / f"{chart.id}.svg").write_bytes(chart.svg)
        (folder / f"{chart.id}.png").write_bytes(chart.png)
