"""Generations: immutable folders of an edition's tables and outputs, and the two pointers to them.

`current` points to the last complete generation, `latest` to the last one written, complete or not. A generation is
written beside the others and moved into place when whole; a pointer changes in one step. Readers resolve a pointer
once and are never mixed between two generations.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.builder.content import digest_of
from warehouse.builder.manifest import MANIFEST, Manifest
from warehouse.connection import literal, quoted
from warehouse.errors import GateError
from warehouse.project import Project
from warehouse.sources.files import sha256_of

TABLES = "tables"
REPORT = "report"
DATABASE = "warehouse.duckdb"
CURRENT, LATEST = "current", "latest"
_KEPT = 3


class Generations:
    """The generations of one edition.

    Args:
        project: The project.
        edition: The edition's name.
    """

    def __init__(self, project: Project, edition: str) -> None:
        self.folder = project.build / edition
        self.edition = edition

    def find(self, pointer: str = CURRENT) -> Path | None:
        """Return the folder that a pointer leads to, resolved, or None."""
        link = self.folder / pointer
        return link.resolve() if (link / MANIFEST).is_file() else None

    def open(self, pointer: str = CURRENT) -> Path:
        """Return the folder that a pointer leads to; raises GateError when nothing was built yet."""
        found = self.find(pointer)
        if found is None:
            raise GateError(
                f"edition {self.edition} has no {pointer} generation",
                where=f"warehouse/build/{self.edition}",
                remedy=f"annual-report build {self.edition}",
            )
        return found

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Give a working folder for a generation, one at a time; call `keep` inside to put it in place."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            work = Path(tempfile.mkdtemp(prefix=".writing-", dir=self.folder))
            try:
                yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)

    def keep(self, work: Path, manifest: Manifest, *, complete: bool) -> Path:
        """Seal a working folder under the digest of its contents, move the pointers and return its place."""
        text = json.dumps(manifest.to_json(), ensure_ascii=False, indent=1, sort_keys=True)
        (work / MANIFEST).write_text(text + "\n", encoding="utf-8")
        place = self.folder / "generations" / identity(work)
        place.parent.mkdir(exist_ok=True)
        if not place.exists():
            os.rename(work, place)
        self._point(LATEST, place)
        if complete:
            self._point(CURRENT, place)
        self._prune()
        return place

    def _point(self, pointer: str, place: Path) -> None:
        link = self.folder / pointer
        beside = self.folder / f".{pointer}-{os.getpid()}"
        beside.unlink(missing_ok=True)
        beside.symlink_to(os.path.relpath(place, self.folder))
        os.replace(beside, link)
        os.utime(place)

    def _prune(self) -> None:
        pointed = {self.find(CURRENT), self.find(LATEST)}
        places = sorted(
            (self.folder / "generations").iterdir(), key=lambda p: p.stat().st_mtime, reverse=True
        )
        for place in places[_KEPT:]:
            if place.resolve() not in pointed:
                shutil.rmtree(place, ignore_errors=True)
        for left in self.folder.glob(".writing-*"):
            if left.is_dir() and left not in pointed:
                shutil.rmtree(left, ignore_errors=True)


def link_or_copy(source: Path, target: Path) -> None:
    """Put a step's immutable file into a generation without writing it again where the file system allows."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def write_database(tables: Mapping[str, Path], target: Path) -> None:
    """Write a DuckDB file with all tables, for people who query; its bytes differ from build to build."""
    with duckdb.connect(str(target)) as connection:
        connection.execute("BEGIN")
        for name, path in tables.items():
            connection.execute(
                f"CREATE TABLE {quoted(name)} AS FROM read_parquet({literal(str(path))})"
            )
        connection.execute("COMMIT")


def identity(folder: Path) -> str:
    """Return the name of a generation: the digest of its files, without the one for people who query."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != DATABASE)
    return digest_of({p.relative_to(folder).as_posix(): sha256_of(p) for p in files})[:32]
