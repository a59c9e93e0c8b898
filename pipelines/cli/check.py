"""`annual-report check SOURCE DATE FILE...`: all that add-vintage would say and change, with raw/ left alone."""

from __future__ import annotations

from pipelines.cli.arrivals import (
    DateArgument,
    FilesArgument,
    FormOption,
    NatureOption,
    ReleaseOption,
    SourceArgument,
    effects_of,
    pair,
    shown_problems,
    tell,
)
from pipelines.cli.options import JsonOption, ProjectOption, ShowWithheldOption, project_of
from pipelines.cli.output import emit_json, progress, say


def command(
    source: SourceArgument,
    date: DateArgument,
    files: FilesArgument,
    project: ProjectOption = None,
    release: ReleaseOption = "",
    nature: NatureOption = "",
    form: FormOption = "",
    *,
    json: JsonOption = False,
    show_withheld: ShowWithheldOption = False,
) -> int:
    """Say what is wrong with a new vintage and what it would change; exit 0 when add-vintage would register it."""
    from warehouse.builder.adding import checked
    from warehouse.builder.arrival import Arrival

    here = project_of(project)
    pairs = [pair(item) for item in files]
    arrival = Arrival(source, date, pairs, release=release, nature=nature, form=form)
    with (
        progress(f"reading and checking {date} of {source}") as now,
        checked(here, arrival) as found,
    ):
        now("comparing the open editions")
        effects = effects_of(found)
        problems, place = shown_problems(here, found, effects, show_withheld=show_withheld)
    if json:
        emit_json(
            {
                "source": source,
                "vintage": date,
                "passed": found.passed,
                "rows": found.rows,
                "compared_with": list(found.vintage.compared_with or ()),
                "problems": [shown.problem.as_dict() for shown in problems],
                "editions": [effect.to_json() for effect in effects],
            }
        )
    else:
        tell(here, found, problems, effects, {path.name: path for _, path in pairs}, place)
        state = "could be registered" if found.passed else "would not be registered"
        say(f"Vintage {date} of {source}, {found.rows} rows, {state}; nothing under raw/ changed.")
    return 0 if found.passed else 1
