"""`annual-report reconcile EDITION FILE...`: a verdict on every number of a text: a listing, JSON, a page or YAML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import JsonOption, ProjectOption, ShowWithheldOption, project_of
from pipelines.cli.output import emit_document, emit_json, say
from warehouse.errors import DefinitionError

if TYPE_CHECKING:
    from report.reconcile.finding import Reconciliation

NO_EDITION = "-"


def command(
    edition: Annotated[
        str,
        typer.Argument(
            help="The edition, e.g. 2022; - reads the text without any, and lists what it says."
        ),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(help="Texts: .txt, .md, .html, .docx or .pdf.", metavar="FILE..."),
    ],
    project: ProjectOption = None,
    *,
    json: JsonOption = False,
    html: Annotated[
        Path | None, typer.Option(help="Write the texts with every number marked as one page.")
    ] = None,
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="Also list the numbers that are no statements.")
    ] = False,
    bindings: Annotated[
        bool,
        typer.Option(
            "--bindings",
            help="Print entries for raw/editions/EDITION.statements.yaml, for a person to confirm.",
        ),
    ] = False,
    show_withheld: ShowWithheldOption = False,
) -> int:
    """Hold every number of a text against an edition; with - for EDITION, only list what the text says.

    Exit 0 when nothing is against it, 1 when a number is contradicted, stale or misattributed, 2 when a text cannot be
    read, 3 when a number is unproven.
    """
    if json and bindings:
        raise DefinitionError(
            "--json and --bindings both print to the same place", remedy="give one of them"
        )
    if html is not None:
        _refuse_to_overwrite(html, files)
    found = _found(edition, files, project, show_withheld=show_withheld)
    if html is not None:
        _write(html, found)
    if json:
        emit_json(found.as_dict())
    else:
        _print(found, as_bindings=bindings, with_set_aside=set_aside)
    return found.exit_code


def _print(found: Reconciliation, *, as_bindings: bool, with_set_aside: bool) -> None:
    if as_bindings:
        from pipelines.cli.reconcile_bindings import entries

        emit_document(entries(found))
    else:
        from pipelines.cli.reconcile_text import print_reconciliation

        print_reconciliation(found, with_set_aside=with_set_aside)


def _found(
    edition: str, files: list[Path], project: Path | None, *, show_withheld: bool
) -> Reconciliation:
    from report.reconcile.reconciliation import listed, reconcile
    from report.reconcile.withholding import closed_of

    if edition == NO_EDITION:
        return listed(files)
    whole = project_of(project)
    found = reconcile(whole, edition, files)
    return found if show_withheld else closed_of(whole, found)


def _refuse_to_overwrite(html: Path, files: list[Path]) -> None:
    if any(html.resolve() == file.resolve() for file in files):
        raise DefinitionError(
            f"--html {html} is the text itself", remedy="give the page another name"
        )


def _write(path: Path, found: Reconciliation) -> None:
    """Write the page and say where, beside the output that other programs read."""
    from report.reconcile.page import render

    try:
        path.write_bytes(render(found).encode())
    except OSError as error:
        raise DefinitionError(
            f"the page cannot be written: {error.strerror}",
            where=str(path),
            remedy="check that the folder exists and may be written to",
        ) from error
    say(f"Open {path}", error=True)
