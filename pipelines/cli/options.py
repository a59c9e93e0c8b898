"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.project import Project

EditionArgument = Annotated[str, typer.Argument(help="The edition, e.g. 2022.")]
ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project", help="Folder of the project; by default the one around the working folder."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")]


def project_of(option: Path | None) -> Project:
    """Return the project that a command works on."""
    return Project.find(option)
