"""`annual-report add-vintage SOURCE DATE FILE...`: copy, hash, validate, compare and register a vintage."""

from __future__ import annotations

from pipelines.cli.arrivals import (
    DateArgument,
    FilesArgument,
    FormOption,
    NatureOption,
    NoteOption,
    ReleaseOption,
    RetrievedOption,
    SourceArgument,
    effects_of,
    pair,
    shown_problems,
    tell,
)
from pipelines.cli.options import ProjectOption, ShowWithheldOption, project_of
from pipelines.cli.output import progress, say


def command(
    source: SourceArgument,
    date: DateArgument,
    files: FilesArgument,
    project: ProjectOption = None,
    release: ReleaseOption = "",
    nature: NatureOption = "",
    form: FormOption = "",
    note: NoteOption = "",
    retrieved: RetrievedOption = "",
    *,
    show_withheld: ShowWithheldOption = False,
) -> int:
    """Bring a new vintage in; it is registered only when valid, with differences within limits or accepted."""
    from warehouse.builder.adding import checked
    from warehouse.builder.arrival import Arrival

    here = project_of(project)
    pairs = [pair(item) for item in files]
    arrival = Arrival(source, date, pairs, release, nature, form, note, retrieved)
    with (
        progress(f"reading and checking {date} of {source}") as now,
        checked(here, arrival) as found,
    ):
        now("comparing the open editions")
        effects = effects_of(found)
        problems, place = shown_problems(here, found, effects, show_withheld=show_withheld)
        if found.passed:
            found.register()
    tell(here, found, problems, effects, {path.name: path for _, path in pairs}, place)
    if not found.passed:
        say(f"Vintage {date} of {source} was not registered; nothing under raw/ changed.")
        return 1
    say(f"Registered vintage {date} of {source}: {found.rows} rows.")
    for effect in effects:
        if not effect.is_draft:
            say(f"To use it: annual-report pin {effect.edition} {source} {date}")
    return 0
