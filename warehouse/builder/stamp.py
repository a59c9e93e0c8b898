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

from warehouse.builder.manifest import Manifest, read_manifest
from warehouse.errors import DamagedFileError
from warehouse.folders import LATEST, LOCK, PROPOSAL, STAMP
from warehouse.placing import write_text
from warehouse.project import Project

CODE = ("warehouse", "report", "rowlineage", "numbertext")
"""Packages whose code a build runs, wherever they are installed."""
ENVIRONMENT = "python and its libraries"
"""Name of the entry that says which Python and which libraries the code runs on; all others are files."""
_LEFT_OUT = {"build", "__pycache__"}

Entry = list[object]


def take(root: Path, edition: str) -> dict[str, Entry]:
    """Return size, time and sha256 of everything that the edition depends on, by path.

    Taken before a build starts, so that a file changed meanwhile makes the next build run.
    """
    files = {
        name: [stat.st_size, stat.st_mtime_ns, _sha256(name)]
        for name, stat in _inputs(Project(root), edition)
    }
    return {**files, ENVIRONMENT: _environment()}


def write(root: Path, edition: str, inputs: dict[str, Entry], generation: Path) -> None:
    """Keep the stamp of a finished build beside its generations.

    There is none, and the next build runs, where something changed while the build ran, even if it was changed back.

    Args:
        root: The project's folder.
        edition: The edition.
        inputs: What `take` returned before the build.
        generation: What the build made of it, which need not be the latest by now.
    """
    place = Project(root).build / edition / STAMP
    now = {name: [s.st_size, s.st_mtime_ns] for name, s in _inputs(Project(root), edition)}
    if now != {name: entry[:2] for name, entry in inputs.items() if name != ENVIRONMENT}:
        place.unlink(missing_ok=True)
        return
    content = {"inputs": inputs, "generation": generation.name, "outputs": _outputs(generation)}
    write_text(place, json.dumps(content))


def unchanged(root: Path, edition: str) -> Manifest | None:
    """Return the manifest of the last build when nothing it was made from, and nothing it wrote, has changed."""
    folder = Project(root).build / edition
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        generation = (folder / LATEST).resolve(strict=True)
        if generation.name != stamp["generation"] or _outputs(generation) != stamp["outputs"]:
            return None
        if not _same(stamp["inputs"], Project(root), edition):
            return None
        return read_manifest(generation)
    except (OSError, ValueError, KeyError, TypeError, DamagedFileError):
        return None


def _same(before: dict[str, Entry], project: Project, edition: str) -> bool:
    if before.pop(ENVIRONMENT) != _environment():
        return False
    seen = 0
    for name, stat in _inputs(project, edition):
        entry = before.get(name)
        if entry is None or entry[0] != stat.st_size:
            return False
        if entry[1] != stat.st_mtime_ns and entry[2] != _sha256(name):
            return False
        seen += 1
    return seen == len(before)


def _inputs(project: Project, edition: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file that the edition depends on, once: what the project holds, the code, and the pinned versions."""
    code = [folder for name in CODE for folder in _folders(name)]
    seen: set[str] = set()
    for folder in (project.raw, project.models, project.schemas, *code):
        for path, stat in _files(folder, _LEFT_OUT):
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


def _environment() -> Entry:
    """Return an entry for Python and everything that is installed beside it, by name and version."""
    installed = {
        entry.name
        for place in sys.path
        if os.path.isdir(place)
        for entry in os.scandir(place)
        if entry.name.endswith((".dist-info", ".egg-info"))
    }
    text = "\n".join([sys.version, *sorted(installed)])
    return [len(text), 0, hashlib.sha256(text.encode()).hexdigest()]


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
