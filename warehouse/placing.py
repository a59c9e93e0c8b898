"""Writing beside and replacing: what takes its place is whole, and what stood there stays until then.

The one way to write a file that others may be reading. Only the standard library is used, since commands that must
answer at once write so too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def beside(path: Path, *, folder: Path | None = None, durable: bool = False) -> Iterator[Path]:
    """Give a name beside a file's place; what is written under it takes the place when all went well.

    Args:
        path: The place; a file or link that stands there is replaced in one step.
        folder: Folder to write in, on the same disk; by default that of the place.
        durable: Bring the content to the disk first, so that it is whole after a power cut too.
    """
    place = path.absolute()
    # Two writers in one process must not share a name either.
    name = f".{place.name}-{os.getpid()}-{os.urandom(4).hex()}"
    work = (folder or place.parent).absolute() / name
    try:
        yield work
        if durable:
            _bring_to_disk(work)
        os.replace(work, place)
    finally:
        work.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file as UTF-8, with its line ends as they are, beside its place and move it there."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there."""
    with beside(path) as work:
        work.write_bytes(content)


def mend_folder(broken: Path, whole: Path, *, last: str, untouched: str = "") -> None:
    """Make one folder hold the files of another, file by file: its name leads to a folder at every moment.

    Args:
        broken: The folder to mend.
        whole: The folder whose files take their places; it is left without them.
        last: Name of the file that says that the folder is whole; it comes last.
        untouched: Name of a file that stays as it is in both.
    """
    files = [path.relative_to(whole) for path in sorted(whole.rglob("*")) if not path.is_dir()]
    files = [name for name in files if name.as_posix() != untouched]
    for name in sorted(files, key=lambda name: name.as_posix() == last):
        _make_room(broken / name, broken)
        os.replace(whole / name, broken / name)
    wanted = {Path(untouched), *files, *(folder for name in files for folder in name.parents)}
    for path in sorted(broken.rglob("*"), reverse=True):
        if path.relative_to(broken) not in wanted:
            _remove(path)


def _make_room(place: Path, root: Path) -> None:
    """Remove what stands where a file, or a folder on the way to it, must stand."""
    for folder in reversed(place.relative_to(root).parents[:-1]):
        if not (root / folder).is_dir() or (root / folder).is_symlink():
            _remove(root / folder)
        (root / folder).mkdir(exist_ok=True)
    if place.is_dir() and not place.is_symlink():
        _remove(place)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _bring_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
