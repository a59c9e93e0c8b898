"""A build's summary for people: figures, tables and problems, in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from report.figures.published import figures_of
from warehouse.builder.manifest import Manifest
from warehouse.folders import CURRENT, LATEST, REPORT
from warehouse.problems import Problem
from warehouse.project import Project

_PROBLEMS_SHOWN = 30


def console() -> Console:
    """Return a console; piped output gets 140 columns, so that nothing is cut at 80."""
    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=140)


def print_summary(manifest: Manifest, root: Path, *, is_unchanged: bool) -> None:
    """Print what a build made: figures with value and nature, tables with rows, and every problem."""
    out = console()
    figures = Table(
        "figure", "as published", "nature", title="Figures", title_justify="left", box=None
    )
    for figure in figures_of(manifest):
        figures.add_row(Text(figure.id), Text(figure.display), Text(figure.nature))
    out.print(figures)
    tables = Table(
        "table",
        "title",
        "rows",
        "nature",
        "content",
        title="Tables",
        title_justify="left",
        box=None,
    )
    for table in manifest.tables:
        row = [
            table.id,
            table.title,
            str(table.rows),
            table.nature,
            table.content_sha256[:12],
        ]
        tables.add_row(*(Text(cell) for cell in row))
    for name, reason in manifest.missing.items():
        tables.add_row(Text(name), Text(f"not built: {reason}"), "", "", "")
    out.print(tables)
    print_problems(out, manifest.problems)
    out.print(_headline(manifest, is_unchanged=is_unchanged), soft_wrap=True)
    pointer = CURRENT if manifest.is_complete else LATEST
    page = Project(root).build / manifest.edition / pointer / REPORT / "index.html"
    out.print(Text(f"Open {page}"), soft_wrap=True)


def print_problems(out: Console, problems: Sequence[Problem]) -> None:
    """Print errors as data staff read them (where, what, rule, remedy) and warnings on one line each."""
    errors = [problem for problem in problems if problem.severity == "error"]
    warnings = [problem for problem in problems if problem.severity != "error"]
    for problem in warnings[:_PROBLEMS_SHOWN]:
        out.print(
            Text(f"warning: {_place(problem)}: {problem.value}: not so: {problem.rule}"),
            soft_wrap=True,
        )
    for problem in errors[:_PROBLEMS_SHOWN]:
        out.print(Text(f"error: {_place(problem)}: {problem.value or '(blank)'}"), soft_wrap=True)
        out.print(Text(f"  rule: {problem.rule}"), soft_wrap=True)
        out.print(Text(f"  remedy: {problem.remedy}"), soft_wrap=True)
    if max(len(errors), len(warnings)) > _PROBLEMS_SHOWN:
        out.print("... and more: all of them stand in problems.csv, beside the page")


def _place(problem: Problem) -> str:
    parts = [
        problem.file,
        f"sheet {problem.sheet}" if problem.sheet else "",
        f"line {problem.line}" if problem.line else "",
        f"column {problem.column}" if problem.column else "",
    ]
    return ", ".join(part for part in parts if part)


def _headline(manifest: Manifest, *, is_unchanged: bool) -> Text:
    errors = len(manifest.errors)
    warnings = len(manifest.problems) - errors
    state = (
        "unchanged"
        if is_unchanged
        else "built"
        if manifest.is_complete
        else "built as far as possible"
    )
    draft = " (draft)" if manifest.is_draft else ""
    text = f"Edition {manifest.edition}{draft} {state}: {len(manifest.tables)} tables, "
    text += f"{len(manifest.figures)} figures, {errors} errors, {warnings} warnings"
    return Text(f"{text}, content {manifest.content_sha256}")
