"""The stamp of a build: what it was made from, so that a build with nothing changed ends before it begins.

What makes an edition stale is listed here and nowhere else. Only the standard library is used: the stamp is checked
before anything heavy is imported. A file whose size and time are as before counts as unchanged here; a build
that does run hashes every raw file whole.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from warehouse.builder.manifest import Manifest, read_manifest
from warehouse.errors import DamagedFileError

FILE = "stamp.json"
_LATEST = "latest"
_CODE = Path(__file__).resolve().parents[2]

Entry = list[object]


def take(root: Path, edition: str) -> dict[str, Entry]:
    """Return size, time and sha256 of everything that the edition depends on, by path.

    Taken before a build starts, so that a file changed meanwhile makes the next build run.
    """
    return {
        name: [stat.st_size, stat.st_mtime_ns, _sha256(Path(name))]
        for name, stat in _inputs(root, edition)
    }


def write(root: Path, edition: str, inputs: dict[str, Entry]) -> None:
    """Keep the stamp of a finished build beside its generations."""
    folder = root / "warehouse" / "build" / edition
    generation = (folder / _LATEST).resolve()
    content = {"inputs": inputs, "generation": generation.name, "outputs": _outputs(generation)}
    beside = folder / f".{FILE}-{os.getpid()}"
    beside.write_text(json.dumps(content), encoding="utf-8")
    os.replace(beside, folder / FILE)


def unchanged(root: Path, edition: str) -> Manifest | None:
    """Return the manifest of the last build when nothing it was made from, and nothing it wrote, has changed."""
    folder = root / "warehouse" / "build" / edition
    try:
        stamp = json.loads((folder / FILE).read_text(encoding="utf-8"))
        generation = (folder / _LATEST).resolve(strict=True)
        if generation.name != stamp["generation"] or _outputs(generation) != stamp["outputs"]:
            return None
        if not _same(stamp["inputs"], root, edition):
            return None
        return read_manifest(generation)
    except (OSError, ValueError, KeyError, TypeError, DamagedFileError):
        return None


def _same(before: dict[str, Entry], root: Path, edition: str) -> bool:
    seen = 0
    for name, stat in _inputs(root, edition):
        entry = before.get(name)
        if entry is None or entry[0] != stat.st_size:
            return False
        if entry[1] != stat.st_mtime_ns and entry[2] != _sha256(Path(name)):
            return False
        seen += 1
    return seen == len(before)


def _inputs(root: Path, edition: str) -> Iterator[tuple[str, os.stat_result]]:
    content = [
        root / "raw",
        root / "warehouse" / "models",
        root / "warehouse" / "sources" / "schemas",
    ]
    code = [_CODE / "warehouse", _CODE / "report", _CODE / "packages"]
    left_out = {"build", "__pycache__"}
    seen: set[str] = set()
    for folder in (*content, *code):
        for path, stat in _files(folder, left_out):
            if path not in seen:
                seen.add(path)
                yield path, stat
    single = [root / "report" / "figures.yaml", _CODE / "requirements.lock"]
    single.append(root / "warehouse" / "build" / edition / "proposed-edition.yaml")
    for file in single:
        if str(file) not in seen and file.is_file():
            yield str(file), file.stat()


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


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
