"""`annual-report release EDITION`: freeze an edition as a package that a stranger can verify and re-perform."""

from __future__ import annotations

import json as json_format
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.summary import console
from warehouse.visible import visible

if TYPE_CHECKING:
    from report.release.refusal import ReleaseRefused
    from report.release.release import Released

RELEASED, REFUSED = 0, 1


def command(
    edition: EditionArgument,
    project: ProjectOption = None,
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
    with Console(stderr=True).status("looking at the tree") as status:
        try:
            made = release(
                found,
                edition,
                correction=correction,
                without_git=without_git,
                command=["annual-report", *sys.argv[1:]],
                listener=status.update,
            )
        except ReleaseRefused as refused:
            _show_refusal(refused, as_json=json)
            return REFUSED
    _show(made, as_json=json)
    return RELEASED


def _show(made: Released, *, as_json: bool) -> None:
    revision, said = made.revision, made.statement
    place = f"releases/{said.edition}/{revision.name}"
    if as_json:
        _print(
            {**said.to_json(), "state": "released", "path": place, "identity": revision.identity}
        )
        return
    what = f"Released {place}: {said.tables} tables, {said.figures} figures"
    screen = console()
    screen.print(Text(f"{what}, identity {revision.identity}"), soft_wrap=True)
    next_step = f"annual-report sign-off {said.edition} --role preparer --name NAME"
    screen.print(Text(f"Open {revision.folder / 'data' / 'index.html'}"), soft_wrap=True)
    screen.print(Text(f"Then {next_step}"), soft_wrap=True)


def _show_refusal(refused: ReleaseRefused, *, as_json: bool) -> None:
    if as_json:
        reasons = [reason.as_dict() for reason in refused.reasons]
        _print({"edition": refused.edition, "state": "refused", "reasons": reasons})
        return
    screen = console()
    screen.stderr = True
    screen.print(Text("\n".join(map(visible, str(refused).split("\n")))), soft_wrap=True)


def _print(value: dict[str, object]) -> None:
    print(json_format.dumps(value, ensure_ascii=False, indent=1))
