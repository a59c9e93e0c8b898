"""`annual-report conclude FIGURE`: an auditor's conclusion, appended beside the release that it is about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json, say
from warehouse.errors import DefinitionError
from warehouse.listing import listed
from warehouse.project import Project


def command(
    figure: Annotated[str, typer.Argument(help="The figure's id.")],
    grade: Annotated[str, typer.Option("--as", help="sufficient, not or undetermined.")],
    by: Annotated[str, typer.Option(help="The auditor's name.")],
    why: Annotated[str, typer.Option(help="The grounds.")],
    release: Annotated[
        Path | None, typer.Option(help="Folder of the release; by default the project's newest.")
    ] = None,
    project: ProjectOption = None,
    *,
    json: JsonOption = False,
) -> int:
    """Append a conclusion on a figure to conclusions/conclusions.jsonl of a release; nothing is ever rewritten."""
    from report.release.conclude import FILE, conclude, head_of

    folder = release or _newest(project_of(project))
    entry = conclude(folder, figure, grade, by, why)
    if json:
        emit_json({**entry, "head": head_of(entry)})
    else:
        say(f"{entry['figure']}: {entry['as']}, in {folder / FILE}")
        say(
            f"note its sha256, {head_of(entry)}: verify --conclusions shows that none up to it is gone"
        )
    return 0


def _newest(project: Project) -> Path:
    from report.release.revisions import revision

    editions = [f.name for f in listed(project.releases) if (f / "r1").exists()]
    if not editions:
        raise DefinitionError("the project has no release", remedy="give one with --release PATH")
    return revision(project, editions[-1]).folder
