"""Adding a vintage: the one command that writes under raw/, and only what has passed its checks.

The files are copied aside and checked there exactly as a build would; only then are they moved to raw/, and the
register with its new entry after them.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from warehouse.builder.outcome import Outcome
from warehouse.builder.raw_change import REGISTER, change
from warehouse.builder.raw_tables import RawTable, checked_table
from warehouse.builder.store import Store
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_vintage
from warehouse.placing import move, not_yet_counting, write_bytes
from warehouse.project import Project
from warehouse.sources.files import sha256_of
from warehouse.sources.register import (
    RawFile,
    Source,
    Vintage,
    load_source,
    parse_vintage,
)


@dataclass(frozen=True)
class Arrival:
    """A vintage as it comes in.

    Attributes:
        source: The source's name.
        date: The provider's release date, which becomes the vintage's id.
        files: Table name (empty where the source has one table) and path of each file.
        release: Title of the release; empty for the date.
        nature: Nature of the rows; empty for that of the vintage before.
        form: `as received` or `transcribed`; empty for that of the vintage before.
        layouts: `reader` and `schema` of tables that it brings in another layout.
    """

    source: str
    date: str
    files: Sequence[tuple[str, Path]]
    release: str = ""
    nature: str = ""
    form: str = ""
    layouts: Mapping[str, object] = field(default_factory=dict)


def add_vintage(project: Project, arrival: Arrival) -> list[Outcome]:
    """Check a vintage and, when every table of it passes, register it; otherwise leave raw/ as it was.

    Returns:
        The outcome of each table of the vintage.

    Raises:
        DefinitionError: If the source or a table is not known, the vintage exists, or a file is missing.
    """
    load_source(project, arrival.source)
    check_vintage(arrival.date, f"raw/{arrival.source}")
    with change(project, arrival.source) as aside:
        source = load_source(project, arrival.source)
        _refuse_known(source, arrival.date)
        staged = replace(source, folder=aside.raw / source.name)
        vintage = _vintage(staged, arrival)
        outcomes = _check(project, staged, vintage)
        if all(outcome.passed for outcome in outcomes):
            _register(project, aside, source, vintage)
        return outcomes


def _refuse_known(source: Source, date: str) -> None:
    if date in source.vintages:
        raise DefinitionError(
            f"vintage {date} exists already",
            where=f"raw/{source.name}",
            expected="a new date: a registered vintage is never changed",
        )
    if (source.folder / date).exists():
        raise DefinitionError(
            f"raw/{source.name}/{date} is there, but source.yaml does not register it",
            where=f"raw/{source.name}/{REGISTER}",
            remedy="register it by hand, or move the folder out of raw/ and run this again",
        )


def _vintage(source: Source, arrival: Arrival) -> Vintage:
    """Copy the files to where they are checked, and return the vintage that they make."""
    place = source.folder / arrival.date
    place.mkdir()
    before = source.vintages[source.ordered_vintages[-1]] if source.vintages else None
    files = [_copy(source, table, path, place) for table, path in arrival.files]
    entry = {
        "release": arrival.release or arrival.date,
        "published": arrival.date,
        "retrieved": dt.datetime.now(dt.UTC).date().isoformat(),
        "nature": arrival.nature or (before.nature if before else "measured"),
        "form": arrival.form or (before.form if before else "as received"),
        "files": [file.entry for file in files],
        **({"tables": dict(arrival.layouts)} if arrival.layouts else {}),
    }
    return parse_vintage(arrival.date, entry, source.tables, f"raw/{source.name}/source.yaml")


def _copy(source: Source, table: str, path: Path, place: Path) -> RawFile:
    only = next(iter(source.tables)) if len(source.tables) == 1 else ""
    names = tuple((table or only).split(","))
    if not {*names} <= {*source.tables}:
        raise DefinitionError(
            f"file {path.name} is for table {table or '?'}",
            where=f"raw/{source.name}/source.yaml",
            expected=" | ".join(source.tables),
            remedy="say which table a file is for: TABLE=FILE, or ONE,OTHER=FILE",
        )
    if not path.is_file():
        raise DefinitionError("the file does not exist", where=str(path))
    target = place / path.name
    if target.exists():
        raise DefinitionError(f"two files named {path.name}", remedy="rename one of them")
    shutil.copyfile(path, target)
    return RawFile(names[0], path.name, sha256_of(target), target.stat().st_size, names[1:])


def _check(project: Project, source: Source, vintage: Vintage) -> list[Outcome]:
    extended = replace(source, vintages={**source.vintages, vintage.id: vintage})
    store = Store(project.steps)
    names = dict.fromkeys(name for file in vintage.files for name in file.tables)
    tables = [source.tables[name] for name in names]
    return [
        checked_table(project, store, RawTable(extended, table, vintage.id)) for table in tables
    ]


def _register(project: Project, aside: Project, source: Source, vintage: Vintage) -> None:
    """Move the vintage to raw/, then the register that names it; before, see that the register can be read."""
    path, staged = source.folder / REGISTER, aside.raw / source.name
    before = path.read_bytes()
    stanza = _stanza(vintage)
    after = before.rstrip(b"\n") + b"\n" + stanza.encode("utf-8")
    # By this copy, which stays there, a folder is known that was moved and never registered: see `change`.
    write_bytes(staged / REGISTER, after)
    _refuse_unreadable(aside, source.name, vintage, stanza)
    with not_yet_counting():
        move(staged / vintage.id, source.folder / vintage.id)
    if path.read_bytes() != before:
        raise DefinitionError(
            "the register was changed while the vintage was checked",
            where=f"raw/{source.name}/{REGISTER}",
            remedy="run this again",
        )
    # Made ready aside, so that raw/ shows no half of it at any moment.
    ready = aside.root / REGISTER
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
            "files": [file.entry for file in vintage.files],
            **({"tables": dict(vintage.own)} if vintage.own else {}),
        }
    }
    text = yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=110)
    return "".join(f"  {line}\n" for line in text.splitlines())


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
