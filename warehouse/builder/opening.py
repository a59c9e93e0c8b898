"""Opening a generation: the one way to what a build has kept, for whoever reads it.

The pointer must lead where a build let it lead, every file must have the digest that it was written with, and what it
leads to must be of the edition that was asked for. What is not so is refused, and a build makes it whole again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from warehouse.builder.generation_files import AlteredFile, differences
from warehouse.builder.manifest import read_manifest, rebuild
from warehouse.builder.pointers import Pointers
from warehouse.errors import DamagedFileError, GateError
from warehouse.folders import BUILD, CURRENT, GENERATIONS, LATEST, MANIFEST
from warehouse.project import Project

_TRIES, _PAUSE = 20, 0.05
"""A build that turns the pointers at this very moment is done before long."""


def open_generation(project: Project, edition: str, pointer: str = CURRENT) -> Path:
    """Return the folder that a pointer leads to, resolved, every file of it hashed.

    Raises:
        GateError: If nothing was built yet.
        DamagedFileError: If the pointer or a file is not as a build left it; with the file.
    """
    place = pointed(project, edition, pointer)
    refuse_altered(place)
    return place


def refuse_altered(place: Path) -> None:
    """Raise DamagedFileError unless every file of a generation is as it was built; each is hashed."""
    found = differences(place)
    if found:
        raise damaged(place, found)


def pointed(project: Project, edition: str, pointer: str = CURRENT) -> Path:
    """Return the folder that a pointer leads to, resolved; other than `open_generation` this hashes no file.

    For who goes on to say which files differ.

    Raises:
        GateError: If nothing was built yet.
        DamagedFileError: If the pointer does not lead where a build let it lead.
    """
    pointers = Pointers(project.build / edition)
    if not pointers.is_there(pointer):
        raise GateError(
            f"edition {edition} has no {pointer} generation",
            where=f"{BUILD}/{edition}",
            remedy=rebuild(edition),
        )
    fault = ""
    for _ in range(_TRIES):
        place = pointers.target(pointer)
        fault = misled(pointers, pointer, place)
        if place is not None and not fault:
            return place
        time.sleep(_PAUSE)
    raise DamagedFileError(
        fault,
        where=f"{BUILD}/{edition}/{pointer}",
        expected=f"a link to the generation in {GENERATIONS}/ that the last build left it at",
        remedy=rebuild(edition),
    )


def misled(pointers: Pointers, pointer: str, place: Path | None) -> str:
    """Return what is wrong with where a pointer leads; empty when nothing is."""
    if place is None:
        return "it leads to no generation of this edition"
    if not pointers.is_as_turned(pointer, place):
        return f"it leads to generation {place.name}, to which no build turned it last"
    if _edition_of(place) not in (None, pointers.folder.name):
        return f"it leads to a generation whose {MANIFEST} is of edition {_edition_of(place)}"
    latest = pointers.target(LATEST)
    is_behind = latest not in (None, place) and not pointers.is_turning(LATEST, place)
    if pointer == CURRENT and is_behind and _is_complete(latest):
        return f"it leads to generation {place.name}, which is not the last complete one"
    return ""


def damaged(place: Path, found: Sequence[AlteredFile]) -> DamagedFileError:
    """Return the error for a generation with files that are not as they were built."""
    first = found[0]
    count = len(found) - 1
    others = f"; nor are {count} other files" if count > 1 else "; nor is 1 other file"
    others = others if count else ""
    edition = place.parent.parent.name
    where = f"{BUILD}/{edition}/{GENERATIONS}/{place.name}/{first.file}".rstrip("/")
    return DamagedFileError(
        f"not as it was built: {first.fact}{others}",
        where=where,
        expected=first.expected,
        remedy=rebuild(edition),
    )


@contextmanager
def refusing_damaged(place: Path) -> Iterator[None]:
    """Turn whatever fails into the error that names the damaged file, where one is."""
    try:
        yield
    except Exception as error:
        found = differences(place)
        if not found or isinstance(error, DamagedFileError):
            raise
        raise damaged(place, found) from error


def _edition_of(place: Path) -> str | None:
    """Return the edition that a generation says it is of; None where it cannot be read, which its digest tells."""
    try:
        return read_manifest(place).edition
    except DamagedFileError:
        return None


def _is_complete(place: Path | None) -> bool:
    try:
        return place is not None and read_manifest(place).is_complete
    except DamagedFileError:
        return False
