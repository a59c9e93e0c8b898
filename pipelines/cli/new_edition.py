"""`annual-report new-edition YEAR`: register a next edition from the last one, for a person to complete."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import ProjectOption, day_of, project_of
from pipelines.cli.output import say
from warehouse import folders
from warehouse.builder.raw_change import change
from warehouse.calendar import propose
from warehouse.edition import load_edition
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_edition
from warehouse.placing import move, write_text


def command(
    year: Annotated[str, typer.Argument(help="The new edition, e.g. 2023.")],
    project: ProjectOption = None,
    date: Annotated[
        str, typer.Option(help="Day to take vintages up to, YYYY-MM-DD; by default today.")
    ] = "",
) -> int:
    """Write raw/editions/YEAR.yaml from the last edition, with the newest vintages; never over an existing one."""
    found = project_of(project)
    day = day_of(date)
    path = found.editions / f"{check_edition(year)}.yaml"
    with change(found, folders.EDITIONS) as aside:
        if path.exists():
            raise DefinitionError(
                f"edition {year} exists already", where=found.shown(path), remedy="edit that file"
            )
        staged = aside.editions / path.name
        write_text(staged, propose(found, year, day))
        edition = load_edition(aside, year)
        move(staged, path)
    say(f"Wrote {found.shown(path)}: as of {edition.as_of}, due {edition.due}.")
    then = f"annual-report status {year}; annual-report build {year}"
    say(f"Check its title, dates and pins, then: {then}")
    return 0
