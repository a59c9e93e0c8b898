"""A build's summary for people: figures, tables and problems, in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.cli.output import say, say_table
from warehouse.folders import CURRENT, LATEST, REPORT
from warehouse.project import Project

_PROBLEMS_SHOWN = 30


def print_summary(manifest: dict[str, Any], root: Path, *, is_unchanged: bool) -> None:
    """Print what a build made: figures with value and nature, tables with rows, and every problem."""
    figures = [(f["id"], f["display"], f["nature"]) for f in manifest["figures"]]
    say_table(("figure", "as published", "nature"), figures, title="Figures")
    tables = [
        (t["id"], t["title"], str(t["rows"]), t["nature"], t["content_sha256"][:12])
        for t in manifest["tables"]
    ]
    missing = [(n, f"not built: {why}", "", "", "") for n, why in manifest["missing"].items()]
    head = ("table", "title", "rows", "nature", "content")
    say_table(head, [*tables, *missing], title="Tables")
    print_problems(manifest["problems"])
    say(_headline(manifest, is_unchanged=is_unchanged))
    pointer = CURRENT if manifest["complete"] else LATEST
    page = Project(root).build / manifest["edition"] / pointer / REPORT / "index.html"
    say(f"Open {page}")


def print_problems(problems: list[dict[str, Any]]) -> None:
    """Print errors as data staff read them (where, what, rule, remedy) and warnings on one line each."""
    errors = [problem for problem in problems if problem["severity"] == "error"]
    warnings = [problem for problem in problems if problem["severity"] != "error"]
    for problem in warnings[:_PROBLEMS_SHOWN]:
        say(f"warning: {_place(problem)}: {problem['value']}: not so: {problem['rule']}")
    for problem in errors[:_PROBLEMS_SHOWN]:
        say(f"error: {_place(problem)}: {problem['value'] or '(blank)'}")
        say(f"  rule: {problem['rule']}")
        say(f"  remedy: {problem['remedy']}")
    if max(len(errors), len(warnings)) > _PROBLEMS_SHOWN:
        say("... and more: all of them stand in problems.csv, beside the page")


def _place(problem: dict[str, Any]) -> str:
    parts = [problem["file"], problem["sheet"] and f"sheet {problem['sheet']}"]
    parts += [
        problem["line"] and f"line {problem['line']}",
        problem["column"] and f"column {problem['column']}",
    ]
    return ", ".join(part for part in parts if part)


def _headline(manifest: dict[str, Any], *, is_unchanged: bool) -> str:
    errors = sum(problem["severity"] == "error" for problem in manifest["problems"])
    warnings = len(manifest["problems"]) - errors
    state = (
        "unchanged"
        if is_unchanged
        else "built"
        if manifest["complete"]
        else "built as far as possible"
    )
    draft = " (draft)" if manifest["draft"] else ""
    text = f"Edition {manifest['edition']}{draft} {state}: {len(manifest['tables'])} tables, "
    text += f"{len(manifest['figures'])} figures, {errors} errors, {warnings} warnings"
    return f"{text}, content {manifest['content_sha256']}"
