"""What `check` and `add-vintage` share: their options, and what is told of a vintage that was worked out aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.output import say, say_table
from pipelines.cli.summary import print_problems
from warehouse.problems import ShownProblem
from warehouse.project import Project

if TYPE_CHECKING:
    from report.change.effects import Effect
    from warehouse.builder.adding import Checked

SourceArgument = Annotated[str, typer.Argument(help="The source's folder name under raw/.")]
DateArgument = Annotated[
    str, typer.Argument(help="The provider's release date, YYYY-MM-DD (or YYYY-MM).")
]
FilesArgument = Annotated[
    list[str], typer.Argument(help="FILE, or TABLE=FILE where the source has several tables.")
]
ReleaseOption = Annotated[str, typer.Option(help="Title of the release; by default the date.")]
NatureOption = Annotated[
    str,
    typer.Option(
        help="measured, estimate, provisional, stated or synthetic; by default as before."
    ),
]
FormOption = Annotated[
    str, typer.Option(help="'as received' or 'transcribed'; by default as before.")
]
NoteOption = Annotated[str, typer.Option(help="What there is to say of the vintage.")]
RetrievedOption = Annotated[
    str,
    typer.Option(help="Day on which it was fetched or handed in, YYYY-MM-DD; by default today."),
]
INTAKE = "intake"


def pair(item: str) -> tuple[str, Path]:
    """Return table and path of a file as it is given on the command line."""
    table, equals, path = item.partition("=")
    return (table, Path(path)) if equals and table.isidentifier() else ("", Path(item))


def shown_problems(
    project: Project, found: Checked, effects: Sequence[Effect], *, show_withheld: bool
) -> tuple[list[ShownProblem], Path]:
    """Return the problems of a vintage as they may be shown, and the file into which they were written.

    Those that registered editions would have with it, and have not without, are among them.
    """
    from report.evidence.withheld_problems import closed_of_source
    from report.publish.problems import write_problems

    across = {
        shown.problem.problem_id: shown
        for effect in effects
        if not effect.is_draft
        for shown in effect.errors
    }
    name, own = found.source.name, found.problems
    shown = closed_of_source(project, name, own, show_withheld=show_withheld)
    closed = closed_of_source(project, name, own)
    folder = project.build / INTAKE / name / found.vintage.id
    folder.mkdir(parents=True, exist_ok=True)
    # Not as what is published: were the disk not to confirm it, that would say nothing of the vintage.
    write_problems(folder, [each.problem for each in (*closed, *across.values())])
    return [*shown, *across.values()], folder / "problems.csv"


def effects_of(found: Checked) -> list[Effect]:
    """Return what a vintage does to each open edition that could pin it."""
    from report.change.effects import effect_of

    return [effect_of(trial) for trial in found.editions]


def tell(
    project: Project,
    found: Checked,
    problems: Sequence[ShownProblem],
    effects: Sequence[Effect],
    given: Mapping[str, Path],
    place: Path,
) -> None:
    """Print what a vintage was compared with, its problems, and what it does to the open editions.

    Args:
        project: The project.
        found: The vintage.
        problems: Its problems, as they may be shown.
        effects: What it does.
        given: The officer's own files, by their names.
        place: Where all problems were written.
    """
    compared = " and ".join(found.vintage.compared_with or ()) or "nothing: it is the first"
    say(f"{found.vintage.id} of {found.source.name}, compared with {compared}")
    print_problems([_named(shown, given) for shown in problems], project.shown(place))
    for effect in effects:
        _tell_effect(effect)


def _tell_effect(effect: Effect) -> None:
    name = f"edition {effect.edition}" + (", not registered yet" if effect.is_draft else "")
    if effect.figures:
        rows = [(change.id, change.before or "-", change.after or "-") for change in effect.figures]
        say_table(("figure", "now", "with this vintage"), rows, title=name.capitalize())
    else:
        say(f"In {name} no figure changes.")
    if effect.is_draft and effect.errors:
        say(f"With it, {name} would be held up by:")
        print_problems(effect.errors)


def _named(shown: ShownProblem, given: Mapping[str, Path]) -> ShownProblem:
    """Name the officer's own file, since that under raw/ is not there yet."""
    name = shown.problem.file.rpartition("/")[2]
    if name not in given:
        return shown
    return ShownProblem(replace(shown.problem, file=str(given[name])), shown.is_withheld)
