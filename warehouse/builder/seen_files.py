"""Files as the system told of them when they were hashed, so that one that is as before need not be hashed again.

Only the standard library is used: a build with nothing changed is answered by it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from warehouse.records import as_integer, as_list, as_text
from warehouse.sources.files import sha256_of


class SeenFile(NamedTuple):
    """A file as the system told of it when it was hashed."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    sha256: str

    def is_seen_in(self, stat: os.stat_result) -> bool:
        """Say whether the system tells the same of a file, which then need not be hashed."""
        return self[:4] == (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def still(
    before: Mapping[str, SeenFile], now: Iterator[tuple[str, str, os.stat_result]]
) -> dict[str, SeenFile] | None:
    """Return the files as they are seen now, where they are those of before; None where any differs."""
    files: dict[str, SeenFile] = {}
    for name, path, stat in now:
        file = before.get(name)
        if file is None or file.size != stat.st_size:
            return None
        if not file.is_seen_in(stat):
            if file.sha256 != sha256_of(Path(path)):
                return None
            file = _as_seen(stat, file.sha256)
        files[name] = file
    return files if len(files) == len(before) else None


def seen(path: str, stat: os.stat_result) -> SeenFile:
    """Return a file, hashed."""
    return _as_seen(stat, sha256_of(Path(path)))


def _as_seen(stat: os.stat_result, sha256: str) -> SeenFile:
    return SeenFile(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, sha256)


def seen_file(given: object) -> SeenFile:
    """Return what JSON gave of a file; raises ValueError where it is none."""
    *numbers, sha256 = as_list(given)
    size, mtime_ns, ctime_ns, inode = map(as_integer, numbers)
    return SeenFile(size, mtime_ns, ctime_ns, inode, as_text(sha256))


def files_below(folder: Path, left_out: Collection[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Yield path and stat of every file below a folder, but for compiled ones and folders of some names."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name not in left_out:
                yield from files_below(Path(entry.path), left_out)
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield entry.path, entry.stat()
