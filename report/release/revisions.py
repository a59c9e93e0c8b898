"""The releases of an edition: where each stands, which is the newest, and what each said of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.errors import DefinitionError
from warehouse.project import Project
from warehouse.sources.files import sha256_of

BAG = "bagit.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
_NAME = re.compile(r"r([1-9]\d*)")


@dataclass(frozen=True)
class Revision:
    """One release of an edition.

    Attributes:
        number: 1 for the first release, one more for each correction.
        folder: Its folder.
    """

    number: int
    folder: Path

    @property
    def name(self) -> str:
        """Its name, e.g. `r1`."""
        return f"r{self.number}"

    @property
    def identity(self) -> str:
        """The sha256 of its payload's manifest, which is its identity."""
        return sha256_of(self.folder / MANIFEST)

    @property
    def statement(self) -> dict[str, Any]:
        """What its `release.json` says."""
        return self.read("release.json")

    def read(self, name: str) -> dict[str, Any]:
        """Return a JSON file of its payload.

        Raises:
            DefinitionError: If it cannot be read.
        """
        path = self.folder / "data" / name
        try:
            loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DefinitionError(
                f"{name} of the earlier release cannot be read: {error}",
                where=f"releases/{self.folder.parent.name}/{self.name}",
                remedy="restore that release from its copy",
            ) from error
        return loaded


def revisions(project: Project, edition: str) -> list[Revision]:
    """Return the releases of an edition, the first one first."""
    return sorted(_found(project.releases / edition), key=lambda revision: revision.number)


def revision(project: Project, edition: str, name: str = "") -> Revision:
    """Return a release by name, e.g. `r1`; the newest where no name is given.

    Raises:
        DefinitionError: If there is none.
    """
    known = {found.name: found for found in revisions(project, edition)}
    wanted = name or next(reversed(known), "")
    if wanted not in known:
        raise DefinitionError(
            f"edition {edition} has no release {name}".rstrip(),
            where=f"releases/{edition}",
            expected=", ".join(known),
            remedy="" if known else f"annual-report release {edition}",
        )
    return known[wanted]


def _found(folder: Path) -> Iterator[Revision]:
    for path in folder.glob(f"r*/{BAG}"):
        named = _NAME.fullmatch(path.parent.name)
        if named:
            yield Revision(int(named[1]), path.parent)
