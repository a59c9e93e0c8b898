"""The project that a release is re-performed in: a copy of its own files, with the withheld ones that were supplied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from report.reperform.opened import PROJECT, NotARelease, OpenedRelease, Withheld
from warehouse.errors import SourceFileError
from warehouse.project import Project
from warehouse.sources.files import locate, sha256_of

_PIECE = 1 << 20
_NEEDED = ("raw", "warehouse/models", "warehouse/sources/schemas", "report")


@dataclass(frozen=True)
class Missing:
    """A withheld file that could not be put in its place, and why."""

    file: Withheld
    why: str


def prepare(
    release: OpenedRelease, supply: Path | None, root: Path
) -> tuple[Project, list[Missing]]:
    """Copy a release's project into a folder and put the supplied files in their places.

    Args:
        release: The release.
        supply: Folder with files that a licence withholds; laid out as in raw/, or under any names.
        root: Folder of the copy; made here.

    Returns:
        The project, and the withheld files that are still missing.

    Raises:
        NotARelease: If a withheld file has no place inside raw/.
    """
    source = release.data / PROJECT
    for part in _NEEDED:
        if (source / part).is_dir():
            shutil.copytree(source / part, root / part, copy_function=shutil.copyfile)
    project = Project(root)
    found = (_place(project, file, supply) for file in release.withheld)
    return project, [missing for missing in found if missing is not None]


def _place(project: Project, file: Withheld, supply: Path | None) -> Missing | None:
    """Put one withheld file in its place; return why it is missing otherwise."""
    try:
        target = locate(project.raw, file.path.removeprefix("raw/"), "data/withheld.json")
    except SourceFileError as error:
        raise NotARelease(
            f"not a release: {error.fact}", where=error.where, expected=error.expected
        ) from error
    if target.exists():
        raise NotARelease(
            "not a release: a file is withheld and in it",
            where=f"data/{PROJECT}/{file.path}",
            expected="one of both",
            remedy="take the release from where it was handed over",
        )
    because = f"withheld by {file.given.get('because', 'its licence')}"
    if supply is None:
        return Missing(file, f"{because}, and no folder was given with --supply")
    wrong = ""
    for candidate in _candidates(file, supply):
        fault = _fault_of_copy(candidate, target, file.sha256)
        if not fault:
            return None
        target.unlink(missing_ok=True)
        if candidate.name == target.name:
            shown = candidate.relative_to(supply).as_posix()
            wrong = wrong or f"{shown}: the supplied file {fault}"
    return Missing(file, wrong or f"{because}, and not in the supplied folder")


def not_taken(release: OpenedRelease, supply: Path | None) -> Iterator[dict[str, str]]:
    """Yield every supplied file that is none of those which the release withholds, by its digest."""
    wanted = {file.sha256 for file in release.withheld}
    for path in sorted(supply.rglob("*")) if supply else ():
        if path.is_file():
            digest, why = "", "no file that the release withholds"
            try:
                digest = sha256_of(path)
            except OSError as error:
                why = f"cannot be read: {error.strerror or error}"
            if digest not in wanted:
                shown = path.relative_to(supply).as_posix() if supply else path.name
                yield {"path": shown, "sha256": digest, "why": why}


def _fault_of_copy(candidate: Path, target: Path, wanted: str) -> str:
    """Copy a file and return why the copy is not the wanted one; what was hashed is what is used.

    Raises:
        OSError: If the copy cannot be written, which is no fault of the file.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("wb") as copy:
            for piece in _pieces(candidate):
                copy.write(piece)
    except SourceFileError as error:
        return error.fact
    digest = sha256_of(target)
    return "" if digest == wanted else f"has sha256 {digest}, expected {wanted}"


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield what a file holds; raises SourceFileError where it cannot be read."""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except OSError as error:
        raise SourceFileError(f"cannot be read: {error.strerror or error}") from error


def _candidates(file: Withheld, supply: Path) -> Iterator[Path]:
    """Yield the files that may be a withheld one: at its path, under its name, then any of its size."""
    inner = file.path.removeprefix("raw/")
    places = [supply / file.path, supply / inner, supply / Path(file.path).name]
    yield from (place for place in places if place.is_file())
    size = file.given.get("bytes")
    for path in sorted(supply.rglob("*")):
        if path.is_file() and path.stat().st_size == size and path not in places:
            yield path
