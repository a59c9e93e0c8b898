"""`annual-report release EDITION`: freeze an edition as a package that a stranger can verify and re-perform."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json, progress, say, say_lines
from warehouse.visible import on_one_line

if TYPE_CHECKING:
    from report.release.refusal import ReleaseRefused
    from report.release.release import Released

RELEASED, REFUSED = 0, 1


def command(
    edition: EditionArgument,
    project: ProjectOption = None,
    *,
    json: JsonOption = False,
    correction: Annotated[
        str | None,
        typer.Option(
            metavar="REASON", help="Correct what was released: build, and release r<N+1>."
        ),
    ] = None,
    without_git: Annotated[
        bool,
        typer.Option("--without-git", help="Release a project that is in no git repository."),
    ] = False,
) -> int:
    """Freeze an edition under releases/; exit 0 when released, 1 with every reason why not, 2 on wrong usage."""
    from report.release.refusal import ReleaseRefused
    from report.release.release import release

    found = project_of(project)
    try:
        with progress("looking at the tree") as listener:
            made = release(
                found,
                edition,
                correction=correction,
                without_git=without_git,
                command=["annual-report", *sys.argv[1:]],
                listener=listener,
            )
    except ReleaseRefused as refused:
        _show_refusal(refused, as_json=json)
        return REFUSED
    _show(made, as_json=json)
    return RELEASED


def _show(made: Released, *, as_json: bool) -> None:
    from report.release.statements import outcomes
    from report.release.statements import said as said_of

    revision, said = made.revision, made.statement
    place = f"releases/{said.edition}/{revision.name}"
    if as_json:
        whole = {**said.to_json(), "state": "released", "path": place}
        emit_json({**whole, "identity": revision.identity})
        return
    what = f"Released {place}: {said.tables} tables, {said.figures} figures"
    say(f"{what}, identity {revision.identity}")
    for path, counts in outcomes(revision.folder / "data"):
        say(f"{on_one_line(path)}: {said_of(counts)}")
    next_step = f"annual-report sign-off {said.edition} --role preparer --name NAME"
    say(f"Open {revision.folder / 'data' / 'index.html'}")
    say(f"Then {next_step}")


def _show_refusal(refused: ReleaseRefused, *, as_json: bool) -> None:
    if as_json:
        reasons = [reason.as_dict() for reason in refused.reasons]
        emit_json({"edition": refused.edition, "state": "refused", "reasons": reasons})
        return
    say_lines(str(refused), error=True)
