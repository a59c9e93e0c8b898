"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from warehouse.errors import DefinitionError
from warehouse.project import Project

EditionArgument = Annotated[str, typer.Argument(help="The edition, e.g. 2022.")]
ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project", help="Folder of the project; by default the one around the working folder."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")]

ShowWithheldOption = Annotated[
    bool,
    typer.Option(
        "--show-withheld/--withhold",
        help="Show also what files say whose licence forbids to pass them on; by default it is left out, "
        "as in a release.",
    ),
]


def project_of(option: Path | None) -> Project:
    """Return the project that a command works on."""
    return Project.find(option)


def only_one(**given: bool) -> None:
    """Refuse options of which each says what is printed, rather than print one and pass over the others.

    Args:
        given: Whether each was given, by its name without dashes.

    Raises:
        DefinitionError: If more than one was.
    """
    names = [f"--{name}" for name, is_given in given.items() if is_given]
    if len(names) > 1:
        raise DefinitionError(
            f"{' and '.join(names)} both say what is printed", remedy="give one of them"
        )


def day_of(option: str) -> dt.date:
    """Return the day that `--date` gives, today in UTC when it is not given; raises DefinitionError when it is none."""
    if not option:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.date.fromisoformat(option)
    except ValueError as error:
        raise DefinitionError(
            f"--date {option!r}", expected="a day that exists, YYYY-MM-DD"
        ) from error
