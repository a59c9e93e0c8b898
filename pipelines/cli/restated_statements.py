"""`annual-report restated-statements EDITION [FILE...]`: what newer vintages no longer bear out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json, progress, say

if TYPE_CHECKING:
    from report.reconcile.restated import RestatedStatement

NONE_RESTATED, SOME_RESTATED = 0, 1


def command(
    edition: EditionArgument,
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="The texts; by default those that the edition registers."),
    ] = None,
    project: ProjectOption = None,
    *,
    json: JsonOption = False,
) -> int:
    """List the statements of an edition's texts that newer vintages no longer bear out; exit 1 when there are some."""
    from report.reconcile.restated import restated_statements

    with progress("building a trial with the newest vintages"):
        found = restated_statements(project_of(project), edition, files or ())
    if json:
        document = {"edition": edition, "restated": [one.as_dict() for one in found]}
        emit_json(document)
    else:
        for one in found:
            _print(one)
        say(f"{len(found)} statements restated" if found else "No statement is restated")
    return SOME_RESTATED if found else NONE_RESTATED


def _print(one: RestatedStatement) -> None:
    vintages = ", ".join(f"{name} {old} to {new}" for name, (old, new) in one.vintages.items())
    lines = (
        f"{one.document}, paragraph {one.paragraph}: {one.text}",
        f"  in: {one.sentence}",
        f"  {one.figure}: {one.old}; now {one.new or 'not given any more'} ({one.verdict})",
        f"  say: {one.rewording}" if one.rewording else "",
        f"  because of: {vintages}" if vintages else "",
    )
    for line in filter(None, lines):
        say(line)
