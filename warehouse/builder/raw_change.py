"""A change of raw/: worked out aside, by one process at a time, so that what is there is whole before it is moved.

What a folder of raw/ is to be is put together in a project of links beside the builds. Whatever ends a change leaves
raw/ as it was or as it shall be, but for the moment between two moves. Such a first move is taken back: at once, or
after a kill by the next change. Which it was is read from raw/ itself, where the register says what has taken effect.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from warehouse.builder.holding import one_at_a_time
from warehouse.errors import ReportError
from warehouse.leftovers import clear_left, hidden_name, remove
from warehouse.project import Project
from warehouse.sources.files import sha256_of
from warehouse.sources.register import load_source

REGISTER = "source.yaml"
_FOLDER, _LOCK, _WORK = ".changes", "lock", "work"


@contextmanager
def change(project: Project, part: str) -> Iterator[Project]:
    """Give a project beside the builds that shows one folder of raw/ as it is, while nobody else changes that.

    Args:
        project: The project.
        part: Name of the folder of raw/, which is there.
    """
    home = project.build / _FOLDER / part
    home.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(home / _LOCK):
        aside = Project(home / _WORK)
        _clear(project, aside, part)
        (aside.raw / part).mkdir(parents=True)
        for entry in (project.raw / part).iterdir():
            (aside.raw / part / entry.name).symlink_to(entry.absolute())
        try:
            yield aside
        finally:
            # Left to the next change where it fails: that says nothing of what has taken effect.
            with suppress(OSError):
                _clear(project, aside, part)


def _clear(project: Project, aside: Project, part: str) -> None:
    """Take back what was moved to raw/ and never registered or is withdrawn, and remove what a change worked with."""
    for place in (*_unregistered(project, aside, part), *_withdrawn(project, part)):
        # Out of sight in one step: half a folder would be known by nothing, and stay.
        os.rename(place, place.with_name(hidden_name(place.name)))
    clear_left(project.raw / part, "", are_dead=True)
    remove(aside.root)


def _unregistered(project: Project, aside: Project, part: str) -> Iterator[Path]:
    """Yield the folders of vintages that were moved to raw/ by a change that did not get as far as to register them."""
    if not (aside.raw / part / REGISTER).is_file():
        return
    try:
        planned, present = load_source(aside, part), load_source(project, part)
    except ReportError:  # it was killed while it wrote the register: before it moved anything
        return
    for name in planned.vintages.keys() - present.vintages.keys():
        place = project.raw / part / name
        files = {file.path: file.sha256 for file in planned.vintages[name].files}
        was_moved = not (aside.raw / part / name).exists() and place.is_dir()
        if was_moved and _digests(place) == files:
            yield place


def _withdrawn(project: Project, part: str) -> Iterator[Path]:
    """Yield the folders of vintages that were withdrawn by a change that did not get as far as to remove them."""
    try:
        present = load_source(project, part)
    except (
        ReportError
    ):  # a folder of no source, or a register that cannot be read: nothing is known
        return
    for gone in present.withdrawn:
        place = project.raw / part / gone.vintage
        if gone.vintage in present.vintages or not place.is_dir() or place.is_symlink():
            continue
        if _digests(place) == dict(gone.digests):
            yield place


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if not path.is_dir())
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in files}
