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
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.builder.content import digest_of
from warehouse.builder.holding import Hold, hold, unheld
from warehouse.builder.manifest import Manifest
from warehouse.builder.sweeping import note_used
from warehouse.connection import literal, quoted
from warehouse.errors import GateError
from warehouse.folders import BUILD, CURRENT, DATABASE, GENERATIONS, LATEST, MANIFEST
from warehouse.placing import mend_folder, point
from warehouse.project import Project
from warehouse.sources.files import sha256_of

_KEPT = 3
_WORK = ".writing-"


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
                where=f"{BUILD}/{self.edition}",
                remedy=f"annual-report build {self.edition}",
            )
        return found

    def held(self) -> tuple[Path, Hold | None]:
        """Return the current generation as `open` does, and a hold that keeps builds from removing it meanwhile."""
        while True:
            found = self.open()
            held = hold(found, mark=MANIFEST)
            if held is not None or found.is_dir():
                return found, held

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Give a working folder for a generation, one at a time; call `keep` inside to put it in place."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            work = Path(tempfile.mkdtemp(prefix=_WORK, dir=self.folder))
            try:
                yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)

    def keep(
        self, work: Path, manifest: Manifest, *, complete: bool, steps: Iterable[str] = ()
    ) -> Path:
        """Seal a working folder under the digest of its contents, move the pointers and return its place.

        Where the same generation is kept already it stays, and is mended should anything in it have changed.

        Args:
            work: The working folder.
            manifest: What the generation says of itself.
            complete: Whether it becomes current too.
            steps: The steps that it was made from, as `name/key`.
        """
        text = json.dumps(manifest.to_json(), ensure_ascii=False, indent=1, sort_keys=True)
        (work / MANIFEST).write_text(text + "\n", encoding="utf-8")
        place = self.folder / GENERATIONS / identity(work)
        place.parent.mkdir(exist_ok=True)
        if not place.exists():
            os.rename(work, place)
        elif identity(place) != place.name:
            mend_folder(place, work, last=MANIFEST)
        else:  # its bytes are not part of the identity: whatever became of it, this one is good
            os.replace(work / DATABASE, place / DATABASE)
        self._point(LATEST, place)
        if complete:
            self._point(CURRENT, place)
        note_used(self.folder, place.name, steps, [kept.name for kept in self._prune()])
        return place

    def _point(self, pointer: str, place: Path) -> None:
        point(self.folder / pointer, os.path.relpath(place, self.folder))
        os.utime(place)

    def _prune(self) -> list[Path]:
        """Remove generations that nobody points to or reads and that are not among the last, and return the others."""
        pointed = {self.find(CURRENT), self.find(LATEST)}
        places = sorted(
            (self.folder / GENERATIONS).iterdir(), key=lambda p: p.stat().st_mtime, reverse=True
        )
        old = [place for place in places[_KEPT:] if place.resolve() not in pointed]
        gone = [place for place in old if self._is_put_aside(place)]
        # Nobody else is writing here: these are what killed builds left behind, and what was put aside just now.
        for left in self.folder.glob(f"{_WORK}*"):
            shutil.rmtree(left, ignore_errors=True)
        return [place for place in places if place not in gone]

    def _is_put_aside(self, place: Path) -> bool:
        """Rename a generation that nobody reads, so that it is whole or not there at every moment."""
        try:
            with unheld(place, mark=MANIFEST) as is_free:
                if is_free:
                    os.rename(place, self.folder / f"{_WORK}{place.name}")
                return is_free
        except OSError:
            return False


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
        # Asked for, since what fails when the file is closed, e.g. on a full disk, is passed over in silence.
        connection.execute("CHECKPOINT")


def identity(folder: Path) -> str:
    """Return the name of a generation: the digest of its files, without the one for people who query."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != DATABASE)
    return digest_of({p.relative_to(folder).as_posix(): sha256_of(p) for p in files})[:32]
