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
from pipelines.cli.output import emit_json, say, say_lines
from pipelines.cli.status import print_statuses
from pipelines.cli.summary import print_problems
from warehouse.builder.manifest import Manifest
from warehouse.calendar import SourceStatus, due_editions, open_edition, source_statuses
from warehouse.edition import frozen_by
from warehouse.errors import UserError, user_errors
from warehouse.machine_faults import in_words, is_of_machine
from warehouse.project import Project
from warehouse.records import JsonObject


def command(
    project: ProjectOption = None,
    date: Annotated[
        str, typer.Option(help="Act as on this day, YYYY-MM-DD; by default today (UTC).")
    ] = "",
    *,
    json: JsonOption = False,
    show_withheld: ShowWithheldOption = False,
) -> int:
    """Build every open edition that is due; exit 0 when all are complete, 1 with data problems, 2 when one stopped."""
    found = project_of(project)
    day = day_of(date)
    tried = [_one_or_why(found, name, day) for name in due_editions(found, day)]
    results = [result for result in tried if result is not None]
    if json:
        emit_json([result.to_json(show_withheld=show_withheld) for result in results])
    else:
        for result in results:
            result.show(show_withheld=show_withheld)
    return max((result.code for result in results), default=0)


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

    @property
    def code(self) -> int:
        """The exit code that it asks for."""
        return 0 if self.manifest.is_complete else 1

    def show(self, *, show_withheld: bool) -> None:
        """Print it for people."""
        edition = self.manifest.edition
        state = "built" if self.manifest.is_complete else "built as far as possible"
        if self.is_unchanged:
            state = "unchanged"
        registers = f"annual-report new-edition {edition} registers it"
        draft = f", a draft: {registers}" if self.is_draft else ""
        late = ", overdue" if self.is_overdue else ""
        say(f"Edition {edition}: {state}{draft}{late}")
        problems = self.manifest.shown(show_withheld=show_withheld)
        print_problems([shown for shown in problems if shown.problem.severity == "error"])
        if self.waits_for:
            print_statuses(self.waits_for)


@dataclass(frozen=True)
class _Stopped:
    """An edition that was due and could not be built; those after it still are.

    Attributes:
        edition: Its name.
        error: Why not, and what to do.
    """

    edition: str
    error: UserError
    code = 2

    def to_json(self, *, show_withheld: bool) -> JsonObject:
        """Return it as `run-due --json` prints it."""
        parts = ("fact", "where", "expected", "remedy")
        said = {part: str(getattr(self.error, part)) for part in parts}
        return {"edition": self.edition, "complete": False, "error": said}

    def show(self, *, show_withheld: bool) -> None:
        """Print it for people."""
        say(f"Edition {self.edition}: not built", error=True)
        say_lines(str(self.error), error=True)


def _one_or_why(project: Project, name: str, day: dt.date) -> _Due | _Stopped | None:
    """Return what became of an edition, also when it could not be built; None when it was released meanwhile."""
    try:
        return _unless_released(project, name, day)
    except user_errors() as error:
        return _Stopped(name, error)
    except Exception as error:
        if not is_of_machine(error):
            raise
        return _Stopped(name, in_words(error))


def _unless_released(project: Project, name: str, day: dt.date) -> _Due | None:
    try:
        return _one(project, name, day)
    except user_errors():
        if frozen_by(project, name):
            return None
        raise


def _one(project: Project, name: str, day: dt.date) -> _Due:
    edition = open_edition(project, name, day)
    manifest, is_unchanged = build_edition(project, name)
    return _Due(
        manifest=manifest,
        is_unchanged=is_unchanged,
        is_draft=edition.is_draft,
        is_overdue=edition.is_draft and day > edition.due,
        waits_for=[s for s in source_statuses(project, edition) if s.is_waited_for],
    )
