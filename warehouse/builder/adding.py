"""Adding a vintage: the one command that writes under raw/, and only what has passed its checks.

The files are copied aside and checked there exactly as a build would, with all the editions that could pin them; only
then are they moved to raw/, and the register with its new entry after them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import yaml

from warehouse.builder.arrival import REGISTER, Arrival, refuse_known, staged_vintage
from warehouse.builder.outcome import Outcome
from warehouse.builder.raw_change import change
from warehouse.builder.raw_tables import RawTable, checked_table
from warehouse.builder.store import Store
from warehouse.builder.trial import EditionTrial, editions_with, link_all
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_vintage
from warehouse.placing import move, not_yet_counting, write_bytes
from warehouse.problems import Problem
from warehouse.project import Project
from warehouse.sources.register import Source, Vintage, load_source


@dataclass(frozen=True)
class Checked:
    """A vintage that was worked out aside, while nobody else changes its source.

    Attributes:
        source: The source as it is.
        vintage: The vintage, with what it was compared with.
        outcomes: What became of each of its tables: rules, and differences to other vintages.
        editions: The open editions that could pin it, where its tables could be read.
    """

    project: Project
    aside: Project
    source: Source
    vintage: Vintage
    outcomes: tuple[Outcome, ...]
    editions: tuple[EditionTrial, ...]

    @property
    def problems(self) -> list[Problem]:
        """The problems of its tables."""
        return [problem for outcome in self.outcomes for problem in outcome.problems]

    @property
    def passed(self) -> bool:
        """Whether it may be registered."""
        tables = all(outcome.passed for outcome in self.outcomes)
        return tables and not any(e.new_errors for e in self.editions if not e.is_draft)

    @property
    def rows(self) -> int:
        """Rows of all its tables."""
        return sum(outcome.step.record.rows for outcome in self.outcomes if outcome.step)

    def register(self) -> None:
        """Move the vintage to raw/, and into the register.

        Raises:
            DefinitionError: If it did not pass, or the register cannot take the entry or was changed meanwhile.
        """
        if not self.passed:
            raise DefinitionError(
                f"vintage {self.vintage.id} has problems", where=f"raw/{self.source.name}"
            )
        _register(self.project, self.aside, self.source, self.vintage)


@contextmanager
def checked(project: Project, arrival: Arrival) -> Iterator[Checked]:
    """Give a vintage that is worked out aside, and that may be registered until the end.

    Raises:
        DefinitionError: If the source or a table is not known, the vintage exists, or a file is missing.
    """
    load_source(project, arrival.source)
    check_vintage(arrival.date, f"raw/{arrival.source}")
    with change(project, arrival.source) as aside:
        source = load_source(project, arrival.source)
        refuse_known(source, arrival.date)
        staged = replace(source, folder=aside.raw / source.name)
        vintage = staged_vintage(staged, arrival)
        outcomes = tuple(_check(project, staged, vintage))
        editions: tuple[EditionTrial, ...] = ()
        if all(outcome.step and outcome.step.record.passed for outcome in outcomes):
            _stage_register(aside, source, vintage)
            link_all(project, aside, source.name)
            today = dt.datetime.now(dt.UTC).date()
            editions = tuple(editions_with(project, aside, source.name, vintage.id, today))
        yield Checked(project, aside, source, vintage, outcomes, editions)


def add_vintage(project: Project, arrival: Arrival) -> list[Outcome]:
    """Check a vintage and, when every table of it passes, register it; otherwise leave raw/ as it was.

    Returns:
        The outcome of each table of the vintage.

    Raises:
        DefinitionError: As of `checked`.
    """
    with checked(project, arrival) as found:
        if found.passed:
            found.register()
        return list(found.outcomes)


def _check(project: Project, source: Source, vintage: Vintage) -> list[Outcome]:
    extended = replace(source, vintages={**source.vintages, vintage.id: vintage})
    store = Store(project.steps)
    tables = [source.tables[file.table] for file in vintage.files]
    return [
        checked_table(project, store, RawTable(extended, table, vintage.id)) for table in tables
    ]


def _stage_register(aside: Project, source: Source, vintage: Vintage) -> None:
    """Write the register with the new entry beside the files, and see that it can be read."""
    before = (source.folder / REGISTER).read_bytes()
    stanza = _stanza(vintage)
    # By this copy, which stays there, a folder is known that was moved and never registered: see `change`.
    write_bytes(
        aside.raw / source.name / REGISTER,
        before.rstrip(b"\n") + b"\n" + stanza.encode("utf-8"),
    )
    _refuse_unreadable(aside, source.name, vintage, stanza)


def _register(project: Project, aside: Project, source: Source, vintage: Vintage) -> None:
    """Move the vintage to raw/, then the register that names it."""
    path, staged = source.folder / REGISTER, aside.raw / source.name
    after = (staged / REGISTER).read_bytes()
    with not_yet_counting():
        move(staged / vintage.id, source.folder / vintage.id)
    if not after.startswith(path.read_bytes().rstrip(b"\n") + b"\n"):
        raise DefinitionError(
            "the register was changed while the vintage was checked",
            where=f"raw/{source.name}/{REGISTER}",
            remedy="run this again",
        )
    # Made ready aside, so that raw/ shows no half of it at any moment.
    ready = aside.root / f".{REGISTER}"
    ready.write_bytes(after)
    move(ready, path)


def _stanza(vintage: Vintage) -> str:
    """Return the vintage's entry, to be appended to what stands in source.yaml, comments included."""
    entry = {
        vintage.id: {
            "release": vintage.release,
            "published": vintage.published,
            "retrieved": vintage.retrieved,
            "nature": vintage.nature,
            "form": vintage.form,
            **({"note": vintage.note} if vintage.note else {}),
            **_recorded(vintage),
            "files": [
                {"table": f.table, "path": f.path, "sha256": f.sha256, "bytes": f.size}
                for f in vintage.files
            ],
        }
    }
    text = yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=110)
    return "".join(f"  {line}\n" for line in text.splitlines())


def _recorded(vintage: Vintage) -> dict[str, list[str]]:
    compared = vintage.compared_with
    return {} if compared is None else {"compared_with": list(compared)}


def _refuse_unreadable(aside: Project, name: str, vintage: Vintage, stanza: str) -> None:
    """Refuse a register that, with the entry at its end, does not say what was added."""
    try:
        registered = load_source(aside, name).vintages.get(vintage.id) == vintage
    except DefinitionError:
        registered = False
    if not registered:
        raise DefinitionError(
            "the entry cannot be appended",
            where=f"raw/{name}/{REGISTER}",
            expected="`vintages:` as the last key of the file, indented by two blanks",
            remedy=f"move it to the end, or add by hand:\n{stanza}",
        )
