"""`annual-report status EDITION`: where each source of an edition stands."""

from __future__ import annotations

from dataclasses import asdict

from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json, say, say_table
from warehouse.calendar import SourceStatus, source_statuses
from warehouse.edition import frozen_by, load_edition
from warehouse.errors import ReportError
from warehouse.folders import LATEST
from warehouse.project import Project


def command(
    edition: EditionArgument, project: ProjectOption = None, *, json: JsonOption = False
) -> int:
    """Show what each source pins and whether it is in, provisional, not renewed, late or missing (exit 1)."""
    found = project_of(project)
    definition = load_edition(found, edition)
    statuses = source_statuses(found, definition)
    if json:
        emit_json([asdict(status) for status in statuses])
    else:
        release = frozen_by(found, edition)
        state = (
            f"frozen by {release}"
            if release
            else "draft, not registered"
            if definition.is_draft
            else "open"
        )
        say(f"{definition.title}: {state}, as of {definition.as_of}, due {definition.due}")
        print_statuses(statuses)
        _say_what_blocks(found, edition)
    return 1 if any(status.state == "missing" for status in statuses) else 0


def _say_what_blocks(project: Project, edition: str) -> None:
    """Print what held the last build up, each cause once; nothing where it was built whole or not yet."""
    from warehouse.builder.manifest import read_manifest
    from warehouse.builder.opening import pointed
    from warehouse.problem_groups import grouped, told

    try:
        manifest = read_manifest(pointed(project, edition, LATEST))
    except ReportError:  # nothing was built yet, or it cannot be told
        return
    errors = [shown for shown in manifest.shown() if shown.problem.severity == "error"]
    if errors:
        say(f"The last build of edition {edition} was held up by:")
    for group in grouped(errors):
        for line in told(group):
            say(line)


def print_statuses(statuses: list[SourceStatus]) -> None:
    """Print sources as a table: what is pinned, what is newest, the state and whom to ask."""
    rows = []
    for s in statuses:
        ask = s.contact if s.is_waited_for else ""
        rows.append((s.source, s.pinned, s.newest, s.nature, s.state, ask))
    say_table(("source", "pinned", "newest", "nature", "state", "ask"), rows)
