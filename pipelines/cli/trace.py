"""`annual-report trace`: which lines of which files made a figure or a cell, and what was left out."""

from __future__ import annotations

import json as json_format
import sys
from typing import Annotated

import typer

from pipelines.cli.options import JsonOption, ProjectOption, project_of
from warehouse.errors import DefinitionError


def command(
    name: Annotated[str, typer.Argument(help="A figure's id, or a table.")],
    row: Annotated[
        list[str] | None, typer.Option("--row", help="Key of the row: COLUMN=VALUE, once a column.")
    ] = None,
    column: Annotated[
        str | None, typer.Option(help="The cell's column; by default the whole row.")
    ] = None,
    edition: Annotated[
        str, typer.Option(help="The edition; by default the newest that was built.")
    ] = "",
    project: ProjectOption = None,
    json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print all raw rows as CSV.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Show all rows of each file, not a sample.")
    ] = False,
) -> int:
    """Trace a figure or a cell to its raw rows; exit 0 when its evidence is verified, 1 when it is not reproduced."""
    from report.evidence.tracing.document import LeftOut, as_json, csv_rows
    from report.evidence.tracing.target import cell_target, editions_of, figure_of, figure_target
    from report.evidence.tracing.trace import SAMPLE, trace
    from report.publish.files import csv_text, guarded
    from warehouse.builder.generation import Generations
    from warehouse.builder.kept import Kept

    found = project_of(project)
    wanted = edition or next(iter(editions_of(found.build)), "")
    if not wanted:
        raise DefinitionError("no edition has been built", remedy="annual-report build EDITION")
    kept = Kept(Generations(found, wanted).open())
    figure = None if name in kept.catalog.models else figure_of(kept, name)
    with kept.connection(figure.table if figure else name) as connection:
        if figure:
            target = figure_target(kept, connection, figure)
        else:
            target = cell_target(kept, connection, name, _key(row or []), column)
        traced = trace(kept, connection, target, limit=None if as_csv or every else SAMPLE)
        if as_csv:
            sys.stdout.write(csv_text(map(guarded, csv_rows(traced))))
        else:
            _print(as_json(kept, LeftOut(connection), traced), as_json=json)
    return 0 if traced.verified else 1


def _key(pairs: list[str]) -> dict[str, str]:
    key = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise DefinitionError(f"--row {pair!r}", expected="COLUMN=VALUE")
        key[name] = value
    return key


def _print(document: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print(json_format.dumps(document, ensure_ascii=False, indent=1))
        return
    from pipelines.cli.trace_text import print_trace

    print_trace(document)
