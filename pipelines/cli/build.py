"""`annual-report build EDITION`: read, check, aggregate and publish one edition."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import (
    EditionArgument,
    JsonOption,
    ProjectOption,
    ShowWithheldOption,
    project_of,
)
from pipelines.cli.output import progress
from pipelines.cli.unchanged import COMPLETE, DATA_PROBLEMS, show
from warehouse.builder import stamp
from warehouse.builder.manifest import Manifest, read_manifest
from warehouse.edition import load_edition
from warehouse.errors import GateError
from warehouse.project import Project


def command(
    edition: EditionArgument,
    project: ProjectOption = None,
    *,
    json: JsonOption = False,
    show_withheld: ShowWithheldOption = False,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads for DuckDB; results do not depend on it.")
    ] = None,
) -> int:
    """Read, check, aggregate and publish an edition; exit 0 when complete, 1 with data problems, 2 on wrong usage."""
    if threads is not None:
        from warehouse.connection import THREADS_VARIABLE

        os.environ[THREADS_VARIABLE] = str(threads)
    found = project_of(project)
    manifest, is_unchanged = build_edition(found, edition)
    show(
        manifest,
        found.root,
        is_unchanged=is_unchanged,
        as_json=json,
        show_withheld=show_withheld,
    )
    return COMPLETE if manifest.is_complete else DATA_PROBLEMS


def build_edition(project: Project, edition: str) -> tuple[Manifest, bool]:
    """Return the manifest of an edition and whether it is that of an earlier build because nothing changed.

    Where the project has a Dagster instance (DAGSTER_HOME, or `.dagster/` as `annual-report dev` makes it) the build
    is a run of it and shows in the UI; elsewhere the same steps run without an orchestrator.

    A frozen edition is not built, but where its generation was damaged that is made whole again, with the same content.

    Args:
        project: The project.
        edition: The edition, registered or proposed.

    Raises:
        GateError: If the edition is frozen and nothing of it is damaged.
    """
    load_edition(project, edition)
    if project.frozen(edition):
        return _restored(project, edition), False
    last = stamp.unchanged(project.root, edition)
    if last is not None:
        return last, True
    inputs = stamp.take(project.root, edition)
    with progress("starting") as listener:
        from report.edition import publish
        from warehouse.builder.edition_build import EditionBuild

        place = _run_recorded(project, edition, listener) if _has_instance(project) else None
        if place is None:
            place, _ = publish(EditionBuild(project, edition, listener))
        stamp.write(project.root, edition, inputs, place)
        return read_manifest(place), False


def _restored(project: Project, edition: str) -> Manifest:
    """Return the manifest of a frozen edition that was damaged and built again; raises GateError where it was not."""
    from report.release.restoring import restore

    inputs = stamp.take(project.root, edition)
    with progress("looking for damage") as listener:
        place = restore(project, edition, listener)
    stamp.write(project.root, edition, inputs, place)
    return read_manifest(place)


def _has_instance(project: Project) -> bool:
    return bool(os.environ.get("DAGSTER_HOME")) or (project.root / ".dagster").is_dir()


def _run_recorded(project: Project, edition: str, listener: Callable[[str], None]) -> Path | None:
    from pipelines.cli.dev import prepare_home
    from pipelines.run import run_edition

    with _of_the_instance(project):
        prepare_home(project)
        return run_edition(project, edition, listener)


@contextmanager
def _of_the_instance(project: Project) -> Iterator[None]:
    """Say in words what a database of Dagster's refuses: a full or read-only disk, a damaged file."""
    import sqlite3

    try:
        yield
    except Exception as error:
        refused = getattr(error, "orig", error)  # wrapped by what speaks to databases for Dagster
        if not isinstance(refused, sqlite3.Error):
            raise
        home = Path(os.environ.get("DAGSTER_HOME") or project.root / ".dagster")
        raise GateError(
            f"the run cannot be recorded: {refused}",
            where=project.shown(home),
            expected="a Dagster instance that can be read and written",
            remedy="make room, or see who may write there; move it away to build without a record",
        ) from error
