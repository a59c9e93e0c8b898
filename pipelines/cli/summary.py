"""A build's summary for people: figures, tables and problems, in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines.cli.output import say, say_table
from report.figures.published import figures_of
from warehouse.builder.manifest import Manifest
from warehouse.folders import CURRENT, LATEST, REPORT
from warehouse.problem_groups import grouped, told
from warehouse.problems import ShownProblem
from warehouse.project import Project

_CAUSES_SHOWN = 30


def print_summary(
    manifest: Manifest, root: Path, *, is_unchanged: bool, show_withheld: bool
) -> None:
    """Print what a build made: figures with value and nature, tables with rows, and every problem."""
    figures = [(figure.id, figure.display, figure.nature) for figure in figures_of(manifest)]
    say_table(("figure", "as published", "nature"), figures, title="Figures")
    tables = [
        (table.id, table.title, str(table.rows), table.nature, table.content_sha256[:12])
        for table in manifest.tables
    ]
    missing = [(n, f"not built: {why}", "", "", "") for n, why in manifest.missing.items()]
    head = ("table", "title", "rows", "nature", "content")
    say_table(head, [*tables, *missing], title="Tables")
    print_problems(manifest.shown(show_withheld=show_withheld))
    say(_headline(manifest, is_unchanged=is_unchanged))
    pointer = CURRENT if manifest.is_complete else LATEST
    page = Project(root).build / manifest.edition / pointer / REPORT / "index.html"
    say(f"Open {page}")


def print_problems(
    problems: Sequence[ShownProblem],
    all_in: str = "problems.csv, beside the page,",
    own_files: Mapping[str, str] | None = None,
) -> None:
    """Print errors as data staff read them (where, what, rule, remedy) and warnings on one line each, causes once.

    Args:
        problems: The problems.
        all_in: The file that has all of them.
        own_files: The officer's own files, by their names.
    """
    blocks = [shown for shown in problems if shown.problem.severity == "error"]
    errors = grouped(blocks, own_files)
    others = [shown for shown in problems if shown.problem.severity != "error"]
    warnings = grouped(others, own_files)
    for group in warnings[:_CAUSES_SHOWN]:
        say(f"warning: {group.place}: {group.values}: not so: {group.first.rule}")
    for group in errors[:_CAUSES_SHOWN]:
        for line in told(group):
            say(line)
    if any(shown.is_withheld for shown in problems):
        say("what files say whose licence forbids to pass them on is withheld: --show-withheld")
    is_cut = max(len(errors), len(warnings)) > _CAUSES_SHOWN
    if is_cut or len(errors) + len(warnings) < len(problems):
        say(f"... and more: {all_in} has all that may be passed on")


def _headline(manifest: Manifest, *, is_unchanged: bool) -> str:
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
    return f"{text}, content {manifest.content_sha256}"
