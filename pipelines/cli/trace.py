"""`annual-report trace`: which lines of which files made a figure or a cell, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import (
    JsonOption,
    ProjectOption,
    ShowWithheldOption,
    only_one,
    project_of,
)
from pipelines.cli.output import emit_data, emit_json, say
from warehouse.errors import DefinitionError

if TYPE_CHECKING:
    from report.evidence.tracing.cell_evidence import CellEvidence
    from warehouse.builder.kept import Kept


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
    *,
    json: JsonOption = False,
    as_csv: Annotated[
        bool,
        typer.Option(
            "--csv", help="Print all raw rows as CSV, every sign as it is but on a terminal."
        ),
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Show all rows of each file, not a sample.")
    ] = False,
    show_withheld: ShowWithheldOption = False,
) -> int:
    """Trace a figure or a cell to its raw rows; exit 0 when its evidence is verified, 1 when it is not reproduced."""
    from report.evidence.tracing.target import editions_of
    from report.evidence.withholding import closed_of, withhold
    from warehouse.builder.kept import Kept

    only_one(json=json, csv=as_csv)
    found = project_of(project)
    wanted = edition or next(iter(editions_of(found.build)), "")
    if not wanted:
        raise DefinitionError("no edition has been built", remedy="annual-report build EDITION")
    kept = Kept.current(found, wanted)
    evidence = _evidence(kept, name, row or [], column, is_whole=as_csv or every)
    closed = closed_of(found, kept, show_withheld=show_withheld)
    if closed.sources:
        evidence = withhold(evidence, closed)
    if as_csv:
        _print_csv(evidence)
    else:
        _print(evidence, as_json=json)
    return 0 if evidence.is_verified else 1


def _evidence(
    kept: Kept, name: str, row: list[str], column: str | None, *, is_whole: bool
) -> CellEvidence:
    """Return the evidence of a figure, or of a cell of a table, with a sample of each file's rows or all of them."""
    from report.evidence.tracing.gathering import LeftOut, evidence_of
    from report.evidence.tracing.target import cell_target, figure_of, figure_target
    from report.evidence.tracing.trace import SAMPLE, trace

    figure = None if name in kept.catalog.models else figure_of(kept, name)
    with kept.connection(figure.table if figure else name) as connection:
        if figure:
            if row or column:
                raise DefinitionError(
                    f"{name} is a figure, which is one cell: --row and --column choose a cell of a table",
                    remedy=f"leave them out, or trace {figure.table}",
                )
            target = figure_target(kept, connection, figure)
        else:
            target = cell_target(kept, connection, name, _key(row), column)
        traced = trace(kept, connection, target, limit=None if is_whole else SAMPLE)
        return evidence_of(kept, LeftOut(connection), traced)


def _key(pairs: list[str]) -> dict[str, object]:
    from rowlineage.keys import BLANK

    key: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise DefinitionError(f"--row {pair!r}", expected="COLUMN=VALUE")
        if name in key:
            raise DefinitionError(f"--row {pair!r}", expected=f"one value of {name}")
        key[name] = value or BLANK
    return key


def _print_csv(evidence: CellEvidence) -> None:
    from pipelines.cli.trace_text import CLOSED
    from report.evidence.tracing.evidence_json import csv_rows
    from report.publish.files import csv_text, guarded

    emit_data(csv_text(map(guarded, csv_rows(evidence))))
    if any(file.is_withheld for file in evidence.files):
        say(CLOSED, error=True)


def _print(evidence: CellEvidence, *, as_json: bool) -> None:
    if as_json:
        from report.evidence.tracing.evidence_json import to_json

        emit_json(to_json(evidence))
        return
    from pipelines.cli.trace_text import print_trace

    print_trace(evidence)
