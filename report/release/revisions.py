"""The releases of an edition: where each stands, which is the newest, and what each said of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from report.figures.published import FIGURES_FILE, ReleasedFigure, released
from report.publish.release_statement import RELEASE, PreviousRelease, ReleaseStatement
from warehouse.errors import DefinitionError, GateError
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


def refuse_broken_chain(edition: str, found: Sequence[Revision]) -> None:
    """Refuse to go on from releases of which one is not that which the next one says it corrects.

    Args:
        edition: The edition.
        found: Its releases, the first one first.

    Raises:
        GateError: If one was exchanged, made anew, or is gone.
    """
    for before, made in zip([None, *found], found, strict=False):
        said = made.statement
        right = PreviousRelease(before.number, before.identity) if before else None
        if (said.edition, said.revision, said.previous) == (edition, made.number, right):
            continue
        previous = said.previous
        corrects = f"r{previous.revision}, {previous.identity}" if previous else "none"
        raise GateError(
            f"it says that it is r{said.revision} of edition {said.edition} and corrects {corrects}",
            where=f"releases/{edition}/{made.name}",
            expected=f"{made.name} of {edition}, which corrects "
            + (f"r{right.revision}, {right.identity}" if right else "none"),
            remedy="restore the releases of the edition from a copy, each in its folder",
        )


def _found(folder: Path) -> Iterator[Revision]:
    for path in listed(folder):
        named = _NAME.fullmatch(path.name)
        if named and (path / BAG).exists():
            yield Revision(int(named[1]), path)
