"""`annual-report audit EDITION`: trace and replay every cell and figure; draw a sample as a working paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.kept_places import refuse_kept
from pipelines.cli.options import (
    EditionArgument,
    JsonOption,
    ProjectOption,
    ShowWithheldOption,
    project_of,
)
from pipelines.cli.output import emit_json, progress, say, say_table
from warehouse.errors import DefinitionError

if TYPE_CHECKING:
    from report.evidence.auditing.edition import AuditedEdition

VERIFIED, NOT_VERIFIED = 0, 1


def command(
    edition: EditionArgument,
    project: ProjectOption = None,
    *,
    json: JsonOption = False,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Draw so many cells as a working paper.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the sample.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Folder for the working paper.")] = None,
    deep: Annotated[
        bool, typer.Option("--deep", help="Also work the evidence out anew and compare.")
    ] = False,
    show_withheld: ShowWithheldOption = False,
) -> int:
    """Trace and replay every cell and figure of an edition; exit 0 when all are verified, 1 when not."""
    if (sample is None) != (out is None):
        raise DefinitionError(
            "--sample and --out go together", remedy="--sample 25 --seed 1 --out working-paper"
        )
    from report.evidence.auditing.edition import open_audit, outcome
    from report.evidence.auditing.withholding import withhold_audit
    from report.evidence.withholding import closed_of
    from warehouse.builder.generation import Generations
    from warehouse.builder.kept import Kept
    from warehouse.builder.opening import refusing_damaged

    # Opened as it is: an audit goes on to say which cells are concerned.
    found = project_of(project)
    if out is not None:
        refuse_kept(found, out / "raw-rows.csv")  # other files may stand beside it
    kept = Kept(*Generations(found, edition).held(is_hashed=False))
    closed = closed_of(found, kept, show_withheld=show_withheld)
    with (
        refusing_damaged(kept.folder),
        progress("tracing") as listener,
        kept.connection() as connection,
        open_audit(kept, connection, listener, deep=deep) as audit,
    ):
        if sample is None or out is None:
            audited = withhold_audit(outcome(kept, audit), closed)
        else:
            from report.evidence.auditing.working_paper import write_working_paper

            audited = write_working_paper(kept, audit, out, size=sample, seed=seed, closed=closed)
    if json:
        emit_json(audited.as_dict())
    else:
        _print(audited, out)
    return VERIFIED if audited.complete else NOT_VERIFIED


def _print(audited: AuditedEdition, out: Path | None) -> None:
    rows = [
        (table.table, audited.titles[table.table], f"{table.cells:,}", f"{table.verified:,}")
        for table in audited.tables
    ]
    say_table(("table", "title", "cells", "verified"), rows)
    for finding in (f for table in audited.tables for f in table.findings):
        key = ", ".join(f"{k}={v}" for k, v in audited.keys[finding.table][finding.row].items())
        place = f"{finding.table}, {key}, {finding.column}"
        say(f"{finding.state}: {place}: {finding.fault}")
    for figure in audited.unverified_figures:
        say(f"{figure.state}: figure {figure.id}: {figure.why}")
    for part in audited.altered:
        say(f"altered: {part.file}: {part.fact}, expected {part.expected}")
    if audited.on_demand:
        models = ", ".join(audited.on_demand)
        say(f"no evidence kept, traced anew: {models}")
    say(audited.summary)
    if out is not None:
        say(f"working paper: {out}")
