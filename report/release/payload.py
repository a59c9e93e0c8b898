"""The payload of a release: what it says, part by part, in the order that they rest on each other.

The same edition gives the same bytes on every machine: no path, clock, user or run is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from report.evidence.auditing.edition import AuditedEdition
from report.evidence.tracing.figure_traces import FigureTraces
from report.evidence.withholding import withheld_sources
from report.figures.catalogue import load_catalogue
from report.figures.published import FIGURES_FILE, ReleasedFigure, document, figures_of
from report.publish.files import write_csv, write_json
from report.publish.release_statement import (
    RELEASE,
    PreviousRelease,
    ReleaseStatement,
)
from report.release.changes import change_log
from report.release.evidence import write_evidence
from report.release.exports import write_exports
from report.release.readable import write_pages
from report.release.rebuild_files import definitions, write_rebuild_files
from report.release.revisions import Revision
from report.release.statements import write_statements
from report.release.tables import contents, write_tables
from report.release.validation import write_validation
from report.standards import write_standards
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import Manifest, read_manifest
from warehouse.project import Project

SCHEMA = "annual-report/release/2"
_FIGURE_COLUMNS = (
    "id",
    "label",
    "value",
    "unit",
    "display",
    "nature",
    "form",
    "period",
    "table",
    "column",
    "recheck",
    "evidence",
)


@dataclass(frozen=True)
class Ready:
    """An edition that may be released, with everything that its release is made from.

    Attributes:
        project: The project.
        build: A build of the edition, whose steps are those of the generation.
        kept: The generation.
        connection: A connection on its tables.
        audited: Its audit.
        earlier: The releases before this one, the first one first.
        reason: Why a correction is made; empty for the first release.
    """

    project: Project
    build: EditionBuild
    kept: Kept
    connection: duckdb.DuckDBPyConnection
    audited: AuditedEdition
    earlier: Sequence[Revision]
    reason: str

    @property
    def number(self) -> int:
        """The revision that is being made."""
        return self.earlier[-1].number + 1 if self.earlier else 1


def write_payload(
    ready: Ready, data: Path, listener: Callable[[str], None] = lambda _: None
) -> ReleaseStatement:
    """Write everything under `data/` and return what `release.json` says.

    Args:
        ready: The edition.
        data: The payload's folder, which is made here.
        listener: Called with what is being written.

    Raises:
        ReleaseRefused: If a figure is not reproduced from its evidence.
        ReportError: If a document or a file that a rebuild needs is not as it was registered.
    """
    data.mkdir()
    plan, kept = ready.build.plan, ready.kept
    manifest = read_manifest(kept.folder)
    write_tables(kept, data)
    write_rebuild_files(ready.project, plan, data)
    release = _statement(ready, manifest, data)
    write_json(data / RELEASE, release.to_json())
    traces = FigureTraces(kept, ready.connection)
    figures = _figures(ready, traces, manifest, data, listener)
    listener("checks, statements and files")
    withheld = withheld_sources(plan)
    write_validation(kept, ready.build, ready.audited, data / "validation", withheld)
    write_statements(ready.project, kept, plan.edition, data / "statements", withheld)
    write_exports(ready.project, traces, ready.audited, withheld, data, listener)
    changes = change_log(plan.edition.name, ready.reason, figures, ready.earlier)
    (data / "CHANGES.md").write_bytes(changes.encode("utf-8"))
    write_pages(kept, plan, release, figures, manifest.tables, data)
    write_standards(data, kept)
    return release


def _statement(ready: Ready, manifest: Manifest, data: Path) -> ReleaseStatement:
    edition = ready.build.plan.edition
    previous = ready.earlier[-1] if ready.earlier else None
    return ReleaseStatement(
        schema=SCHEMA,
        edition=edition.name,
        revision=ready.number,
        reason=ready.reason,
        title=edition.title,
        publisher=edition.publisher,
        as_of=edition.as_of.isoformat(),
        period=(edition.start.isoformat(), edition.end.isoformat()),
        content_sha256=manifest.content_sha256,
        figures=len(manifest.figures),
        tables=len(manifest.tables),
        previous=PreviousRelease(previous.number, previous.identity) if previous else None,
        contents=tuple(contents(ready.kept, manifest.tables, data)),
        definitions_sha256=definitions(data),
    )


def _figures(
    ready: Ready,
    traces: FigureTraces,
    manifest: Manifest,
    data: Path,
    listener: Callable[[str], None],
) -> list[ReleasedFigure]:
    given = figures_of(manifest)
    withheld = withheld_sources(ready.build.plan)
    wordings = {figure.id: figure.display for figure in load_catalogue(ready.project)}
    traced = write_evidence(traces, given, withheld, data, listener)
    figures = [replace(found, wording=wordings[found.published.id]) for found in traced]
    write_json(data / FIGURES_FILE, document(manifest.schema, figures))
    told = [{**f.published.to_json(), "evidence": f.evidence} for f in figures]
    rows = [[figure[name] for name in _FIGURE_COLUMNS] for figure in told]
    write_csv(data / "figures.csv", _FIGURE_COLUMNS, rows)
    return figures
