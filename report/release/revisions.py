"""The releases of an edition: where each stands, which is the newest, and what each said of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from report.figures.published import FIGURES_FILE, ReleasedFigure, released
from report.publish.release_statement import RELEASE, ReleaseStatement
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_edition
from warehouse.listing import listed
from warehouse.project import Project
from warehouse.records import read_record
from warehouse.sources.files import sha256_of

BAG = "bagit.txt"
BAG_MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
T = TypeVar("T")
_NAME = re.compile(r"r([1-9][0-9]*)")


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
        return sha256_of(self.folder / BAG_MANIFEST)

    @property
    def statement(self) -> ReleaseStatement:
        """What its `release.json` says; raises DamagedFileError."""
        return self._read(RELEASE, ReleaseStatement.from_json)

    @property
    def figures(self) -> tuple[ReleasedFigure, ...]:
        """The figures that its `figures.json` lists; raises DamagedFileError."""
        return self._read(FIGURES_FILE, released)

    def _read(self, name: str, read: Callable[[object], T]) -> T:
        where = f"releases/{self.folder.parent.name}/{self.name}/data/{name}"
        remedy = "restore that release from its copy"
        return read_record(self.folder / "data" / name, read, where=where, remedy=remedy)


def revisions(project: Project, edition: str) -> list[Revision]:
    """Return the releases of an edition, the first one first; raises DefinitionError for a name that none can have."""
    return sorted(
        _found(project.releases / check_edition(edition)), key=lambda revision: revision.number
    )


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
    for path in listed(folder):
        named = _NAME.fullmatch(path.name)
        if named and (path / BAG).exists():
            yield Revision(int(named[1]), path)
