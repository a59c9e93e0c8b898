"""A trial of an edition: the same definitions with the newest vintages, built beside the project and thrown away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from report.edition import publish
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.holding import working_folder
from warehouse.builder.kept import Kept
from warehouse.definitions import read_yaml
from warehouse.edition import edition_path, load_edition
from warehouse.errors import GateError
from warehouse.project import Project
from warehouse.sources.register import load_source

_PREFIX = ".trial-"


@contextmanager
def trial(project: Project, edition: str) -> Iterator[tuple[Kept, Mapping[str, tuple[str, str]]]]:
    """Build an edition with the newest vintage of every source, and give the generation and the pins that differ.

    The models see an as-of date on which the newest of these vintages was out. Nothing of the edition is written.

    Yields:
        The generation, and source -> (pinned vintage, newest vintage).

    Raises:
        GateError: If the newest vintages do not pass their checks.
    """
    newer = newer_vintages(project, edition)
    with working_folder(project.build, _PREFIX) as folder:
        other = _beside(project, folder)
        _write_edition(project, other, edition, newer)
        place, parts = publish(EditionBuild(other, edition))
        if not parts.complete:
            faults = "; ".join(f"{p.file}: {p.rule}" for p in parts.problems[:3])
            raise GateError(
                f"edition {edition} cannot be built with the newest vintages: {faults}",
                where=", ".join(f"{name} {new}" for name, (_, new) in newer.items()),
                remedy="annual-report add-vintage shows what is wrong with a vintage",
            )
        yield Kept(place), newer


def newer_vintages(project: Project, edition: str) -> dict[str, tuple[str, str]]:
    """Return source -> (pinned, newest) of the sources that have a newer vintage than the edition pins."""
    pins = load_edition(project, edition).pins
    newest = {name: max(load_source(project, name).vintages) for name in pins}
    return {n: (pin.vintage, newest[n]) for n, pin in pins.items() if newest[n] > pin.vintage}


def _beside(project: Project, folder: Path) -> Project:
    """Make a project of links: all of the first one but its editions, its builds and its releases."""
    (folder / "raw" / "editions").mkdir(parents=True)
    (folder / "warehouse" / "build").mkdir(parents=True)
    for part, own in (("raw", "editions"), ("warehouse", "build")):
        for entry in sorted((project.root / part).iterdir()):
            if entry.name != own:
                (folder / part / entry.name).symlink_to(entry)
    (folder / "report").symlink_to(project.root / "report")
    # Steps are known by the digest of what they are made from, so that the trial may use and add to the project's.
    project.steps.mkdir(parents=True, exist_ok=True)
    other = Project(folder)
    other.steps.symlink_to(project.steps)
    return other


def _write_edition(
    project: Project, other: Project, edition: str, newer: Mapping[str, tuple[str, str]]
) -> None:
    path = edition_path(project, edition)
    given: dict[str, Any] = read_yaml(path, project.shown(path))
    for name, (_, vintage) in newer.items():
        given["sources"][name] = {"vintage": vintage, "after_as_of": "a trial with newer vintages"}
    published = [load_source(project, n).vintage(v).published for n, (_, v) in newer.items()]
    days = [str(given["as_of"]), *(day for day in published if len(day) == 10)]
    given["as_of"] = max(days)
    text = yaml.safe_dump(given, allow_unicode=True, sort_keys=False)
    (other.editions / f"{edition}.yaml").write_text(text, encoding="utf-8")
