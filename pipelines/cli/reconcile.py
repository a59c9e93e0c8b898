"""`annual-report reconcile EDITION FILE...`: a verdict on every number of a text: a listing, JSON, a page or YAML."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from pipelines.cli.kept_places import real, refuse_kept
from pipelines.cli.options import (
    JsonOption,
    ProjectOption,
    ShowWithheldOption,
    only_one,
    project_of,
)
from pipelines.cli.output import emit_document, emit_json, say
from warehouse.errors import DefinitionError

if TYPE_CHECKING:
    from report.reconcile.finding import Reconciliation
    from warehouse.project import Project

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
    only_one(json=json, bindings=bindings)
    if html is not None:
        _refuse_to_overwrite(html, files)
        refuse_kept(_project_around(edition, project), html)
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
    from report.reconcile.withholding import closed_reconciliation

    if edition == NO_EDITION:
        return listed(files)
    whole = project_of(project)
    found = reconcile(whole, edition, files)
    return found if show_withheld else closed_reconciliation(whole, found)


def _project_around(edition: str, project: Path | None) -> Project | None:
    """Return the project; without an edition there need be none."""
    try:
        return project_of(project)
    except DefinitionError:
        if edition == NO_EDITION and project is None:
            return None
        raise


def _refuse_to_overwrite(html: Path, files: list[Path]) -> None:
    if any(real(html) == real(file) for file in files):
        raise DefinitionError(
            f"--html {html} is the text itself", remedy="give the page another name"
        )


def _write(path: Path, found: Reconciliation) -> None:
    """Write the page and say where, beside the output that other programs read."""
    from report.publish.placing import place
    from report.reconcile.page import render

    content = render(found).encode()
    place(path, partial(_put, content))
    say(f"Open {path}", error=True)


def _put(content: bytes, file: BinaryIO) -> None:
    file.write(content)
