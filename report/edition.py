"""An edition as it is published: every report table and figure with its identity, written as one generation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from report.evidence.lone_rows import warnings_of_rows
from report.evidence.withheld_problems import closed_of_plan, passed_on
from report.figures.catalogue import load_catalogue
from report.figures.published import FIGURES_FILE, document
from report.figures.resolve import FigureValue, resolve
from report.publish.files import write_csv, write_json, write_table
from report.publish.natures import RUN_COLUMNS, nature_runs
from report.publish.page import EditionPage, render
from report.publish.problems import write_problems
from report.publish.tables import PublishedTable, published
from warehouse.builder.catalog import write_catalog
from warehouse.builder.cell_natures import CellNatures, write_natures
from warehouse.builder.digests import digest_of
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.edition_table import NAME as EDITION_TABLE
from warehouse.builder.generation import Generations, link_or_copy, write_database
from warehouse.builder.manifest import Manifest, TableEntry
from warehouse.builder.nature_walk import cell_natures
from warehouse.builder.record import TABLE
from warehouse.builder.store import Step
from warehouse.builder.sweeping import sweep
from warehouse.connection import connect
from warehouse.errors import GateError, ReportError
from warehouse.find_row import keyed_table
from warehouse.folders import BUILD, DATABASE, FAILURE, REPORT, STEPS, TABLES
from warehouse.problems import FIGURES, Problem, ShownProblem, blocking, in_order
from warehouse.sources.files import sha256_of

SCHEMA = "annual-report/build/1"


@dataclass(frozen=True)
class Published:
    """An edition's published parts, whole or as far as its problems allow.

    Attributes:
        tables: Report tables that could be built.
        missing: Name -> reason of those that could not.
        figures: Figures whose table was built.
        problems: Problems of the edition, those of figures included.
    """

    tables: list[PublishedTable]
    missing: dict[str, str]
    figures: list[FigureValue]
    problems: list[Problem]

    @property
    def complete(self) -> bool:
        """True when every table is there and nothing blocks."""
        return not self.missing and not blocking(self.problems)

    @property
    def content_sha256(self) -> str:
        """Identity of what is published: the tables' content and the figures' values."""
        tables = {table.model.name: table.content_sha256 for table in self.tables}
        return digest_of(
            {"tables": tables, "figures": [figure.published.content for figure in self.figures]}
        )


def gather(build: EditionBuild) -> Published:
    """Return the published parts of an edition, building whatever is missing and can be built."""
    problems = build.problems()
    tables: list[PublishedTable] = []
    missing: dict[str, str] = {}
    natures = cell_natures(build, [model.name for model in build.plan.report_tables])
    for model in build.plan.report_tables:
        outcome = build.outcome(model.name)
        if outcome.step is None:
            held_up = ", ".join(outcome.blocked_by)
            missing[model.name] = f"waits for {held_up}" if held_up else "see the problems"
            continue
        content = outcome.step.record.content_sha256
        sources = build.plan.sources_of(model.name)
        natures_of = natures[model.name]
        tables.append(
            published(
                model, outcome.step.table, natures=natures_of, sources=sources, content=content
            )
        )
    figures, faults = _figures(build, natures, missing)
    lone = warnings_of_rows(build, [table.model for table in tables])
    return Published(tables, missing, figures, in_order([*problems, *faults, *lone]))


def publish(build: EditionBuild) -> tuple[Path, Published]:
    """Write the edition as a generation and return its folder and what it holds.

    A complete one becomes current; one with gaps is only the latest, and the last complete one stays current.

    Raises:
        GateError: If the edition was released while it was built, unless the build is for a correction, or a step was
            changed meanwhile; nothing is kept then.
    """
    generations = Generations(build.project, build.plan.edition.name)
    parts = gather(build)
    with generations.writing() as work:
        # A release is written while builds wait: it may have been made since this one began.
        build.refuse_if_frozen()
        write_generation(build, parts, work)
        write_database(_tables(build), work / DATABASE)
        used = build.store.used
        place = generations.keep(work, summary(build, parts), complete=parts.complete, steps=used)
    if parts.complete:
        (build.project.build / build.plan.edition.name / FAILURE).unlink(missing_ok=True)
    sweep(build.store.root)
    return place, parts


def write_generation(build: EditionBuild, parts: Published, work: Path) -> None:
    """Write into a folder all of a generation but its manifest, its list and the database for people who query."""
    for name, step in _steps(build).items():
        table = work / TABLES / f"{name}.parquet"
        link_or_copy(step.table, table)
        _refuse_changed(step, table)
    write_catalog(build, work)
    write_natures({table.model.name: table.natures for table in parts.tables}, work)
    _write_report(build, parts, work / REPORT)


def summary(build: EditionBuild, parts: Published) -> Manifest:
    """Return what the build says of itself, as `build --json` prints it without `unchanged`."""
    edition = build.plan.edition
    shown = zip(parts.problems, closed_of_plan(build.plan, parts.problems), strict=True)
    return Manifest(
        schema=SCHEMA,
        edition=edition.name,
        title=edition.title,
        is_draft=edition.is_draft,
        is_complete=parts.complete,
        content_sha256=parts.content_sha256,
        tables=tuple(_table_entry(table) for table in parts.tables),
        missing=parts.missing,
        figures=tuple(figure.published.to_json() for figure in parts.figures),
        problems=tuple(parts.problems),
        withheld_problems=tuple(dict.fromkeys(p.problem_id for p, s in shown if s.is_withheld)),
    )


def _table_entry(table: PublishedTable) -> TableEntry:
    return TableEntry(
        id=table.model.name,
        title=table.model.title,
        rows=table.arrow.num_rows,
        nature=table.nature,
        form=table.form,
        sources=tuple(table.sources),
        content_sha256=table.content_sha256,
    )


def _figures(
    build: EditionBuild, natures: Mapping[str, CellNatures], missing: Mapping[str, str]
) -> tuple[list[FigureValue], list[Problem]]:
    values: list[FigureValue] = []
    faults: list[Problem] = []
    tables = {model.name for model in build.plan.report_tables}
    steps = {name: build.outcome(name).step for name in tables if name not in missing}
    files = {name: step.table for name, step in steps.items() if step is not None}
    with connect(build.store.root, files) as connection:
        table_of = cache(partial(keyed_table, connection))
        for figure in load_catalogue(build.project):
            if figure.table in missing:
                continue
            try:
                if figure.table not in tables:
                    raise ReportError(
                        f"table {figure.table} does not exist", expected=", ".join(sorted(tables))
                    )
                table, nature = table_of(figure.table), natures[figure.table]
                values.append(resolve(figure, build.plan.edition, table, nature))
            except ReportError as error:
                faults.append(_fault(figure.id, figure.table, error))
    return values, faults


def _fault(figure: str, table: str, error: ReportError) -> Problem:
    return Problem(
        source="",
        table=table,
        vintage="",
        file="report/figures.yaml",
        sheet="",
        line=0,
        column=figure,
        value=error.fact,
        rule=error.expected or "the figure has a cell",
        remedy=error.remedy or "correct the entry of the catalogue",
        rule_id=f"{FIGURES}.{figure}.cell",
    )


def _tables(build: EditionBuild) -> dict[str, Path]:
    return {name: step.table for name, step in _steps(build).items()}


def _steps(build: EditionBuild) -> dict[str, Step]:
    names = [EDITION_TABLE, *build.plan.raw, *build.plan.models]
    outcomes = [build.outcome(name) for name in names]
    return {o.name: o.step for o in outcomes if o.step is not None}


def _refuse_changed(step: Step, table: Path) -> None:
    """Make sure that the bytes that are published are those that the content hash was worked out from."""
    if sha256_of(table) != step.record.files[TABLE]:
        raise GateError(
            f"table {step.record.name} was changed while the edition was built",
            where=f"{BUILD}/{STEPS}/{step.record.name}/{step.record.key}/{TABLE}",
            expected=f"sha256 {step.record.files[TABLE]}",
            remedy="build again while nobody writes there",
        )


def _write_report(build: EditionBuild, parts: Published, folder: Path) -> None:
    (folder / "natures").mkdir(parents=True)
    for table in parts.tables:
        write_table(folder / "tables", table.model.name, table.arrow)
        runs = nature_runs(table.natures)
        write_csv(folder / "natures" / f"{table.model.name}.csv", RUN_COLUMNS, runs)
    problems: list[ShownProblem] = closed_of_plan(build.plan, passed_on(parts.problems))
    write_problems(folder, [shown.problem for shown in problems])
    figures = [figure.published for figure in parts.figures]
    columns = (
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
    )
    rows = [[figure.content[name] for name in columns] for figure in figures]
    write_csv(folder / "figures.csv", columns, rows)
    write_json(folder / FIGURES_FILE, document(SCHEMA, figures))
    plan = build.plan
    sources = {n: (s, s.vintage(plan.edition.pins[n].vintage)) for n, s in plan.sources.items()}
    page = EditionPage(
        plan.edition,
        parts.figures,
        parts.tables,
        parts.missing,
        problems,
        sources,
        parts.content_sha256,
    )
    (folder / "index.html").write_bytes(render(page).encode("utf-8"))
