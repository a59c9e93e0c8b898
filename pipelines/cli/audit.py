"""`annual-report audit EDITION`: trace and replay every cell and figure; draw a sample as a working paper."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.summary import console
from warehouse.errors import DefinitionError

if TYPE_CHECKING:
    from report.evidence.auditing.edition import AuditedEdition

VERIFIED, NOT_VERIFIED = 0, 1


def command(
    edition: EditionArgument,
    project: ProjectOption = None,
    json: JsonOption = False,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Draw so many cells as a working paper.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the sample.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Folder for the working paper.")] = None,
    deep: Annotated[
        bool, typer.Option("--deep", help="Also work the evidence out anew and compare.")
    ] = False,
) -> int:
    """Trace and replay every cell and figure of an edition; exit 0 when all are verified, 1 when one is not."""
    if (sample is None) != (out is None):
        raise DefinitionError(
            "--sample and --out go together", remedy="--sample 25 --seed 1 --out working-paper"
        )
    from report.evidence.auditing.edition import open_audit, outcome
    from warehouse.builder.kept import Kept

    kept = Kept.current(project_of(project), edition)
    with (
        Console(stderr=True).status("tracing") as status,
        kept.connection() as connection,
        open_audit(kept, connection, status.update, deep=deep) as audit,
    ):
        if sample is None or out is None:
            audited = outcome(kept, audit)
        else:
            from report.evidence.auditing.working_paper import write_working_paper

            audited = write_working_paper(kept, audit, out, size=sample, seed=seed)
    if json:
        print(json_format.dumps(audited.as_dict(), ensure_ascii=False, indent=1))
    else:
        _print(audited, out)
    return VERIFIED if audited.complete else NOT_VERIFIED


def _print(audited: AuditedEdition, out: Path | None) -> None:
    screen = console()
    listing = Table("table", "title", "cells", "verified", box=None)
    for table in audited.tables:
        row = (table.table, audited.titles[table.table], f"{table.cells:,}", f"{table.verified:,}")
        listing.add_row(*map(Text, row))
    screen.print(listing)
    for finding in (f for table in audited.tables for f in table.findings):
        key = ", ".join(f"{k}={v}" for k, v in audited.keys[finding.table][finding.row].items())
        place = f"{finding.table}, {key}, {finding.column}"
        screen.print(Text(f"{finding.state}: {place}: {finding.fault}"), soft_wrap=True)
    for figure in audited.unverified_figures:
        screen.print(Text(f"{figure.state}: figure {figure.id}: {figure.why}"), soft_wrap=True)
    if audited.on_demand:
        models = ", ".join(audited.on_demand)
        screen.print(Text(f"no evidence kept, traced anew: {models}"), soft_wrap=True)
    screen.print(Text(audited.summary))
    if out is not None:
        screen.print(Text(f"working paper: {out}"), soft_wrap=True)
