"""A trial of an edition: the same definitions with the newest vintages, built beside the project and thrown away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from report.edition import publish
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.holding import working_folder
from warehouse.builder.kept import Kept
from warehouse.builder.plan import Plan
from warehouse.definitions import read_yaml
from warehouse.edition import edition_path, load_edition
from warehouse.errors import GateError, user_errors
from warehouse.model import PRINT
from warehouse.problems import blocking
from warehouse.project import Project
from warehouse.sources.register import load_source

_PREFIX = ".trial-"
_SHOWN = 3


class Trial(NamedTuple):
    """An edition with newer vintages.

    Attributes:
        kept: The generation.
        newer: Source -> (pinned vintage, newest vintage), of the sources that the generation has with their newest.
        blocked: Source -> why it cannot be built with its newest vintage, and stands with the pinned one.
    """

    kept: Kept
    newer: Mapping[str, tuple[str, str]]
    blocked: Mapping[str, str]


@contextmanager
def trial(project: Project, edition: str) -> Iterator[Trial]:
    """Build an edition with the newest vintage of every source that can be built with it.

    The models see an as-of date on which the newest of these vintages was out. Nothing of the edition is written.

    Raises:
        GateError: If the edition cannot be built as it is.
    """
    wanted = newer_vintages(project, edition)
    with working_folder(project.build, _PREFIX) as folder:
        other = _beside(project, folder)
        built = _built(project, other, edition, wanted)
        if isinstance(built, Kept):
            yield Trial(built, wanted, {})
            return
        newer, blocked = _parted(project, other, edition, wanted, built)
        built = _built(project, other, edition, newer)
        if not isinstance(built, Kept):
            raise GateError(
                f"edition {edition} cannot be built as it is pinned: {built}",
                where=f"raw/editions/{edition}.yaml",
                remedy=f"annual-report build {edition}",
            )
        yield Trial(built, newer, blocked)


def _parted(
    project: Project,
    other: Project,
    edition: str,
    wanted: Mapping[str, tuple[str, str]],
    fault: str,
) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Return the sources that can be built with their newest vintages, one after the other, and why others cannot."""
    newer: dict[str, tuple[str, str]] = {}
    blocked = dict.fromkeys(wanted, fault) if len(wanted) == 1 else {}
    for name, pair in wanted.items() if not blocked else ():
        built = _built(project, other, edition, {**newer, name: pair})
        if isinstance(built, Kept):
            newer[name] = pair
        else:
            blocked[name] = built
    return newer, blocked


def _built(
    project: Project, other: Project, edition: str, newer: Mapping[str, tuple[str, str]]
) -> Kept | str:
    """Return the generation of an edition with some newer vintages, or the fault that it stops at."""
    _write_edition(project, other, edition, newer)
    try:
        build = EditionBuild(other, edition)
        build.plan = _without_print(build.plan) if newer else build.plan
        place, parts = publish(build)
    except user_errors() as error:
        return str(error)
    if parts.complete:
        return Kept(place)
    faults = [f"{p.file}: {p.rule}" for p in blocking(parts.problems)[:_SHOWN]]
    return "; ".join(faults or [f"{name}: {why}" for name, why in parts.missing.items()])


def _without_print(plan: Plan) -> Plan:
    """Return a plan without the checks that hold data to what was printed: what is restated is what is looked for."""
    checks = {name: check for name, check in plan.checks.items() if check.holds_to != PRINT}
    return replace(plan, checks=checks)


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
