"""`annual-report pin EDITION SOURCE VINTAGE`: let an open edition rest on another vintage."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import EditionArgument, ProjectOption, project_of
from pipelines.cli.output import say


def command(
    edition: EditionArgument,
    source: Annotated[str, typer.Argument(help="A source that the edition uses.")],
    vintage: Annotated[str, typer.Argument(help="A registered vintage of it.")],
    project: ProjectOption = None,
    after_as_of: Annotated[
        str, typer.Option(help="Why a vintage later than the edition's as-of date may be used.")
    ] = "",
) -> int:
    """Write the pin into raw/editions/EDITION.yaml, and leave every other sign of it as it was."""
    from warehouse.builder.pinning import pin

    before = pin(project_of(project), edition, source, vintage, after_as_of)
    if before == vintage:
        say(f"Edition {edition} pinned {vintage} of {source} already.")
        return 0
    say(f"Edition {edition} rests on vintage {vintage} of {source}; before, on {before}.")
    say(f"Then: annual-report build {edition}")
    return 0
