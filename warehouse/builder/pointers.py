"""The two pointers of an edition, `current` and `latest`: where each leads, and where a build let it lead.

A pointer is a link, which anybody can turn. So what it was turned to stands beside it, and a reader compares. Only the
standard library is used.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from warehouse.folders import CURRENT, GENERATIONS, LATEST, POINTERS
from warehouse.placing import point, write_text


class Pointers:
    """The pointers of one edition.

    Args:
        folder: The edition's folder of builds.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_there(self, pointer: str) -> bool:
        """Say whether there is anything under the name of a pointer, wherever it leads.

        Raises:
            OSError: If that cannot be seen: what may not be read is not taken for what is not there.
        """
        try:
            os.lstat(self.folder / pointer)
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def target(self, pointer: str) -> Path | None:
        """Return the folder that a pointer leads to, resolved; None unless it is a generation of this edition."""
        link = self.folder / pointer
        place = Path(os.path.realpath(link))
        is_inside = place.parent == (self.folder / GENERATIONS).resolve()
        return place if link.is_symlink() and is_inside and place.is_dir() else None

    def is_as_turned(self, pointer: str, place: Path) -> bool:
        """Say whether a build turned the pointer to this place; true where nothing was noted."""
        noted = self._noted().get(pointer)
        return noted is None or place.name in noted

    def is_turning(self, pointer: str, place: Path) -> bool:
        """Say whether a build that turns the pointer to this place has not noted that it did: stopped, or at it."""
        noted = self._noted().get(pointer, [])
        return len(noted) > 1 and noted[-1] == place.name

    def turn(self, pointers: Collection[str], place: Path) -> None:
        """Let pointers lead to a generation, each in one step.

        Both places are noted before and only the new one after, so that a kill in between leaves none refused.
        """
        noted = dict(self._noted())
        both = {name: [*self._old(name, noted), place.name] for name in pointers}
        self._note({**noted, **both})
        for name in pointers:
            self._replace(name, place)
        self._note({**noted, **{name: [place.name] for name in pointers}})

    def take_away(self, pointer: str) -> None:
        """Let a pointer lead nowhere, and forget where it led."""
        noted = {name: places for name, places in self._noted().items() if name != pointer}
        path = self.folder / pointer
        _remove_folder(path)
        path.unlink(missing_ok=True)
        self._note(noted)

    def _replace(self, pointer: str, place: Path) -> None:
        path = self.folder / pointer
        _remove_folder(path)
        point(path, os.path.relpath(place, self.folder))

    def _old(self, pointer: str, noted: Mapping[str, list[str]]) -> list[str]:
        before = self.target(pointer)
        return noted.get(pointer, [before.name] if before else [])[-1:]

    def _noted(self) -> dict[str, list[str]]:
        """Return what was noted; notes that cannot be read fit no pointer."""
        path = self.folder / POINTERS
        if not os.path.lexists(path):
            return {}
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
            return {str(name): [str(place) for place in given[name]] for name in given}
        except (OSError, ValueError, TypeError, RecursionError):
            return {CURRENT: [], LATEST: []}

    def _note(self, noted: Mapping[str, list[str]]) -> None:
        write_text(self.folder / POINTERS, json.dumps(noted, indent=1, sort_keys=True) + "\n")


def _remove_folder(path: Path) -> None:
    """Remove a folder in the place of a pointer: a copy of the project may have followed the link."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
