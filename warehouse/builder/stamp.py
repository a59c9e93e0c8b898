"""The stamp of a build: what it was made from, so that a build with nothing changed ends before it begins.

What makes an edition stale is listed here and nowhere else. Only the standard library is used: the stamp is checked
before anything heavy is imported. A file whose size and time are as before counts as unchanged here; a build
that does run hashes every raw file whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from warehouse.builder.manifest import Manifest, read_manifest
from warehouse.errors import DamagedFileError
from warehouse.folders import LATEST, LOCK, PROPOSAL, STAMP
from warehouse.placing import write_text
from warehouse.project import Project

CODE = ("warehouse", "report", "rowlineage", "numbertext")
"""Packages whose code a build runs, wherever they are installed."""
_CACHE = "__pycache__"
_LEFT_OUT = {"build", _CACHE}


class InputFile(NamedTuple):
    """A file that an edition depends on, as it was."""

    size: int
    mtime_ns: int
    sha256: str


class Inputs(NamedTuple):
    """What an edition depends on.

    Attributes:
        files: Its files by path.
        environment: Digest of the Python and the libraries that the code runs on.
    """

    files: dict[str, InputFile]
    environment: str

    @property
    def digests(self) -> dict[str, str]:
        """What it is by content alone, whenever it was written."""
        files = {name: file.sha256 for name, file in self.files.items()}
        return {**files, "python and its libraries": self.environment}


def take(root: Path, edition: str) -> Inputs:
    """Return everything that the edition depends on.

    Taken before a build starts, so that a file changed meanwhile makes the next build run.
    """
    files = {
        name: InputFile(stat.st_size, stat.st_mtime_ns, _sha256(name))
        for name, stat in _inputs(Project(root), edition)
    }
    return Inputs(files, _environment())


def write(root: Path, edition: str, inputs: Inputs, generation: Path) -> None:
    """Keep the stamp of a finished build beside its generations.

    There is none, and the next build runs, where something changed while the build ran, even if it was changed back.

    Args:
        root: The project's folder.
        edition: The edition.
        inputs: What `take` returned before the build.
        generation: What the build made of it, which need not be the latest by now.
    """
    place = Project(root).build / edition / STAMP
    now = {name: (s.st_size, s.st_mtime_ns) for name, s in _inputs(Project(root), edition)}
    if now != {name: (file.size, file.mtime_ns) for name, file in inputs.files.items()}:
        place.unlink(missing_ok=True)
        return
    content = {
        "inputs": inputs.files,
        "environment": inputs.environment,
        "generation": generation.name,
        "outputs": _outputs(generation),
    }
    write_text(place, json.dumps(content))


def unchanged(root: Path, edition: str) -> Manifest | None:
    """Return the manifest of the last build when nothing it was made from, and nothing it wrote, has changed."""
    folder = Project(root).build / edition
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        generation = (folder / LATEST).resolve(strict=True)
        if generation.name != stamp["generation"] or _outputs(generation) != stamp["outputs"]:
            return None
        if not _is_same(_inputs_of(stamp), Project(root), edition):
            return None
        return read_manifest(generation)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, DamagedFileError):
        return None


def is_current(root: Path, edition: str) -> bool:
    """Say whether a build would change nothing; other than `unchanged` this reads every file whole."""
    if unchanged(root, edition) is None:
        return False
    stamp = json.loads((Project(root).build / edition / STAMP).read_text(encoding="utf-8"))
    return _inputs_of(stamp).digests == take(root, edition).digests


def _inputs_of(stamp: dict[str, Any]) -> Inputs:
    files = {name: InputFile(*found) for name, found in stamp["inputs"].items()}
    return Inputs(files, stamp["environment"])


def _is_same(before: Inputs, project: Project, edition: str) -> bool:
    if before.environment != _environment():
        return False
    seen = 0
    for name, stat in _inputs(project, edition):
        file = before.files.get(name)
        if file is None or file.size != stat.st_size:
            return False
        if file.mtime_ns != stat.st_mtime_ns and file.sha256 != _sha256(name):
            return False
        seen += 1
    return seen == len(before.files)


def _inputs(project: Project, edition: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file that the edition depends on, once: what the project holds, the code, and the pinned versions."""
    code = [folder for name in CODE for folder in _folders(name)]
    seen: set[str] = set()
    for folder in (project.raw, project.models, project.schemas, *code):
        # A folder of content is an input whatever it is called.
        left_out = _LEFT_OUT if folder in code else {_CACHE}
        for path, stat in _files(folder, left_out):
            if path not in seen:
                seen.add(path)
                yield path, stat
    locks = {project.root / LOCK, *(folder.parent / LOCK for folder in _folders("warehouse"))}
    for file in (project.figures, project.build / edition / PROPOSAL, *sorted(locks)):
        if str(file) not in seen and file.is_file():
            yield str(file), file.stat()


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


def _files(folder: Path, left_out: set[str]) -> Iterator[tuple[str, os.stat_result]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name not in left_out:
                yield from _files(Path(entry.path), left_out)
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield entry.path, entry.stat()


def _outputs(generation: Path) -> dict[str, list[int]]:
    return {path: [stat.st_size, stat.st_mtime_ns] for path, stat in _files(generation, set())}


def _sha256(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
