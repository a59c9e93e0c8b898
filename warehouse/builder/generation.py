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

from warehouse.bounds import bounded, memory_bytes, spill_bytes
from warehouse.builder.generation_files import differences, is_listed, write_list
from warehouse.builder.holding import Hold, hold, unheld
from warehouse.builder.manifest import Manifest
from warehouse.builder.opening import misled, open_generation, pointed, refuse_altered
from warehouse.builder.pointers import Pointers
from warehouse.builder.sweeping import note_used
from warehouse.connection import confine, literal, quoted
from warehouse.folders import CURRENT, DATABASE, GENERATIONS, LATEST, MANIFEST
from warehouse.identifiers import check_edition
from warehouse.placing import mend_folder
from warehouse.project import Project

_KEPT = 3
_WORK = ".writing-"


class Generations:
    """The generations of one edition.

    Args:
        project: The project.
        edition: The edition's name; DefinitionError where it can be none.
    """

    def __init__(self, project: Project, edition: str) -> None:
        self.folder = project.build / check_edition(edition)
        self.edition = edition
        self.project = project
        self.pointers = Pointers(self.folder)

    def find(self, pointer: str = CURRENT) -> Path | None:
        """Return the folder that a pointer leads to, resolved, or None; nothing in it is looked at."""
        return self.pointers.target(pointer)

    def open(self, pointer: str = CURRENT) -> Path:
        """Return the folder that a pointer leads to, every file of it hashed; raises as `open_generation`."""
        return open_generation(self.project, self.edition, pointer)

    def held(self, *, is_hashed: bool = True) -> tuple[Path, Hold | None]:
        """Return the current generation as `open` does, and a hold that keeps builds from removing it meanwhile.

        Args:
            is_hashed: False for who goes on to say which files differ; the pointer counts in any case.
        """
        while True:
            found = pointed(self.project, self.edition)
            held = hold(found, mark=MANIFEST)
            if held is not None or found.is_dir():
                if is_hashed:
                    refuse_altered(found)
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
        self,
        work: Path,
        manifest: Manifest,
        *,
        complete: bool,
        steps: Iterable[str] = (),
    ) -> Path:
        """Seal a working folder under the digest of its contents, move the pointers and return its place.

        Where the same generation is kept already it stays, and is mended should anything in it have changed.

        Args:
            work: The working folder.
            manifest: What the generation says of itself.
            complete: Whether it becomes current too.
            steps: The steps that it was made from, as `name/key`.
        """
        write_manifest(work, manifest)
        place = self.folder / GENERATIONS / write_list(work)
        place.parent.mkdir(exist_ok=True)
        self._put(work, place)
        self.pointers.turn([CURRENT, LATEST] if complete else [LATEST], place)
        if not complete:
            self._let_go_of_damaged()
        os.utime(place)
        note_used(self.folder, place.name, steps, [kept.name for kept in self._prune()])
        return place

    def _put(self, work: Path, place: Path) -> None:
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            place.unlink()
        if not place.exists():
            os.rename(work, place)
        elif differences(place) or not is_listed(place):
            mend_folder(place, work, last=MANIFEST)
        else:  # its bytes are not part of the identity: whatever became of it, this one is good
            os.replace(work / DATABASE, place / DATABASE)

    def _let_go_of_damaged(self) -> None:
        """Take away `current` where nobody may open what it leads to: this build has nothing to mend it with."""
        if not self.pointers.is_there(CURRENT):
            return
        place = self.find(CURRENT)
        if misled(self.pointers, CURRENT, place) or place is None or differences(place):
            self.pointers.take_away(CURRENT)

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
    folders = {path.parent for path in (target, *tables.values())}
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory_bytes() >> 20}MiB",
        "max_temp_directory_size": f"{spill_bytes(target.parent) >> 20}MiB",
    }
    with (
        duckdb.connect(str(target), config=settings) as connection,
        bounded(connection, target.name),
    ):
        confine(connection, *folders)
        connection.execute("BEGIN")
        for name, path in tables.items():
            connection.execute(
                f"CREATE TABLE {quoted(name)} AS FROM read_parquet({literal(str(path))})"
            )
        connection.execute("COMMIT")
        # Asked for, since what fails when the file is closed, e.g. on a full disk, is passed over in silence.
        connection.execute("CHECKPOINT")


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what a generation says of itself into its folder."""
    text = json.dumps(manifest.to_json(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
