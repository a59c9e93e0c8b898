"""Adding a vintage: the one command that writes under raw/, and only what has passed its checks.

The files are copied beside the other vintages under a working name and checked there exactly as a build would;
only then are they moved into place and the register's entry appended.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from warehouse.builder.outcome import Outcome
from warehouse.builder.raw_tables import RawTable, checked_table
from warehouse.builder.store import Store
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_vintage
from warehouse.placing import write_text
from warehouse.project import Project
from warehouse.sources.files import sha256_of
from warehouse.sources.register import RawFile, Source, Vintage, load_source, parse_vintage


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
    """

    source: str
    date: str
    files: Sequence[tuple[str, Path]]
    release: str = ""
    nature: str = ""
    form: str = ""


def add_vintage(project: Project, arrival: Arrival) -> list[Outcome]:
    """Check a vintage and, when every table of it passes, register it; otherwise leave raw/ as it was.

    Returns:
        The outcome of each table of the vintage.

    Raises:
        DefinitionError: If the source or a table is not known, the vintage exists, or a file is missing.
    """
    source = load_source(project, arrival.source)
    check_vintage(arrival.date, f"raw/{source.name}")
    if arrival.date in source.vintages or (source.folder / arrival.date).exists():
        raise DefinitionError(
            f"vintage {arrival.date} exists already",
            where=f"raw/{source.name}",
            expected="a new date: a registered vintage is never changed",
        )
    place = source.folder / arrival.date
    place.mkdir()
    try:
        vintage = _vintage(source, arrival, place)
        outcomes = _check(project, source, vintage)
        if all(outcome.passed for outcome in outcomes):
            _register(project, source, vintage)
            return outcomes
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    shutil.rmtree(place, ignore_errors=True)
    return outcomes


def _vintage(source: Source, arrival: Arrival, place: Path) -> Vintage:
    before = source.vintages[source.ordered_vintages[-1]] if source.vintages else None
    files = [_copy(source, arrival, table, path, place) for table, path in arrival.files]
    entry = {
        "release": arrival.release or arrival.date,
        "published": arrival.date,
        "retrieved": dt.datetime.now(dt.UTC).date().isoformat(),
        "nature": arrival.nature or (before.nature if before else "measured"),
        "form": arrival.form or (before.form if before else "as received"),
        "files": [
            {"table": f.table, "path": f.path, "sha256": f.sha256, "bytes": f.size} for f in files
        ],
    }
    return parse_vintage(arrival.date, entry, source.tables, f"raw/{source.name}/source.yaml")


def _copy(source: Source, arrival: Arrival, table: str, path: Path, place: Path) -> RawFile:
    name = table or (next(iter(source.tables)) if len(source.tables) == 1 else "")
    if name not in source.tables:
        raise DefinitionError(
            f"file {path.name} is for table {table or '?'}",
            where=f"raw/{source.name}/source.yaml",
            expected=" | ".join(source.tables),
            remedy="say which table a file is for: TABLE=FILE",
        )
    if not path.is_file():
        raise DefinitionError("the file does not exist", where=str(path))
    target = place / path.name
    if target.exists():
        raise DefinitionError(f"two files named {path.name}", remedy="rename one of them")
    shutil.copyfile(path, target)
    return RawFile(name, path.name, sha256_of(target), target.stat().st_size)


def _check(project: Project, source: Source, vintage: Vintage) -> list[Outcome]:
    extended = replace(source, vintages={**source.vintages, vintage.id: vintage})
    store = Store(project.steps)
    tables = [source.tables[file.table] for file in vintage.files]
    return [
        checked_table(project, store, RawTable(extended, table, vintage.id)) for table in tables
    ]


def _register(project: Project, source: Source, vintage: Vintage) -> None:
    """Append the vintage to source.yaml, keeping what stands there, comments included."""
    path = source.folder / "source.yaml"
    before = path.read_text(encoding="utf-8")
    entry = {
        vintage.id: {
            "release": vintage.release,
            "published": vintage.published,
            "retrieved": vintage.retrieved,
            "nature": vintage.nature,
            "form": vintage.form,
            "files": [
                {"table": f.table, "path": f.path, "sha256": f.sha256, "bytes": f.size}
                for f in vintage.files
            ],
        }
    }
    stanza = yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=110)
    indented = "".join(f"  {line}\n" for line in stanza.splitlines())
    write_text(path, before.rstrip("\n") + "\n" + indented)
    try:
        registered = load_source(project, source.name).vintages.get(vintage.id) == vintage
    except DefinitionError:
        registered = False
    if not registered:
        write_text(path, before)
        raise DefinitionError(
            "the entry cannot be appended",
            where=f"raw/{source.name}/source.yaml",
            expected="`vintages:` as the last key of the file, indented by two blanks",
            remedy=f"move it to the end, or add by hand:\n{indented}",
        )
