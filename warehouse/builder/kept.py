"""A kept generation as a reader opens it: its tables, the evidence of its models, and where its raw rows come from.

Everything a trace needs is in the generation's own folder, so that readers are never mixed between two builds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import pyarrow.parquet

from rowlineage.evidence_files import EVIDENCE_MANIFEST, read_evidence
from rowlineage.graph import Evidence
from warehouse.bounds import memory_bounded
from warehouse.builder.generation import Generations
from warehouse.builder.holding import Hold
from warehouse.builder.kept_catalog import Catalog, RawFilePlace, read_catalog
from warehouse.builder.manifest import damaged_kept, read_manifest
from warehouse.connection import connect
from warehouse.errors import DefinitionError
from warehouse.folders import TABLES
from warehouse.listing import listed
from warehouse.project import Project

EVIDENCE = "evidence"
KEPT_MODELS = "models"
KEPT_NATURES = "natures"


@dataclass(frozen=True)
class KeptModel:
    """One model of the generation, as it was when it was built."""

    name: str
    layer: str
    title: str
    unit: str
    key: tuple[str, ...]
    upstream: tuple[str, ...]
    decimals: Mapping[str, int]
    sql: str


class Kept:
    """A generation opened for reading.

    Args:
        folder: The generation's folder, resolved.
        held: Keeps builds from removing it for as long as it is read.
    """

    def __init__(self, folder: Path, held: Hold | None = None) -> None:
        self.folder = folder
        self._held = held
        self._evidence: dict[str, Evidence | None] = {}

    @classmethod
    def current(cls, project: Project, edition: str) -> Kept:
        """Open the last complete generation of an edition; raises GateError when there is none."""
        return cls(*Generations(project, edition).held())

    @cached_property
    def catalog(self) -> Catalog:
        """What the build wrote about its models, raw files and sources."""
        return read_catalog(self.folder)

    @property
    def checks(self) -> Mapping[str, tuple[str, ...]]:
        """The tables that each check read, by the check's name; none where a generation does not tell."""
        return self.catalog.checks

    @property
    def places(self) -> Mapping[int, RawFilePlace]:
        """Raw files by file number, see `warehouse.row_ids`."""
        return self.catalog.files

    @cached_property
    def tables(self) -> dict[str, Path]:
        """Parquet files by table name, raw tables and models; raises DamagedFileError when one is lost."""
        found = {path.stem: path for path in listed(self.folder / TABLES, ".parquet")}
        # Who goes through the tables that are there would pass over a lost one, e.g. an audit.
        if read_manifest(self.folder).is_complete:
            wanted = {*self.catalog.models, *(place.table for place in self.places.values())}
            for name in sorted(wanted - found.keys()):
                raise damaged_kept(self.folder, f"{TABLES}/{name}.parquet", "the table is lost")
        return found

    def model(self, name: str) -> KeptModel:
        """Return a model; raises DefinitionError when the generation has none of that name."""
        if name not in self.catalog.models:
            known = ", ".join(sorted(self.catalog.models))
            raise DefinitionError(f"table {name} is not in this generation", expected=known)
        file = f"{KEPT_MODELS}/{name}.sql"
        with self._reading(file):
            sql = (self.folder / file).read_text(encoding="utf-8")
        return KeptModel(name=name, sql=sql, **vars(self.catalog.models[name]))

    def natures(self, table: str) -> dict[tuple[int, str], tuple[str, str]]:
        """Return nature and form of every cell of a report table, by row number and column; empty for other tables."""
        file = f"{KEPT_NATURES}/{table}.parquet"
        if not (self.folder / file).is_file():
            return {}
        with self._reading(file):
            cells = pyarrow.parquet.ParquetFile(self.folder / file).read().to_pydict()
        places = zip(cells["row"], cells["column"], strict=True)
        return dict(zip(places, zip(cells["nature"], cells["form"], strict=True), strict=True))

    def order(self) -> list[str]:
        """Return the models so that each comes after those that it reads."""
        return list(self.catalog.order)

    def evidence(self, table: str) -> Evidence | None:
        """Return the evidence kept of a model, or None for a raw table and for a model traced lazily."""
        if table not in self._evidence:
            with self._reading(f"{EVIDENCE}/{table}/{EVIDENCE_MANIFEST}"):
                self._evidence[table] = read_evidence(self.folder / EVIDENCE / table)
        return self._evidence[table]

    @contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        """Make an error that names the file of whatever fails while it is read."""
        try:
            yield
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise damaged_kept(self.folder, name, f"the file cannot be read: {error}") from error

    @contextmanager
    def connection(self, table: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a read-only view of the tables of the generation, each under its own name.

        Args:
            table: Only this table and those that it rests on, which are seen sooner; None for all.

        Raises:
            DefinitionError: If what is done with it takes more memory than it may.
        """
        tables = self.tables if table is None else self._behind(table)
        # A generation is never changed: what does not fit into memory goes beside all of them.
        beside = self.folder.parents[1]
        where = f"edition {self.folder.parents[1].name}"
        with memory_bounded(where), connect(self.folder, tables, spill=beside) as connection:
            yield connection

    def _behind(self, table: str) -> dict[str, Path]:
        """Return the files of a table and of those that it rests on at any depth."""
        models, open_names, found = self.catalog.models, [table], dict[str, Path]()
        while open_names:
            name = open_names.pop()
            if name in self.tables and name not in found:
                found[name] = self.tables[name]
                open_names += models[name].upstream if name in models else ()
        return found
