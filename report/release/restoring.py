"""The build of a frozen edition made whole again, where a file of it was damaged: the same content, or nothing.

What was published is not built over. But readers refuse a damaged generation, and something has to mend it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from report.edition import gather, publish
from report.release.revisions import revision
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import Generations
from warehouse.edition import refuse_if_frozen
from warehouse.errors import DamagedFileError, GateError
from warehouse.project import Project


def restore(project: Project, edition: str, listener: Callable[[str], None]) -> Path:
    """Build a frozen edition again whose generation is damaged, and return its place.

    Args:
        project: The project.
        edition: The edition, which has a release.
        listener: Called with the name of each table or check as its work begins.

    Raises:
        GateError: If nothing is damaged, or what would be built has another content than the newest release.
        DamagedFileError: If the release cannot be read.
    """
    if _is_damaged(project, edition):
        return _built_again(project, edition, listener)
    refuse_if_frozen(project, edition)
    raise GateError(f"edition {edition} has no release", where=f"releases/{edition}")


def _is_damaged(project: Project, edition: str) -> bool:
    try:
        Generations(project, edition).open()
    except DamagedFileError:
        return True
    except GateError:  # of a release that was made elsewhere there is no generation to mend
        return False
    return False


def _built_again(project: Project, edition: str, listener: Callable[[str], None]) -> Path:
    newest = revision(project, edition)
    build = EditionBuild(project, edition, listener, for_correction=True)
    content, released = gather(build).content_sha256, newest.statement.content_sha256
    if content == released:
        return publish(build)[0]
    raise GateError(
        f"edition {edition} is frozen by release {newest.name}, and would have other content now: {content}",
        where=f"releases/{edition}/{newest.name}",
        expected=f"content {released}",
        remedy="bring raw files and definitions back to what was released, then build; or release a correction",
    )
