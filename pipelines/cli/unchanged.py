"""The quick answer to `build` when nothing changed since the last one; everything else goes the long way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.cli.output import emit_json
from warehouse.builder.manifest import Manifest
from warehouse.builder.stamp import unchanged
from warehouse.errors import ReportError
from warehouse.folders import FAILURE
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
    edition, as_json, show_withheld, project = parsed
    try:
        found = Project.find(Path(project) if project else None)
        # A frozen edition takes the long way: the full command says so and refuses.
        manifest = None if found.frozen(edition) else unchanged(found.root, edition)
    except (ReportError, OSError):  # the full command says what is wrong
        return None
    if manifest is None:
        return None
    show(manifest, found.root, is_unchanged=True, as_json=as_json, show_withheld=show_withheld)
    return COMPLETE if manifest.is_complete else DATA_PROBLEMS


def show(
    manifest: Manifest, root: Path, *, as_json: bool, is_unchanged: bool, show_withheld: bool
) -> None:
    """Print a build's manifest, as JSON or as tables; what withheld files say only where that is asked for."""
    if manifest.is_complete:  # what once held it up was undone by hand
        (Project(root).build / manifest.edition / FAILURE).unlink(missing_ok=True)
    if as_json:
        emit_json({**manifest.told(show_withheld=show_withheld), "unchanged": is_unchanged})
        return
    from pipelines.cli.summary import print_summary

    print_summary(manifest, root, is_unchanged=is_unchanged, show_withheld=show_withheld)


def _parse(arguments: Sequence[str]) -> tuple[str, bool, bool, str] | None:
    """Return edition, whether JSON and withheld values are asked for and the project, when the line is a plain `build`.

    Read by the standard library's parser: importing Typer takes as long as all that follows from here.
    """
    if not arguments or arguments[0] != "build":
        return None
    from argparse import ArgumentError, ArgumentParser

    parser = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("edition", nargs="?", default="")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show-withheld", action="store_true")
    parser.add_argument("--project", default="")
    try:
        line, others = parser.parse_known_args(arguments[1:])
    except ArgumentError:
        return None
    is_plain = not others and line.edition.isdigit()
    return (line.edition, line.json, line.show_withheld, line.project) if is_plain else None
