"""`annual-report dictionary EDITION [OUT.md]`: columns, units, codes and rules of every table and source."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from pipelines.cli.kept_places import refuse_kept
from pipelines.cli.options import EditionArgument, ProjectOption, project_of
from pipelines.cli.output import emit_document


def command(
    edition: EditionArgument,
    out: Annotated[
        Path | None, typer.Argument(help="Markdown file to write; the terminal without it.")
    ] = None,
    project: ProjectOption = None,
) -> int:
    """Write the dictionary of the last complete build as Markdown."""
    from report.publish.dictionary import dictionary, rules_across
    from report.publish.dictionary_text import markdown
    from report.publish.kept_edition import open_edition
    from report.publish.placing import place

    found = project_of(project)
    if out is not None:
        refuse_kept(found, out)
    kept = open_edition(found, edition)
    text = markdown(kept, dictionary(found, kept), rules_across(found, kept))
    if out is None:
        emit_document(text)
    else:
        place(out, partial(_put, text))
    return 0


def _put(text: str, file: BinaryIO) -> None:
    file.write(text.encode("utf-8"))
