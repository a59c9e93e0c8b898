"""`annual-report impact`: every table, cell and figure that depends on a source, a vintage, a file or one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json
from warehouse.errors import DefinitionError

if TYPE_CHECKING:
    from report.evidence.impact.impact import Impact


def command(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE[@VINTAGE]", help="A source, or one vintage of it.")
    ],
    line: Annotated[int | None, typer.Option(min=1, help="One line of the file.")] = None,
    file: Annotated[str, typer.Option(help="One file of the source: its name or path.")] = "",
    sheet: Annotated[str, typer.Option(help="One sheet of the file.")] = "",
    edition: Annotated[
        str, typer.Option(help="The edition; by default every one that was built.")
    ] = "",
    project: ProjectOption = None,
    *,
    json: JsonOption = False,
    every: Annotated[
        bool, typer.Option("--all", help="List all cells, not the first of each table.")
    ] = False,
) -> int:
    """List every table, cell and figure that depends on a source, a vintage, a file or one line."""
    from report.evidence.impact.dependents import LISTED, dependents
    from report.evidence.impact.impact import Impact
    from report.evidence.impact.origin import check_origin, parse_origin, pins
    from report.evidence.tracing.target import editions_of
    from warehouse.builder.kept import Kept

    found = project_of(project)
    built = sorted(editions_of(found.build))
    wanted = [edition] if edition else built
    if not wanted:
        raise DefinitionError("no edition has been built", remedy="annual-report build EDITION")
    generations = {name: Kept.current(found, name) for name in wanted}
    origin = parse_origin(source, file, sheet, line or 0)
    check_origin(found, origin, generations)
    limit = None if every else LISTED
    depending = (
        dependents(kept, origin, limit) for kept in generations.values() if origin.places(kept)
    )
    _print(Impact(origin, pins(origin.source, generations), tuple(depending)), as_json=json)
    return 0


def _print(impact: Impact, *, as_json: bool) -> None:
    if as_json:
        from report.evidence.impact.impact import to_json

        emit_json(to_json(impact))
        return
    from pipelines.cli.impact_text import print_impact

    print_impact(impact)
