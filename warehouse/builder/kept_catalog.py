"""The catalogue of a generation as readers open it: its models, raw files and sources. `catalog` writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.builder.manifest import read_kept
from warehouse.records import Fields, JsonObject, RecordError, as_flag, as_integer, as_text

CATALOG = "catalog.json"


@dataclass(frozen=True)
class RawFilePlace:
    """One raw file that rows of the generation come from.

    Attributes:
        table: Raw table that its rows are in.
        source: Source's name; empty for the edition's own definition.
        sha256: Digest of the file; empty for the edition's own definition.
    """

    table: str
    source: str
    vintage: str
    file: str
    sheet: str
    sha256: str
    nature: str
    form: str

    @classmethod
    def from_json(cls, given: object) -> RawFilePlace:
        """Return the place that `vars` of one gives; raises RecordError where it is none."""
        read = Fields(given)
        return cls(
            table=read.text("table"),
            source=read.text("source"),
            vintage=read.text("vintage"),
            file=read.text("file"),
            sheet=read.text("sheet"),
            sha256=read.text("sha256"),
            nature=read.text("nature"),
            form=read.text("form"),
        )


@dataclass(frozen=True)
class CatalogModel:
    """What the catalogue says of a model; its text stands beside the catalogue."""

    layer: str
    title: str
    unit: str
    key: tuple[str, ...]
    upstream: tuple[str, ...]
    decimals: Mapping[str, int]

    @classmethod
    def from_json(cls, given: object) -> CatalogModel:
        """Return the model that `vars` of one gives; raises RecordError where it is none."""
        read = Fields(given)
        return cls(
            layer=read.text("layer"),
            title=read.text("title"),
            unit=read.text("unit"),
            key=read.each("key", as_text),
            upstream=read.each("upstream", as_text),
            decimals=read.named("decimals", as_integer),
        )


@dataclass(frozen=True)
class SourceCredit:
    """What is said of a source where its data are used; parts that the register leaves blank are empty.

    Attributes:
        redistribute: Whether its licence let its files be passed on; true in builds that did not tell.
    """

    title: str
    publisher: str
    citation: str
    licence: str
    landing_url: str
    contact: str
    redistribute: bool = True

    @classmethod
    def from_json(cls, given: object) -> SourceCredit:
        """Return the credit that `vars` of one gives; raises RecordError where it is none."""
        read = Fields(given)
        return cls(
            title=read.text("title"),
            publisher=read.text("publisher"),
            citation=read.text("citation"),
            licence=read.text("licence"),
            landing_url=read.text("landing_url"),
            contact=read.text("contact"),
            redistribute=read.part("redistribute", as_flag, default=True),
        )


@dataclass(frozen=True)
class Catalog:
    """What the build wrote about its models, raw files and sources.

    Attributes:
        edition: The edition's name.
        as_of: The day that it is of, in ISO form: what was published later is not in it.
        order: The models so that each comes after those that it reads.
        models: Models by name.
        checks: The tables that each check reads, by the check's name; empty in builds that did not tell.
        files: Raw files by file number, see `warehouse.row_ids`.
        sources: Sources by name.
    """

    edition: str
    as_of: str
    order: tuple[str, ...]
    models: Mapping[str, CatalogModel]
    checks: Mapping[str, tuple[str, ...]]
    files: Mapping[int, RawFilePlace]
    sources: Mapping[str, SourceCredit]

    @classmethod
    def from_json(cls, given: object) -> Catalog:
        """Return the catalogue that `to_json` wrote; raises RecordError where it is none."""
        read = Fields(given)
        return cls(
            edition=read.text("edition"),
            as_of=read.text("as_of"),
            order=read.each("order", as_text),
            models=read.named("models", CatalogModel.from_json),
            checks=read.named("checks", _upstream) if read.has("checks") else {},
            files=_numbered(read.named("files", RawFilePlace.from_json)),
            sources=read.named("sources", SourceCredit.from_json),
        )

    def to_json(self) -> JsonObject:
        """Return the catalogue as plain data."""
        return {
            "edition": self.edition,
            "as_of": self.as_of,
            "order": list(self.order),
            "models": {name: dict(vars(model)) for name, model in self.models.items()},
            "checks": {name: {"upstream": list(read)} for name, read in self.checks.items()},
            "files": {str(number): dict(vars(place)) for number, place in self.files.items()},
            "sources": {name: dict(vars(source)) for name, source in self.sources.items()},
        }


def read_catalog(generation: Path) -> Catalog:
    """Return the catalogue of a generation.

    Raises:
        DamagedFileError: If it is not there or not as a build writes it.
    """
    return read_kept(generation, CATALOG, Catalog.from_json)


def _upstream(given: object) -> tuple[str, ...]:
    return Fields(given).each("upstream", as_text)


def _numbered(places: Mapping[str, RawFilePlace]) -> dict[int, RawFilePlace]:
    for number in places:
        if not number.isdecimal():
            raise RecordError("files", f"given under {number!r}", "file numbers")
    return {int(number): place for number, place in places.items()}
