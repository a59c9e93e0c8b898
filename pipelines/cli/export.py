"""`annual-report export EDITION OUT ...`: a built edition's tables as a workbook (.xlsx) or for Word (.docx)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from pipelines.cli.kept_places import refuse_kept
from pipelines.cli.options import EditionArgument, ProjectOption, project_of
from pipelines.cli.output import say
from warehouse.errors import ReportError

if TYPE_CHECKING:
    from report.publish.kept_edition import KeptEdition
    from warehouse.project import Project


def command(
    edition: EditionArgument,
    out: Annotated[
        list[Path], typer.Argument(help="Files to write: .xlsx for a workbook, .docx for Word.")
    ],
    project: ProjectOption = None,
) -> int:
    """Write the tables of the last complete build as a workbook, a Word document, or both; nothing is built."""
    from report.publish.kept_edition import open_edition
    from report.publish.placing import place

    for path in out:
        _check(path)
    found = project_of(project)
    refuse_kept(found, *out)
    kept = open_edition(found, edition)
    for path in out:
        content = _MAKERS[path.suffix.lower()](found, kept)
        place(path, partial(_put, content))
        say(f"Wrote {path}")
    return 0


def _workbook(project: Project, edition: KeptEdition) -> bytes:
    from report.publish.dictionary import dictionary
    from report.publish.workbook import workbook

    return workbook(edition, dictionary(project, edition))


def _word(_: Project, edition: KeptEdition) -> bytes:
    from report.publish.charted import drawn
    from report.publish.word import document

    return document(edition, drawn(edition))


_MAKERS: dict[str, Callable[[Project, KeptEdition], bytes]] = {".xlsx": _workbook, ".docx": _word}


def _check(path: Path) -> None:
    if path.suffix.lower() not in _MAKERS:
        raise ReportError(
            f"{path.name} is of no form that is known",
            expected="a name that ends in .xlsx or .docx",
            remedy="annual-report export EDITION tables.xlsx tables.docx",
        )


def _put(content: bytes, file: BinaryIO) -> None:
    file.write(content)
