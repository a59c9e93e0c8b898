"""`annual-report book EDITION`: the audit book of the current build, a static site for a browser without a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.kept_places import refuse_kept
from pipelines.cli.options import EditionArgument, ProjectOption, ShowWithheldOption, project_of
from pipelines.cli.output import progress, say

if TYPE_CHECKING:
    from report.book import BookSummary
    from warehouse.project import Project


def command(
    edition: EditionArgument,
    project: ProjectOption = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the book; by default warehouse/build/EDITION/book."),
    ] = None,
    text: Annotated[
        list[Path] | None,
        typer.Option("--text", help="A published text or a draft, to be shown with its verdicts."),
    ] = None,
    *,
    show_withheld: ShowWithheldOption = False,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> int:
    """Write the audit book of the last complete build: from each sentence to the line of a source file by clicking."""
    from report.book import BOOK_FOLDER

    found = project_of(project)
    folder = out or found.build / edition / BOOK_FOLDER
    refuse_kept(found, folder)
    summary = _write(found, edition, folder, text or [], show_withheld=show_withheld)
    size = f"{summary.size / 1_000_000:,.1f} MB"
    words = (
        f"{summary.pages:,} pages, {summary.figures:,} figures, {summary.tables:,} tables, {size}"
    )
    say(f"Book of edition {edition}: {words}")
    say(f"Open {summary.index}")
    if open_:
        import webbrowser

        webbrowser.open(summary.index.resolve().as_uri())
    return 0


def _write(
    project: Project, edition: str, folder: Path, texts: list[Path], *, show_withheld: bool
) -> BookSummary:
    from report.book import write_book
    from report.evidence.auditing.edition import audit_edition
    from report.evidence.withholding import withheld_of
    from warehouse.builder.kept import Kept

    kept = Kept.current(project, edition)
    withheld = set() if show_withheld else withheld_of(project, kept)
    with progress("auditing") as listener:
        with kept.connection() as connection:
            audited = audit_edition(kept, connection, listener)
        return write_book(
            project,
            kept,
            folder,
            audited=audited,
            withheld=withheld,
            texts=texts,
            listener=listener,
        )
