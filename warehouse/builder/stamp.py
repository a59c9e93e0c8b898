"""The stamp of a build: what it was made from, so that a build with nothing changed ends before it begins.

What makes an edition stale is listed here and nowhere else. Only the standard library is used: the stamp is checked
before anything heavy is imported. A file counts as unchanged here when the system tells the same of it as before, the
time of its last change included, which no program can set; otherwise it is hashed. Files are named from the project's
folder, so that a copy of the project is as unchanged as the project.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from warehouse.builder.digests import digest_of
from warehouse.builder.generation_files import differences, files_of, name_of
from warehouse.builder.manifest import Manifest, read_manifest
from warehouse.builder.opening import misled
from warehouse.builder.pointers import Pointers
from warehouse.builder.seen_files import SeenFile, files_below, seen, seen_file, still
from warehouse.errors import DamagedFileError
from warehouse.folders import CURRENT, LATEST, LOCK, PROPOSAL, STAMP
from warehouse.placing import write_text
from warehouse.project import Project
from warehouse.records import Fields, RecordError, as_object

CODE = ("warehouse", "report", "rowlineage", "numbertext")
"""Packages whose code a build runs, wherever they are installed."""
_CACHE = "__pycache__"
_LEFT_OUT = {"build", _CACHE}


class Inputs(NamedTuple):
    """What an edition depends on.

    Attributes:
        files: Its files by path.
        environment: Digest of the Python and the libraries that the code runs on.
    """

    files: dict[str, SeenFile]
    environment: str

    @property
    def digests(self) -> dict[str, str]:
        """What it is by content alone, whenever it was written."""
        files = {name: file.sha256 for name, file in self.files.items()}
        return {**files, "python and its libraries": self.environment}


class _Stamp(NamedTuple):
    """A stamp as it was written: inputs and outputs under the names that they have in the file."""

    inputs: Inputs
    generation: str
    outputs: dict[str, SeenFile]


def take(root: Path, edition: str) -> Inputs:
    """Return everything that the edition depends on, the files under their whole paths.

    Taken before a build starts, so that a file changed meanwhile makes the next build run.
    """
    files = {path: seen(path, stat) for _, path, stat in _inputs(Project(root), edition)}
    return Inputs(files, _environment())


def write(root: Path, edition: str, inputs: Inputs, generation: Path) -> None:
    """Keep the stamp of a finished build beside its generations.

    There is none, and the next build runs, where something changed while the build ran, even if it was changed back, or
    where the generation is not as it was named.

    Args:
        root: The project's folder.
        edition: The edition.
        inputs: What `take` returned before the build.
        generation: What the build made of it, which need not be the latest by now.
    """
    place = Project(root).build / edition / STAMP
    found = {name: (path, stat) for name, path, stat in _inputs(Project(root), edition)}
    is_same = {path for path, _ in found.values()} == set(inputs.files) and all(
        inputs.files[path].is_seen_in(stat) for path, stat in found.values()
    )
    outputs = {name: seen(path, stat) for name, path, stat in _outputs(generation)}
    if not is_same or not _gives(outputs, generation.name):
        place.unlink(missing_ok=True)
        return
    named = {name: inputs.files[path] for name, (path, _) in found.items()}
    _write(place, _Stamp(Inputs(named, inputs.environment), generation.name, outputs))


def discard(root: Path, edition: str) -> None:
    """Let the next build of an edition run, whatever the stamp says."""
    (Project(root).build / edition / STAMP).unlink(missing_ok=True)


def unchanged(root: Path, edition: str) -> Manifest | None:
    """Return the manifest of the last build when nothing it was made from, and nothing it wrote, has changed."""
    project = Project(root)
    place = project.build / edition / STAMP
    try:
        stamp = _read(place)
        generation = _generation(Pointers(project.build / edition), stamp)
        if generation is None or stamp.inputs.environment != _environment():
            return None
        outputs = still(stamp.outputs, _outputs(generation))
        inputs = still(stamp.inputs.files, _inputs(project, edition))
        manifest = read_manifest(generation)
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        DamagedFileError,
    ):
        return None
    if outputs is None or inputs is None:
        return None
    current = Pointers(project.build / edition).target(CURRENT)
    if current != generation and (manifest.is_complete or (current and differences(current))):
        return None
    now = _Stamp(Inputs(inputs, stamp.inputs.environment), stamp.generation, outputs)
    if now != stamp:  # hashed, and the same: in a copy of the project, or where files were touched
        with suppress(OSError):
            _write(place, now)
    return manifest


def is_current(root: Path, edition: str) -> bool:
    """Say whether a build would change nothing; other than `unchanged` this reads every input whole."""
    if unchanged(root, edition) is None:
        return False
    stamp = _read(Project(root).build / edition / STAMP)
    found = {name: seen(path, stat) for name, path, stat in _inputs(Project(root), edition)}
    return stamp.inputs.digests == Inputs(found, _environment()).digests


def _generation(pointers: Pointers, stamp: _Stamp) -> Path | None:
    """Return the generation of a stamp where the pointers lead to it, and its files give it its name."""
    place = pointers.target(LATEST)
    if place is None or place.name != stamp.generation or misled(pointers, LATEST, place):
        return None
    if pointers.is_there(CURRENT) and misled(pointers, CURRENT, pointers.target(CURRENT)):
        return None
    return place if _gives(stamp.outputs, place.name) else None


def _gives(outputs: Mapping[str, SeenFile], name: str) -> bool:
    return name_of({file: seen.sha256 for file, seen in outputs.items()}) == name


def _write(place: Path, stamp: _Stamp) -> None:
    content = {
        "inputs": stamp.inputs.files,
        "environment": stamp.inputs.environment,
        "generation": stamp.generation,
        "outputs": stamp.outputs,
    }
    write_text(place, json.dumps({"sha256": digest_of(content), "stamp": content}))


def _read(place: Path) -> _Stamp:
    """Return a stamp; raises ValueError, TypeError or OSError where it is none, or not as it was written."""
    sealed = Fields(json.loads(place.read_text(encoding="utf-8")))
    given = sealed.part("stamp", as_object)
    if digest_of(given) != sealed.text("sha256"):
        raise RecordError("sha256", "another", "the digest of the stamp")
    read = Fields(given)
    inputs = Inputs(read.named("inputs", seen_file), read.text("environment"))
    return _Stamp(inputs, read.text("generation"), read.named("outputs", seen_file))


def _inputs(project: Project, edition: str) -> Iterator[tuple[str, str, os.stat_result]]:
    """Yield name, path and stat of every file that the edition depends on, once.

    What the project holds, by its place in it; the code, by package; and the pinned versions.
    """
    code = [(f"{name}:", folder) for name in CODE for folder in _folders(name)]
    content = [
        (f"{folder.relative_to(project.root).as_posix()}/", folder)
        for folder in (project.raw, project.models, project.schemas)
    ]
    seen: set[str] = set()
    for before, folder in (*content, *code):
        # A folder of content is an input whatever it is called.
        left_out = _LEFT_OUT if (before, folder) in code else {_CACHE}
        for path, stat in files_below(folder, left_out):
            if path not in seen:
                seen.add(path)
                yield f"{before}{path[len(str(folder)) + 1 :]}", path, stat
    own = (project.figures, project.build / edition / PROPOSAL, project.root / LOCK)
    engine = sorted({folder.parent / LOCK for folder in _folders("warehouse")})
    for name, file in (
        *((project.shown(file), file) for file in own),
        *((f"engine:{number}", file) for number, file in enumerate(engine)),
    ):
        if str(file) not in seen and file.is_file():
            seen.add(str(file))
            yield name, str(file), file.stat()


def _folders(package: str) -> list[Path]:
    """Return where a package is, without importing it: in this project, in a folder of its own, or as a wheel."""
    spec = find_spec(package)
    return [Path(place) for place in (spec and spec.submodule_search_locations) or ()]


def _environment() -> str:
    """Return the digest of Python and everything that is installed beside it, by name and version."""
    installed = {
        entry.name
        for place in sys.path
        if os.path.isdir(place)
        for entry in os.scandir(place)
        if entry.name.endswith((".dist-info", ".egg-info"))
    }
    text = "\n".join([sys.version, *sorted(installed)])
    return hashlib.sha256(text.encode()).hexdigest()


def _outputs(generation: Path) -> Iterator[tuple[str, str, os.stat_result]]:
    """Yield name, path and stat of every file of a generation; raises ValueError at what is no plain file."""
    for name, path in files_of(generation):
        stat = path.lstat()
        if not S_ISREG(stat.st_mode):
            raise ValueError(f"{name} is no plain file")
        yield name, str(path), stat
