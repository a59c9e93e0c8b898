"""The manifest of a generation: what a build made of an edition, as `build --json` prints it.

What a figure is belongs to the report; here figures are kept as they were written. Only the standard library is used,
since the quick answer to a build with nothing changed rests on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from warehouse.errors import DamagedFileError
from warehouse.folders import BUILD, GENERATIONS, MANIFEST
from warehouse.problems import Problem, ShownProblem, blocking, without_value
from warehouse.records import (
    Fields,
    JsonObject,
    as_list,
    as_object,
    as_text,
    by_name,
    read_record,
)

T = TypeVar("T")


@dataclass(frozen=True)
class TableEntry:
    """A report table of a generation.

    Attributes:
        id: Its name.
        rows: Number of its rows.
        nature: The worst nature of its cells.
        form: `transcribed` when any of its raw rows was read from a publication, else `as received`.
        sources: The sources that it rests on, by name.
        content_sha256: Identity of its content.
    """

    id: str
    title: str
    rows: int
    nature: str
    form: str
    sources: tuple[str, ...]
    content_sha256: str

    @classmethod
    def from_json(cls, given: object) -> TableEntry:
        """Return the entry that `to_json` wrote; raises RecordError where it is none."""
        read = Fields(given)
        return cls(
            id=read.text("id"),
            title=read.text("title"),
            rows=read.integer("rows"),
            nature=read.text("nature"),
            form=read.text("form"),
            sources=read.each("sources", as_text),
            content_sha256=read.text("content_sha256"),
        )

    def to_json(self) -> JsonObject:
        """Return the entry as plain data, its parts by name."""
        return {
            "content_sha256": self.content_sha256,
            "form": self.form,
            "id": self.id,
            "nature": self.nature,
            "rows": self.rows,
            "sources": list(self.sources),
            "title": self.title,
        }


@dataclass(frozen=True)
class Manifest:
    """What a build made of an edition.

    Attributes:
        schema: Name and version of the format.
        is_draft: Whether the edition is a proposal that nobody has registered.
        is_complete: Whether every table is there and nothing blocks.
        content_sha256: Identity of what is published.
        tables: The report tables that could be built.
        missing: Name -> reason of those that could not.
        figures: The figures as they were written; `report.figures.published` reads them.
        problems: Every problem of the edition.
        withheld_problems: Ids of those whose value may not be shown, as it is of a withheld file.
    """

    schema: str
    edition: str
    title: str
    is_draft: bool
    is_complete: bool
    content_sha256: str
    tables: tuple[TableEntry, ...]
    missing: Mapping[str, str]
    figures: tuple[Mapping[str, object], ...]
    problems: tuple[Problem, ...]
    withheld_problems: tuple[str, ...] = ()

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop what depends on their table."""
        return blocking(self.problems)

    def shown(self, *, show_withheld: bool = False) -> list[ShownProblem]:
        """Return the problems as they may be shown: without what withheld files say, unless that is asked for."""
        closed = set() if show_withheld else set(self.withheld_problems)
        return [
            ShownProblem(without_value(p), is_withheld=True)
            if p.problem_id in closed
            else ShownProblem(p, is_withheld=False)
            for p in self.problems
        ]

    @classmethod
    def from_json(cls, given: object) -> Manifest:
        """Return the manifest that `to_json` wrote; raises RecordError where it is none."""
        read = Fields(given)
        problems = read.each("problems", Problem.from_json)
        # A manifest from before it was written down tells none of their values.
        all_of_them = tuple(problem.problem_id for problem in problems)
        return cls(
            schema=read.text("schema"),
            edition=read.text("edition"),
            title=read.text("title"),
            is_draft=read.flag("draft"),
            is_complete=read.flag("complete"),
            content_sha256=read.text("content_sha256"),
            tables=read.each("tables", TableEntry.from_json),
            missing=read.named("missing", as_text),
            figures=read.each("figures", as_object),
            problems=problems,
            withheld_problems=read.part("withheld_problems", _texts, all_of_them),
        )

    def to_json(self) -> JsonObject:
        """Return the manifest as plain data, the parts of every object by name."""
        return {
            "complete": self.is_complete,
            "content_sha256": self.content_sha256,
            "draft": self.is_draft,
            "edition": self.edition,
            "figures": [by_name(figure) for figure in self.figures],
            "missing": by_name(self.missing),
            "problems": [by_name(problem.as_dict()) for problem in self.problems],
            "schema": self.schema,
            "tables": [table.to_json() for table in self.tables],
            "title": self.title,
            "withheld_problems": list(self.withheld_problems),
        }

    def told(self, *, show_withheld: bool = False) -> JsonObject:
        """Return the manifest as it may be told: as `to_json` keeps it, with the problems as `shown` gives them."""
        shown = [by_name(s.problem.as_dict()) for s in self.shown(show_withheld=show_withheld)]
        kept = self.to_json()
        return {
            name: shown if name == "problems" else kept[name]
            for name in kept
            if name != "withheld_problems"
        }


def _texts(given: object) -> tuple[str, ...]:
    return tuple(map(as_text, as_list(given)))


def read_manifest(generation: Path) -> Manifest:
    """Return the manifest of a generation.

    Raises:
        DamagedFileError: If it is not there or not as a build writes it.
    """
    return read_kept(generation, MANIFEST, Manifest.from_json)


def read_kept(generation: Path, name: str, read: Callable[[object], T]) -> T:
    """Return the record in a JSON file of a generation; raises DamagedFileError with what makes it whole again."""
    where, remedy = _place(generation, name)
    return read_record(generation.resolve() / name, read, where=where, remedy=remedy)


def damaged_kept(generation: Path, name: str, fact: str) -> DamagedFileError:
    """Return the error for a file of a generation that is lost or cannot be read."""
    where, remedy = _place(generation, name)
    return DamagedFileError(
        fact, where=where, expected="the file that the build wrote there", remedy=remedy
    )


def _place(generation: Path, name: str) -> tuple[str, str]:
    """Return how errors name a file of a generation, and what makes it whole again."""
    folder = generation.resolve()
    edition = folder.parent.parent.name
    return f"{BUILD}/{edition}/{GENERATIONS}/{folder.name}/{name}", rebuild(edition)


def rebuild(edition: str) -> str:
    """Return what makes a damaged generation whole again."""
    return f"annual-report build {edition}"
