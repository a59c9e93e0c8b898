"""Editions: what `raw/editions/<edition>.yaml` says of one report, and which editions there are.

An edition pins one vintage of every source it uses. An edition that nobody has registered yet may exist as a
proposal under the build folder; it is read the same way and marked as a draft.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.definitions import check_keys, items, mapping, read_yaml
from warehouse.errors import DefinitionError, GateError
from warehouse.folders import PROPOSAL
from warehouse.identifiers import check_edition, check_name, check_vintage, is_edition
from warehouse.listing import listed
from warehouse.project import Project


@dataclass(frozen=True)
class Pin:
    """The vintage of a source that an edition uses, and why it may be later than the as-of date.

    Attributes:
        records: Digest of the acceptances and reading notes of the vintage that the edition was built with, or empty.
    """

    vintage: str
    after_as_of: str = ""
    records: str = ""


@dataclass(frozen=True)
class RegisteredDocument:
    """A published text of the edition, known by its address and digest."""

    title: str
    url: str
    published: str
    sha256: str
    path: str | None = None


@dataclass(frozen=True)
class Edition:
    """One report: its period, its as-of date and the vintages that it rests on.

    Attributes:
        name: The edition, e.g. `2022`.
        where: Path of the definition, relative to the project.
        is_draft: True for a proposal that no person has registered under raw/ yet.
    """

    name: str
    title: str
    publisher: str
    start: dt.date
    end: dt.date
    as_of: dt.date
    due: dt.date
    pins: Mapping[str, Pin]
    documents: tuple[RegisteredDocument, ...]
    where: str
    is_draft: bool = False

    @property
    def year(self) -> int:
        """The calendar year that the edition reports on (that of its period's end)."""
        return self.end.year


def edition_names(project: Project) -> list[str]:
    """Return the registered editions, oldest first."""
    return [p.stem for p in listed(project.editions, ".yaml") if is_edition(p.stem)]


def is_proposed(project: Project, name: str) -> bool:
    """Return whether a proposal of the edition is kept with the builds."""
    return (project.build / name / PROPOSAL).is_file()


def edition_path(project: Project, name: str) -> Path:
    """Return the file that defines an edition: the registered one, else a proposal.

    Raises:
        DefinitionError: If the edition exists in neither place.
    """
    check_edition(name)
    proposal = project.build / name / PROPOSAL
    for path in (project.editions / f"{name}.yaml", proposal):
        if path.is_file():
            return path
    known = ", ".join(edition_names(project)) or "none"
    raise DefinitionError(
        f"edition {name} does not exist",
        where="raw/editions",
        expected=f"one of: {known}",
        remedy=f"annual-report new-edition {name}",
    )


def load_edition(project: Project, name: str) -> Edition:
    """Return an edition, registered or proposed; raises DefinitionError naming file and key."""
    path = edition_path(project, name)
    where = project.shown(path)
    given = read_yaml(path, where)
    required = {"edition", "title", "publisher", "period", "as_of", "due", "sources"}
    check_keys(given, required=required, optional={"documents"}, where=where)
    if str(given["edition"]) != name:
        raise DefinitionError(f"edition {given['edition']!r}", where=where, expected=f'"{name}"')
    period = mapping(given["period"], where)
    check_keys(period, required={"start", "end"}, where=f"{where}, period")
    edition = Edition(
        name=name,
        title=str(given["title"]),
        publisher=str(given["publisher"]),
        start=_date(period["start"], where),
        end=_date(period["end"], where),
        as_of=_date(given["as_of"], where),
        due=_date(given["due"], where),
        pins={k: _pin(k, v, where) for k, v in sorted(mapping(given["sources"], where).items())},
        documents=tuple(_document(item, where) for item in items(given.get("documents"), where)),
        where=where,
        is_draft=path.name == PROPOSAL,
    )
    _check_dates(edition)
    return edition


def frozen_by(project: Project, name: str) -> str | None:
    """Return the newest release that froze an edition, e.g. `r1`, or None while it is open."""
    # r10 is newer than r9, and longer.
    return max(project.frozen(name), key=lambda name: (len(name), name), default=None)


def refuse_if_frozen(project: Project, name: str) -> None:
    """Raise GateError when the edition has been released: what was published is not built over."""
    release = frozen_by(project, name)
    if release is not None:
        raise GateError(
            f"edition {name} is frozen by release {release}",
            where=f"releases/{name}/{release}",
            remedy="a correction is a new release, with its reason",
        )


def _check_dates(edition: Edition) -> None:
    if not edition.start <= edition.end <= edition.as_of:
        raise DefinitionError(
            f"period {edition.start} to {edition.end}, as of {edition.as_of}",
            where=edition.where,
            expected="start <= end <= as_of",
        )
    for source, pin in edition.pins.items():
        if pin.vintage > edition.as_of.isoformat() and not pin.after_as_of:
            raise DefinitionError(
                f"{source} pins vintage {pin.vintage}, later than the as-of date {edition.as_of}",
                where=edition.where,
                expected="a vintage that was out at the as-of date",
                remedy=f"pin an earlier vintage, or write {source}: {{vintage: {pin.vintage}, after_as_of: why}}",
            )


def _pin(source: str, given: object, where: str) -> Pin:
    check_name("source", source, where)
    if isinstance(given, dict):
        place = f"{where}, {source}"
        optional = {"after_as_of", "records"}
        check_keys(given, required={"vintage"}, optional=optional, where=place)
        vintage = check_vintage(str(given["vintage"]), place)
        after, records = (str(given.get(key) or "").strip() for key in ("after_as_of", "records"))
        return Pin(vintage, after, records)
    return Pin(check_vintage(str(given), f"{where}, {source}"))


def _document(given: object, where: str) -> RegisteredDocument:
    values = mapping(given, where)
    check_keys(
        values,
        required={"title", "url", "published", "sha256"},
        optional={"path"},
        where=f"{where}, documents",
    )
    path = values.get("path")
    texts = {key: str(values[key]) for key in ("title", "url", "published", "sha256")}
    return RegisteredDocument(path=str(path) if path else None, **texts)


def _date(given: object, where: str) -> dt.date:
    try:
        # A time of day is a date to Python, and a day only in a time zone.
        if isinstance(given, dt.date) and not isinstance(given, dt.datetime):
            return given
        return dt.date.fromisoformat(str(given))
    except ValueError as error:
        raise DefinitionError(
            f"date {repr(given)[:100]}", where=where, expected="YYYY-MM-DD"
        ) from error
