"""`annual-report run-due`: open and build whatever is due, say what is missing and from whom; safe to repeat."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Any

import typer

from pipelines.cli.build import build_edition
from pipelines.cli.options import JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json, say
from pipelines.cli.status import print_statuses
from pipelines.cli.summary import print_problems
from warehouse.calendar import due_editions, open_edition, source_statuses
from warehouse.project import Project


def command(
    project: ProjectOption = None,
    date: Annotated[
        str, typer.Option(help="Act as on this day, YYYY-MM-DD; by default today (UTC).")
    ] = "",
    *,
    json: JsonOption = False,
) -> int:
    """Build every open edition that is due; exit 0 when all are complete, 1 when one has data problems."""
    found = project_of(project)
    day = dt.date.fromisoformat(date) if date else dt.datetime.now(dt.UTC).date()
    results = [_one(found, name, day) for name in due_editions(found, day)]
    if json:
        emit_json(results)
    else:
        for result in results:
            _show(found, result)
    return 0 if all(result["complete"] for result in results) else 1


def _one(project: Project, name: str, day: dt.date) -> dict[str, Any]:
    edition = open_edition(project, name, day)
    manifest, is_unchanged = build_edition(project, name)
    statuses = [asdict(status) for status in source_statuses(project, edition)]
    return {
        "edition": name,
        "draft": edition.is_draft,
        "unchanged": is_unchanged,
        "complete": manifest["complete"],
        "content_sha256": manifest["content_sha256"],
        "overdue": edition.is_draft and day > edition.due,
        "waits_for": [s for s in statuses if s["state"] in ("missing", "late", "not renewed")],
        "problems": manifest["problems"],
    }


def _show(project: Project, result: dict[str, Any]) -> None:
    state = (
        "unchanged"
        if result["unchanged"]
        else "built"
        if result["complete"]
        else "built as far as possible"
    )
    draft = (
        f", a draft: annual-report new-edition {result['edition']} registers it"
        if result["draft"]
        else ""
    )
    late = ", overdue" if result["overdue"] else ""
    say(f"Edition {result['edition']}: {state}{draft}{late}")
    print_problems([p for p in result["problems"] if p["severity"] == "error"])
    if result["waits_for"]:
        from warehouse.calendar import SourceStatus

        print_statuses([SourceStatus(**entry) for entry in result["waits_for"]])
