"""The register: what `raw/<source>/source.yaml` says of a source, its tables and its vintages.

Parsing and checking of the definition only. Reading the files belongs to `load`, comparing vintages to `compare`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from warehouse.definition_values import choice, flag, integer, text, texts
from warehouse.definitions import check_keys, items, mapping, read_yaml
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_name, check_vintage
from warehouse.listing import listed
from warehouse.natures import NATURES
from warehouse.project import Project
from warehouse.sources.compare.settings import (
    Comparison,
    check_settings,
    inline_columns,
    inline_key,
    parse_comparison,
)
from warehouse.sources.layouts.declared import likely
from warehouse.sources.options import ReaderOptions
from warehouse.sources.vintage_layout import reader_over, schema_over
from warehouse.sources.withdrawn import Withdrawal, parse_withdrawn

FORMS = ("as received", "transcribed")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Original:
    """What a registered file was converted from, as it came.

    Attributes:
        path: Its path inside `raw/<source>/<vintage>/`.
        sha256: Digest of the whole file.
        size: Bytes.
        by: What converted it: a program and its version.
    """

    path: str
    sha256: str
    size: int
    by: str

    @property
    def entry(self) -> dict[str, object]:
        """What the register says of it."""
        return {"path": self.path, "sha256": self.sha256, "bytes": self.size, "by": self.by}


@dataclass(frozen=True)
class RawFile:
    """One registered file of a vintage.

    Attributes:
        table: The source's table that it holds, or the first of them.
        path: Its path inside `raw/<source>/<vintage>/`.
        sha256: Digest of the whole file.
        size: Bytes.
        also: The other tables that it holds.
        original: What it was converted from, where it is not as it came.
    """

    table: str
    path: str
    sha256: str
    size: int
    also: tuple[str, ...] = ()
    original: Original | None = None

    @property
    def tables(self) -> tuple[str, ...]:
        """The source's tables that it holds."""
        return (self.table, *self.also)

    @property
    def entry(self) -> dict[str, object]:
        """What the register says of it."""
        held = {"tables": list(self.tables)} if self.also else {"table": self.table}
        came = self.original
        before = {"original": came.entry} if came else {}
        return {**held, "path": self.path, "sha256": self.sha256, "bytes": self.size, **before}


@dataclass(frozen=True)
class Vintage:
    """One release of a source: a dated, immutable set of files.

    Attributes:
        own: What it says of tables that it reads in its own way, as written.
        layouts: These tables, as they are read.
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
    own: Mapping[str, object] = field(default_factory=dict)
    layouts: Mapping[str, SourceTable] = field(default_factory=dict)
    compared_with: tuple[str, ...] | None = None

    @property
    def stored(self) -> tuple[RawFile | Original, ...]:
        """All that lies in its folder: its files, and what they were converted from."""
        originals = {f.original.path: f.original for f in self.files if f.original}
        return (*self.files, *originals.values())

    def files_of(self, table: str) -> tuple[RawFile, ...]:
        """Return the files of a table in the order of the register; none where the vintage does not have it."""
        return tuple(file for file in self.files if table in file.tables)


@dataclass(frozen=True)
class SourceTable:
    """One table of a source: how its files are read and checked."""

    name: str
    title: str
    schema: str | Mapping[str, object]
    options: ReaderOptions
    comparison: Comparison
    reader: Mapping[str, object] = field(default_factory=dict)
    """The reader options as written."""


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

    def laid_out(self, table: SourceTable, vintage_id: str) -> SourceTable:
        """Return a table as a vintage reads it: the vintage's own `reader` and `schema` put over the table's."""
        vintage = self.vintages.get(vintage_id)
        return table if vintage is None else vintage.layouts.get(table.name, table)

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
    comparison = _comparison(values, f"{place}, comparison")
    reader = mapping(values.get("reader"), place)
    return SourceTable(
        name=name,
        title=str(values["title"]),
        schema=values["schema"],
        options=ReaderOptions.parse(reader, place),
        comparison=comparison,
        reader=reader,
    )


def _comparison(table: Mapping[str, Any], where: str) -> Comparison:
    """Return the settings of a table's comparison, held against its columns where they stand in the register too."""
    comparison = parse_comparison(mapping(table.get("comparison"), where), where)
    schema = table.get("schema")
    columns = inline_columns(schema)
    if columns is not None:
        check_settings(comparison, inline_key(schema), columns, where)
    return comparison


