"""`annual-report run-due`: open and build whatever is due, say what is missing and from whom; safe to repeat."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from pipelines.cli.build import build_edition
from pipelines.cli.options import (
    JsonOption,
    ProjectOption,
    ShowWithheldOption,
    day_of,
    project_of,
)
from pipelines.cli.output import emit_json, say
from pipelines.cli.status import print_statuses
from pipelines.cli.summary import print_problems
from warehouse.builder.manifest import Manifest
from warehouse.calendar import SourceStatus, due_editions, open_edition, source_statuses
from warehouse.project import Project
from warehouse.records import JsonObject

_WAITING = ("missing", "late", "not renewed")


def command(
    project: ProjectOption = None,
    date: Annotated[
        str, typer.Option(help="Act as on this day, YYYY-MM-DD; by default today (UTC).")
    ] = "",
    *,
    json: JsonOption = False,
    show_withheld: ShowWithheldOption = False,
) -> int:
    """Build every open edition that is due; exit 0 when all are complete, 1 when one has data problems."""
    found = project_of(project)
    day = day_of(date)
    results = [_one(found, name, day) for name in due_editions(found, day)]
    if json:
        emit_json([result.to_json(show_withheld=show_withheld) for result in results])
    else:
        for result in results:
            _show(result, show_withheld=show_withheld)
    return 0 if all(result.manifest.is_complete for result in results) else 1


@dataclass(frozen=True)
class _Due:
    """What became of an edition that was due.

    Attributes:
        manifest: Its build.
        is_unchanged: Whether that is an earlier one, as nothing changed.
        is_draft: Whether it is a proposal that nobody has registered.
        is_overdue: Whether it was to be published by now.
        waits_for: Its sources without a new vintage.
    """

    manifest: Manifest
    is_unchanged: bool
    is_draft: bool
    is_overdue: bool
    waits_for: list[SourceStatus]

    def to_json(self, *, show_withheld: bool) -> JsonObject:
        """Return it as `run-due --json` prints it."""
        built = self.manifest.told(show_withheld=show_withheld)
        return {
            "edition": self.manifest.edition,
            "draft": self.is_draft,
            "unchanged": self.is_unchanged,
            "complete": self.manifest.is_complete,
            "content_sha256": self.manifest.content_sha256,
            "overdue": self.is_overdue,
            "waits_for": [asdict(status) for status in self.waits_for],
            "problems": built["problems"],
        }


def _one(project: Project, name: str, day: dt.date) -> _Due:
    edition = open_edition(project, name, day)
    manifest, is_unchanged = build_edition(project, name)
    return _Due(
        manifest=manifest,
        is_unchanged=is_unchanged,
        is_draft=edition.is_draft,
        is_overdue=edition.is_draft and day > edition.due,
        waits_for=[s for s in source_statuses(project, edition) if s.state in _WAITING],
    )


def _show(due: _Due, *, show_withheld: bool) -> None:
    edition = due.manifest.edition
    state = "built" if due.manifest.is_complete else "built as far as possible"
    if due.is_unchanged:
        state = "unchanged"
    draft = f", a draft: annual-report new-edition {edition} registers it" if due.is_draft else ""
    late = ", overdue" if due.is_overdue else ""
    say(f"Edition {edition}: {state}{draft}{late}")
    problems = due.manifest.shown(show_withheld=show_withheld)
    print_problems([shown for shown in problems if shown.problem.severity == "error"])
    if due.waits_for:
        print_statuses(due.waits_for)
