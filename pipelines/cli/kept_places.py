"""Places that no command writes what a person asked for to: evidence, definitions, and what was built or released."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from warehouse.errors import DefinitionError
from warehouse.folders import GENERATIONS
from warehouse.listing import listed
from warehouse.project import Project

_BAG = "bagit.txt"


def refuse_kept(project: Project | None, *places: Path) -> None:
    """Refuse to write a file or folder where the project, or a release of anybody's, keeps what it rests on.

    Args:
        project: The project; None where there is none, and releases only are kept.
        places: The files or folders to be written.

    Raises:
        DefinitionError: If one of them is such a place, lies in one or holds one; or is a device or pipe, which a file
            that is put in its place would take away from everybody.
    """
    for place in places:
        wanted = real(place)
        _refuse_device(place, wanted)
        kept = next((k for k in _kept(project, wanted) if _touches(wanted, k)), None)
        if kept is not None:
            raise DefinitionError(
                f"nothing is written into {project.shown(kept) if project else kept.name}: it is kept as it is",
                where=str(place),
                expected="a place outside raw/, releases/, the definitions and what was built",
                remedy="name another file or folder",
            )


def _refuse_device(place: Path, wanted: Path) -> None:
    if wanted.exists() and not (wanted.is_file() or wanted.is_dir()):
        raise DefinitionError(
            "this is a device or a pipe, and no file",
            where=str(place),
            expected="a file or folder of your own",
            remedy="name another file or folder; what a command prints can be sent to a pipe by the shell",
        )


def real(place: Path) -> Path:
    """Return where a path leads; one that leads to itself stays as it is, for whoever opens it to say so."""
    return Path(os.path.realpath(place))


def _kept(project: Project | None, wanted: Path) -> Iterator[Path]:
    yield from (folder for folder in (wanted, *wanted.parents) if (folder / _BAG).is_file())
    if project is None:
        return
    yield from (project.raw, project.releases, project.models, project.schemas, project.steps)
    yield from (project.figures, project.conditions)
    yield from (edition / GENERATIONS for edition in listed(project.build))


def _touches(wanted: Path, kept: Path) -> bool:
    place = real(kept)
    return wanted.is_relative_to(place) or (kept.exists() and place.is_relative_to(wanted))
