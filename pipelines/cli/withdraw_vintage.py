"""`annual-report withdraw-vintage SOURCE DATE --by NAME --why TEXT`: take a vintage out that no release holds."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import ProjectOption, project_of
from pipelines.cli.output import say


def command(
    source: Annotated[str, typer.Argument(help="The source's folder name under raw/.")],
    date: Annotated[str, typer.Argument(help="The vintage.")],
    by: Annotated[str, typer.Option(help="Who withdraws it.")],
    why: Annotated[str, typer.Option(help="The reason; both are kept in source.yaml.")],
    project: ProjectOption = None,
) -> int:
    """Take a vintage out of the register and of raw/; refused while an edition or a comparison rests on it."""
    from warehouse.builder.withdrawing import withdraw

    taken = withdraw(project_of(project), source, date, by=by, why=why)
    names = ", ".join(file.path for file in taken.files)
    say(f"Withdrew vintage {date} of {source} ({names}); source.yaml keeps who, when, why and the")
    say("digests of its files. The same release, or its corrected one, can come in again.")
    return 0
