"""Putting a release in place: written under a hidden name, made durable, moved there whole, one at a time.

A kill at any moment leaves none of it or all of it; what a killed one left behind is removed by the next.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from warehouse.errors import GateError
from warehouse.machine_faults import fact_of, remedy_of
from warehouse.placing import bring_to_disk, confirm
from warehouse.project import Project

LOCK, WORK = ".lock", ".writing"


@contextmanager
def releasing_alone(project: Project, edition: str, what: str = "release") -> Iterator[Path]:
    """Give the folder of an edition's releases while nobody else writes there.

    Args:
        project: The project.
        edition: The edition.
        what: What is to be written there, as `not_written` names it.

    Raises:
        GateError: If another release or sign-off of the edition is being made, or the folder cannot be written to.
    """
    folder = project.releases / edition
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("w")
    except OSError as error:
        raise not_written(error, folder, what) from error
    with lock:
        _take(lock, edition)
        yield folder


@contextmanager
def unbuilt_meanwhile(project: Project, edition: str) -> Iterator[None]:
    """Keep builds of an edition waiting, so that none removes or replaces the generation that is being released."""
    with (project.build / edition / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def unfinished_release(folder: Path) -> Iterator[Path]:
    """Give an empty hidden folder beside the releases; it is removed unless it was moved into its place.

    Raises:
        GateError: If something in it cannot be written, e.g. because the disk is full.
    """
    work = folder / WORK
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        yield work
    except OSError as error:
        raise not_written(error, folder) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def move_into_place(work: Path, place: Path) -> None:
    """Make a working folder durable and move it to its place in one step.

    Raises:
        GateError: If the place is taken.
        UnconfirmedError: If it was moved and the disk does not confirm that.
    """
    _make_durable(work)
    if place.exists():
        raise GateError(
            f"{place.name} is there already", where=f"releases/{place.parent.name}/{place.name}"
        )
    os.rename(work, place)
    confirm(place)


def not_written(error: OSError, folder: Path, what: str = "release") -> GateError:
    """Return a failure to write, before anything took effect, as an error in plain words.

    Args:
        error: What the system refused.
        folder: The folder of the edition's releases.
        what: What was to be written: a `release` or a `sign-off`.
    """
    return GateError(
        f"the {what} cannot be written: {fact_of(error, folder)}",
        where=f"releases/{folder.name}",
        remedy=f"{remedy_of(error)}; there is no new {what}, and no release has changed",
    )


def _take(lock: IO[str], edition: str) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise GateError(
            f"another release or sign-off of edition {edition} is being made",
            where=f"releases/{edition}",
            remedy="wait until it is done, and run this again",
        ) from error


def _make_durable(folder: Path) -> None:
    """Bring every file and folder to the disk, so that a release in its place is whole after a power cut too."""
    # Many at a time: the disk brings what waits together down in one go.
    with ThreadPoolExecutor(max_workers=16) as threads:
        list(threads.map(bring_to_disk, [*folder.rglob("*"), folder]))
