"""The register: what `raw/<source>/source.yaml` says of a source, its tables and its vintages.

Parsing and checking of the definition only. Reading the files belongs to `load`, comparing vintages to `compare`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from warehouse.definition_values import choice, flag, integer, number, text, texts
from warehouse.definitions import check_keys, items, mapping, read_yaml
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_name, check_vintage
from warehouse.listing import listed
from warehouse.natures import NATURES
from warehouse.project import Project
from warehouse.sources.options import ReaderOptions
from warehouse.sources.withdrawn import Withdrawal, parse_withdrawn

FORMS = ("as received", "transcribed")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Comparison:
    """What a new vintage may change against the one before it, before a person must accept it.

    Attributes:
        key: Columns that identify a row over vintages; empty for the schema's unique key.
        rows_change_pct: Allowed change of the number of rows, in per cent.
        keys_removed: Allowed number of keys that vanish; None, which allows none, where the source says nothing.
        exempt: Old rows with these values may vanish (column -> value).
        categories: Columns whose set of values may not change.
        totals: Column -> allowed change, in per cent, of its sum over the keys of both vintages.
    """

    key: tuple[str, ...] = ()
    rows_change_pct: float = 20.0
    keys_removed: int | None = None
    exempt: Mapping[str, Any] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    totals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class RawFile:
    """One registered file of a vintage.

    Attributes:
        table: The source's table that it holds.
        path: Its path inside `raw/<source>/<vintage>/`.
        sha256: Digest of the whole file.
        size: Bytes.
    """

    table: str
    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Vintage:
    """One release of a source: a dated, immutable set of files.

    Attributes:
        compared_with: The vintages that it was held against as it came in: the one before it, and the one after it
            where that was there already. None where the register does not say, as of one registered by hand.
    """

    id: str
    release: str
    published: str
    retrieved: str
    nature: str
    form: str
    note: str
    files: tuple[RawFile, ...]
    compared_with: tuple[str, ...] | None = None

    def file_of(self, table: str) -> RawFile | None:
        """Return the file of a table, or None where the vintage has none."""
        return next((f for f in self.files if f.table == table), None)


@dataclass(frozen=True)
class SourceTable:
    """One table of a source: how its files are read and checked."""

    name: str
    title: str
    schema: str | Mapping[str, object]
    options: ReaderOptions
    comparison: Comparison


@dataclass(frozen=True)
class Source:
    """One provider's data set, as its source.yaml describes it.

    Attributes:
        names: Names by which texts credit it: its publisher's, its publications'.
        withdrawn: Vintages that were taken out of the register.
    """

    name: str
    folder: Path
    title: str
    publisher: str
    landing_url: str
    licence: str
    licence_note: str
    redistribute: bool
    citation: str
    cadence: str
    contact: str
    tables: Mapping[str, SourceTable]
    vintages: Mapping[str, Vintage]
    names: tuple[str, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()

    @cached_property
    def ordered_vintages(self) -> tuple[str, ...]:
        """Vintage ids from the oldest to the newest."""
        return tuple(sorted(self.vintages))

    def vintage(self, vintage_id: str) -> Vintage:
        """Return a vintage; raises DefinitionError naming the registered ones."""
        if vintage_id not in self.vintages:
            raise DefinitionError(
                f"vintage {vintage_id} is not registered",
                where=f"raw/{self.name}/source.yaml",
                expected=", ".join(self.ordered_vintages),
                remedy=f"annual-report add-vintage {self.name} {vintage_id} FILE",
            )
        return self.vintages[vintage_id]

    def compared(self, vintage_id: str) -> tuple[str, ...]:
        """Return the vintages that one is compared with: those recorded, else the one before it.

        One that came in later, though it is dated before, changes nothing of what was compared already.
        """
        recorded = self.vintages[vintage_id].compared_with
        if recorded is not None:
            return recorded
        earlier = [v for v in self.ordered_vintages if v < vintage_id]
        there = [v for v in earlier if vintage_id not in (self.vintages[v].compared_with or ())]
        return tuple(there[-1:])

    def before(self, vintage_id: str) -> str | None:
        """Return the earlier vintage that one is compared with, or None for the first."""
        earlier = [v for v in self.compared(vintage_id) if v < vintage_id]
        return earlier[-1] if earlier else None


def raw_table(source: str, table: str) -> str:
    """Return the warehouse's name of a source's table."""
    return f"raw_{source}__{table}"


def source_names(project: Project) -> list[str]:
    """Return the names of all registered sources, sorted."""
    return [folder.name for folder in listed(project.raw) if (folder / "source.yaml").exists()]


def load_source(project: Project, name: str) -> Source:
    """Return a source as its source.yaml describes it.

    Raises:
        DefinitionError: If the file is missing or says something impossible; names file and key.
    """
    check_name("source", name, "raw")
    folder = project.raw / name
    where = f"raw/{name}/source.yaml"
    given = read_yaml(folder / "source.yaml", where)
    said = (
        "source",
        "title",
        "publisher",
        "landing_url",
        "licence",
        "citation",
        "cadence",
        "contact",
    )
    check_keys(
        given,
        required={*said, "redistribute", "tables", "vintages"},
        optional={"licence_note", "names", "withdrawn"},
        where=where,
    )
    if given["source"] != name:
        raise DefinitionError(
            f"source {given['source']!r} in folder {name!r}",
            where=where,
            expected="the folder's own name",
        )
    tables = {
        key: _table(key, item, where) for key, item in mapping(given["tables"], where).items()
    }
    vintages = {
        key: parse_vintage(key, item, tables, where)
        for key, item in mapping(given["vintages"], where).items()
    }
    return Source(
        folder=folder,
        name=name,
        redistribute=flag(given, "redistribute", where),
        licence_note=text(given, "licence_note", where, ""),
        tables=tables,
        vintages=vintages,
        names=texts(given, "names", where),
        withdrawn=parse_withdrawn(given.get("withdrawn"), where),
        **{key: text(given, key, where).strip() for key in said if key != "source"},
    )


def _table(name: str, given: object, where: str) -> SourceTable:
    place = f"{where}, table {name}"
    values = mapping(given, place)
    check_keys(values, required={"title", "schema"}, optional={"reader", "comparison"}, where=place)
    check_name("table name", name, where)
    return SourceTable(
        name=name,
        title=str(values["title"]),
        schema=values["schema"],
        options=ReaderOptions.parse(mapping(values.get("reader"), place), place),
        comparison=_comparison(mapping(values.get("comparison"), place), place),
    )


def _comparison(given: Mapping[str, Any], where: str) -> Comparison:
    place = f"{where}, comparison"
    known = ("key", "rows_change_pct", "keys_removed", "exempt", "categories", "totals")
    check_keys(given, required=(), optional=known, where=place)
    exempt, totals = (mapping(given.get(name), place) for name in ("exempt", "totals"))
    return Comparison(
        key=texts(given, "key", place),
        rows_change_pct=number(given, "rows_change_pct", place, Comparison.rows_change_pct),
        keys_removed=integer(given, "keys_removed", place) if "keys_removed" in given else None,
        exempt=exempt,
        categories=texts(given, "categories", place),
        totals={name: number(totals, name, place) for name in totals},
    )


def parse_vintage(
    vintage_id: str, given: object, tables: Mapping[str, SourceTable], where: str
) -> Vintage:
    """Return a vintage from its entry in the register; raises DefinitionError naming the key that is wrong."""
    place = f"{where}, vintage {vintage_id}"
    values = mapping(given, place)
    required = {"release", "published", "retrieved", "nature", "form", "files"}
    check_keys(values, required=required, optional={"note", "compared_with"}, where=place)
    for key, allowed in (("nature", NATURES), ("form", FORMS)):
        choice(values, key, allowed, place)
    check_vintage(vintage_id, place)
    files = tuple(_file(item, tables, place) for item in items(values["files"], place))
    named = [f.table for f in files]
    if len(set(named)) != len(named):
        raise DefinitionError("two files for one table", where=place, expected="one file a table")
    said = ("release", "published", "retrieved", "nature", "form")
    return Vintage(
        id=vintage_id,
        note=text(values, "note", place, ""),
        files=files,
        compared_with=_compared_with(values, vintage_id, place),
        **{key: text(values, key, place) for key in said},
    )


def _compared_with(
    values: Mapping[str, object], vintage_id: str, where: str
) -> tuple[str, ...] | None:
    if "compared_with" not in values:
        return None
    named = texts(values, "compared_with", where)
    for name in named:
        check_vintage(name, f"{where}, compared_with")
        if name == vintage_id:
            raise DefinitionError(
                "the vintage is compared with itself", where=where, expected="another vintage"
            )
    return named


def _file(given: object, tables: Mapping[str, SourceTable], where: str) -> RawFile:
    values = mapping(given, where)
    check_keys(values, required={"table", "path", "sha256", "bytes"}, where=where)
    table = text(values, "table", where)
    if table not in tables:
        raise DefinitionError(
            f"file for table {table!r}", where=where, expected=" | ".join(sorted(tables))
        )
    digest = str(values["sha256"])
    if not _SHA256.fullmatch(digest):
        raise DefinitionError(f"sha256 {digest!r}", where=where, expected="64 hexadecimal digits")
    return RawFile(table, text(values, "path", where), digest, integer(values, "bytes", where))