def _layouts(
    given: object, tables: Mapping[str, SourceTable], where: str
) -> Iterator[tuple[str, SourceTable]]:
    """Yield the tables that a vintage reads in its own way, by name."""
    for name, own in mapping(given, f"{where}, tables").items():
        place = f"{where}, table {name}"
        if name not in tables:
            raise DefinitionError(
                f"a layout for table {name!r}", where=where, expected=" | ".join(sorted(tables))
            )
        table, values = tables[name], mapping(own, place)
        check_keys(values, required=(), optional=("reader", "schema"), where=place)
        reader = reader_over(table.reader, mapping(values.get("reader"), place))
        schema = schema_over(table.schema, values["schema"]) if "schema" in values else table.schema
        if not isinstance(schema, str | Mapping):
            raise DefinitionError(
                f"schema is {schema!r}", where=place, expected="module.Class, or columns"
            )
        options = ReaderOptions.parse(reader, place)
        yield name, replace(table, reader=reader, options=options, schema=schema)


def parse_vintage(
    vintage_id: str, given: object, tables: Mapping[str, SourceTable], where: str
) -> Vintage:
    """Return a vintage from its entry in the register; raises DefinitionError naming the key that is wrong."""
    place = f"{where}, vintage {vintage_id}"
    values = mapping(given, place)
    required = {"release", "published", "retrieved", "nature", "form", "files"}
    optional = {"note", "tables", "compared_with"}
    check_keys(values, required=required, optional=optional, where=place)
    for key, allowed in (("nature", NATURES), ("form", FORMS)):
        choice(values, key, allowed, place)
    check_vintage(vintage_id, place)
    files = tuple(_file(item, tables, place) for item in items(values["files"], place))
    named = [f.path for f in files]
    for path in named:
        if named.count(path) > 1:
            raise DefinitionError(
                f"two entries for the file {path}",
                where=place,
                expected="one entry a file",
                remedy="name the tables that it holds in one: `tables: [ONE, OTHER]`",
            )
    said = ("release", "published", "retrieved", "nature", "form")
    return Vintage(
        id=vintage_id,
        note=text(values, "note", place, ""),
        files=files,
        own=mapping(values.get("tables"), place),
        layouts=dict(_layouts(values.get("tables"), tables, place)),
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
    held = "tables" if "tables" in values else "table"
    place = {"path", "sha256", "bytes"}
    check_keys(values, required={held, *place}, optional={"original"}, where=where)
    named = texts(values, held, where) if held == "tables" else (text(values, held, where),)
    for table in named or ("",):
        if table not in tables or named.count(table) > 1:
            raise DefinitionError(
                f"file for table {table!r}{likely(table, tables)}",
                where=where,
                expected=" | ".join(sorted(tables)),
            )
    original = None
    if "original" in values:
        came = mapping(values["original"], f"{where}, original")
        check_keys(came, required={*place, "by"}, optional=(), where=f"{where}, original")
        original = Original(*_place(came, where), text(came, "by", where))
    return RawFile(named[0], *_place(values, where), named[1:], original)


def _place(values: Mapping[str, Any], where: str) -> tuple[str, str, int]:
    """Return path, digest and size of a file."""
    digest = text(values, "sha256", where)
    if not _SHA256.fullmatch(digest):
        raise DefinitionError(f"sha256 {digest!r}", where=where, expected="64 hexadecimal digits")
    return text(values, "path", where), digest, integer(values, "bytes", where)
