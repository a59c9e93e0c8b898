"""`annual-report add-vintage SOURCE DATE FILE...`: copy, hash, validate, compare and register a vintage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import ProjectOption, ShowWithheldOption, project_of
from pipelines.cli.output import progress, say
from pipelines.cli.summary import print_problems


def command(
    source: Annotated[str, typer.Argument(help="The source's folder name under raw/.")],
    date: Annotated[
        str, typer.Argument(help="The provider's release date, YYYY-MM-DD (or YYYY-MM).")
    ],
    files: Annotated[
        list[str],
        typer.Argument(
            help="FILE, or TABLE=FILE where the source has several tables; ONE,OTHER=FILE."
        ),
    ],
    project: ProjectOption = None,
    release: Annotated[str, typer.Option(help="Title of the release; by default the date.")] = "",
    nature: Annotated[
        str,
        typer.Option(
            help="measured, estimate, provisional, stated or synthetic; by default as before."
        ),
    ] = "",
    form: Annotated[
        str, typer.Option(help="'as received' or 'transcribed'; by default as before.")
    ] = "",
    layout: Annotated[
        Path | None,
        typer.Option(
            help="YAML file: the `reader` and `schema` of each table that comes in another layout."
        ),
    ] = None,
    *,
    show_withheld: ShowWithheldOption = False,
) -> int:
    """Bring a new vintage in; it is registered only when valid, with differences within limits or accepted."""
    from report.evidence.withheld_problems import closed_of_source
    from warehouse.builder.adding import Arrival, add_vintage
    from warehouse.definitions import read_yaml

    found = project_of(project)
    arrival = Arrival(
        source,
        date,
        [_pair(item) for item in files],
        release=release,
        nature=nature,
        form=form,
        layouts=read_yaml(layout, str(layout)) if layout else {},
    )
    with progress(f"reading and checking {date} of {source}"):
        outcomes = add_vintage(found, arrival)
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    print_problems(closed_of_source(found, source, problems, show_withheld=show_withheld))
    if not all(outcome.passed for outcome in outcomes):
        say(f"Vintage {date} of {source} was not registered; nothing under raw/ changed.")
        return 1
    rows = sum(outcome.step.record.rows for outcome in outcomes if outcome.step)
    told = f"Registered vintage {date} of {source}: {rows} rows."
    say(f"{told} Pin it in raw/editions/, then build.")
    return 0


def _pair(item: str) -> tuple[str, Path]:
    table, equals, path = item.partition("=")
    is_named = all(name.isidentifier() for name in table.split(","))
    return (table, Path(path)) if equals and is_named else ("", Path(item))
