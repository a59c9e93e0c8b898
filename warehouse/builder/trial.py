"""What a vintage would change in the editions that are open: each is planned with it beside the builds.

A project of links stands in for the present one; in it the register has the vintage, and the editions pin it. What is
worked out for it lies in the step store, where a build that comes to pin the vintage finds it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from warehouse import folders
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.outcome import Outcome, of_step
from warehouse.builder.pinning import with_pin
from warehouse.builder.raw_tables import RawTable
from warehouse.builder.store import Store
from warehouse.calendar import due_editions, propose
from warehouse.edition import edition_names, load_edition
from warehouse.errors import DefinitionError
from warehouse.placing import write_text
from warehouse.problems import Problem, blocking
from warehouse.project import Project


class _Trial(EditionBuild):
    """A build in which differences to other vintages hold nothing up: whoever is to accept them sees what they do."""

    def _raw(self, raw: RawTable) -> Outcome:
        outcome = super()._raw(raw)
        step = outcome.step
        return of_step(step) if step is not None and step.record.passed else outcome


_NOT_LINKED = (folders.RAW, "warehouse", ".git")


@dataclass(frozen=True)
class EditionTrial:
    """An open edition as it is, and as it would be with the vintage.

    Attributes:
        edition: Its name.
        before: It as it is; None where it cannot be planned.
        after: It with the vintage.
        is_draft: Whether nobody has registered it yet; then it is what the calendar would propose.
    """

    edition: str
    before: EditionBuild | None
    after: EditionBuild
    is_draft: bool = False

    @property
    def new_errors(self) -> tuple[Problem, ...]:
        """What blocks with the vintage and does not without it; checks across sources among it."""
        known = {p.problem_id for p in self.before.problems()} if self.before else set()
        return tuple(p for p in blocking(self.after.problems()) if p.problem_id not in known)


def link_all(project: Project, aside: Project, source: str) -> None:
    """Complete a project beside the builds, which has one source's folder, to the whole project in links.

    Args:
        project: The project.
        aside: The other, whose folder of the source and whose editions are its own.
        source: The source.
    """
    _link(project.root, aside.root, _NOT_LINKED)
    _link(project.root / "warehouse", aside.root / "warehouse", (Path(folders.BUILD).name,))
    _link(project.raw, aside.raw, (source, folders.EDITIONS))
    _link(project.editions, aside.editions, ())


def editions_with(
    project: Project, aside: Project, source: str, vintage: str, day: dt.date
) -> Iterator[EditionTrial]:
    """Yield the open editions that would be another with a vintage: those that pin an older one and may pin this.

    Where no registered one may, the next edition is tried as the calendar proposes it.

    Args:
        project: The project.
        aside: As made by `link_all`, with the vintage in its register.
        source: The source that it is of.
        vintage: The vintage.
        day: Today.
    """
    store = Store(project.steps)
    found = False
    for name in edition_names(project):
        if project.frozen(name) or not _may_pin(project, name, source, vintage):
            continue
        found = True
        _pin(project, aside, name, source, vintage)
        before, after = _planned(project, name, store), _build(aside, name, store)
        yield EditionTrial(name, before, after)
    if not found:
        yield from _proposed(project, aside, store, source, vintage, day)


def _proposed(
    project: Project, aside: Project, store: Store, source: str, vintage: str, day: dt.date
) -> Iterator[EditionTrial]:
    for name in _to_be_opened(project, day):
        proposal = propose(aside, name, day)
        # Its state without the vintage is the same proposal with what is pinned today.
        before = _as_defined(aside, name, propose(project, name, day), store)
        after = _as_defined(aside, name, proposal, store)
        pin = after.plan.edition.pins.get(source) if after else None
        if after is not None and pin is not None and pin.vintage == vintage:
            yield EditionTrial(name, before, after, is_draft=True)


def _to_be_opened(project: Project, day: dt.date) -> list[str]:
    """Return the editions that are due and not registered; none where the calendar has nothing to go on from."""
    try:
        return [name for name in due_editions(project, day) if name not in edition_names(project)]
    except DefinitionError:
        return []


def _as_defined(aside: Project, name: str, definition: str, store: Store) -> EditionBuild | None:
    _own(aside.editions / f"{name}.yaml", definition)
    return _planned(aside, name, store)


def _may_pin(project: Project, name: str, source: str, vintage: str) -> bool:
    try:
        edition = load_edition(project, name)
    except DefinitionError:  # it cannot be built as it is: said by its own build
        return False
    pin = edition.pins.get(source)
    if pin is None or pin.vintage >= vintage:
        return False
    return vintage <= edition.as_of.isoformat() or bool(pin.after_as_of)


def _pin(project: Project, aside: Project, name: str, source: str, vintage: str) -> None:
    path = project.editions / f"{name}.yaml"
    before = load_edition(project, name).pins[source]
    pin = replace(before, vintage=vintage)
    text = with_pin(path.read_text(encoding="utf-8"), source, pin, project.shown(path))
    _own(aside.editions / path.name, text)


def _own(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    write_text(path, text)


def _planned(project: Project, name: str, store: Store) -> EditionBuild | None:
    try:
        return _build(project, name, store)
    except DefinitionError:
        return None


def _build(project: Project, name: str, store: Store) -> EditionBuild:
    return _Trial(project, name, store=store)


def _link(place: Path, into: Path, left_out: tuple[str, ...]) -> None:
    into.mkdir(exist_ok=True)
    for entry in place.iterdir():
        if entry.name not in left_out:
            (into / entry.name).symlink_to(entry.absolute())
