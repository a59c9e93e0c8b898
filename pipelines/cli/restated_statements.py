"""`annual-report restated-statements EDITION [FILE...]`: what newer vintages no longer bear out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json, progress, say, say_lines
from warehouse.visible import on_one_line

if TYPE_CHECKING:
    from report.reconcile.restated import RestatedStatement

NONE_RESTATED, SOME_RESTATED, SOME_UNTRIED = 0, 1, 3


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
    """List the statements of an edition's texts that newer vintages no longer bear out.

    Exit 1 when there are some; 3 when there are none, but a newest vintage cannot be built with.
    """
    from report.reconcile.restated import restatement

    with progress("building a trial with the newest vintages"):
        whole = restatement(project_of(project), edition, files or ())
    found, blocked = whole.statements, whole.blocked
    if json:
        restated = [one.as_dict() for one in found]
        emit_json({"edition": edition, "restated": restated, "blocked": dict(blocked)})
    else:
        for one in found:
            _print(one)
        say(f"{len(found)} statements restated" if found else "No statement is restated")
        for source, fault in blocked.items():
            say(f"Not tried: the newest vintage of {source}; what rests on it was not looked at")
            say_lines(f"  {on_one_line(fault)}")
    if found:
        return SOME_RESTATED
    return SOME_UNTRIED if blocked else NONE_RESTATED


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
