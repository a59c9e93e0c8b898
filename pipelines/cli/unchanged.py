"""The quick answer to `build` when nothing changed since the last one; everything else goes the long way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from warehouse.builder.manifest import Manifest
from warehouse.builder.stamp import unchanged
from warehouse.errors import ReportError
from warehouse.project import Project

COMPLETE, DATA_PROBLEMS = 0, 1


def answer(arguments: Sequence[str]) -> int | None:
    """Print the last build and return its exit code, or None when the full command has to run.

    Args:
        arguments: The command line after the program's name.
    """
    parsed = _parse(arguments)
    if parsed is None:
        return None
    edition, as_json, project = parsed
    try:
        found = Project.find(Path(project) if project else None)
    except ReportError:
        return None
    manifest = None if _is_frozen(found, edition) else unchanged(found.root, edition)
    if manifest is None:
        return None
    show(manifest, found.root, as_json=as_json, is_unchanged=True)
    return COMPLETE if manifest.is_complete else DATA_PROBLEMS


def show(manifest: Manifest, root: Path, *, as_json: bool, is_unchanged: bool) -> None:
    """Print a build's manifest, as JSON or as tables."""
    if as_json:
        print(
            json.dumps(
                {**manifest.to_json(), "unchanged": is_unchanged}, ensure_ascii=False, indent=1
            )
        )
        return
    from pipelines.cli.summary import print_summary

    print_summary(manifest, root, is_unchanged=is_unchanged)


def _is_frozen(project: Project, edition: str) -> bool:
    """Return whether the edition has been released: the full command then says so and refuses."""
    return any((project.releases / edition).glob("r*/bagit.txt"))


def _parse(arguments: Sequence[str]) -> tuple[str, bool, str] | None:
    """Return edition, whether JSON is asked for and the project, when the line is a plain `build`."""
    if not arguments or arguments[0] != "build":
        return None
    edition, as_json, project = "", False, ""
    rest = list(arguments[1:])
    while rest:
        word = rest.pop(0)
        if word == "--json":
            as_json = True
        elif word == "--project" and rest:
            project = rest.pop(0)
        elif not word.startswith("-") and not edition:
            edition = word
        else:
            return None
    return (edition, as_json, project) if edition.isdigit() else None
