"""Writing beside and replacing: what takes its place is whole, and what stood there stays until then.

The one way to write a file that others may be reading. Only the standard library is used, since commands that must
answer at once write so too.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.leftovers import clear_left, hidden_name, in_use, remove


@contextmanager
def beside(path: Path, *, folder: Path | None = None, durable: bool = False) -> Iterator[Path]:
    """Give an empty file beside a place; what is written to it takes the place when all went well.

    The file is locked while it is in use, which the system takes back however the process ends: what others left behind
    beside the same place is removed first, and what one of them is writing is not.

    Args:
        path: The place; a file or link that stands there is replaced in one step.
        folder: Folder to write in, on the same disk; by default that of the place.
        durable: Bring the content to the disk first, so that it is whole after a power cut too.

    Raises:
        OSError: If it cannot be written; it names the place.
    """
    place = path.absolute()
    work = (folder or place.parent).absolute() / hidden_name(place.name)
    with _naming(path, work), in_use(work, place.name):
        yield work
        if durable:
            bring_to_disk(work)
        os.replace(work, place)
        if durable:
            bring_to_disk(place.parent)


def write_text(path: Path, text: str) -> None:
    """Write a text file as UTF-8, with its line ends as they are, beside its place and move it there."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there."""
    with beside(path) as work:
        work.write_bytes(content)


def point(link: Path, target: str) -> None:
    """Let a symbolic link lead to a target, in one step; the caller sees to it that nobody else does."""
    clear_left(link.parent, link.name, are_dead=True)
    work = link.with_name(hidden_name(link.name))
    work.symlink_to(target)
    os.replace(work, link)


def move(source: Path, place: Path) -> None:
    """Move a file or folder to its place in one step, also from another disk, and make that durable.

    Args:
        source: The file or folder.
        place: Where nothing stands, or a file that the other takes the place of.
    """
    bring_to_disk(*source.rglob("*"), source)
    try:
        os.replace(source, place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _move_over(source, place)
    bring_to_disk(place.parent)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False, and nothing done, where the system cannot do that."""
    import ctypes  # noqa: PLC0415 - slow to load, and few folders are exchanged

    call = getattr(ctypes.CDLL(None), "renameat2", None)
    here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return call is not None and call(here, os.fsencode(one), here, os.fsencode(other), swap) == 0


def bring_to_disk(*paths: Path) -> None:
    """Wait until files or folders are on the disk, whole also after a power cut."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


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
            remove(path)


def _make_room(place: Path, root: Path) -> None:
    """Remove what stands where a file, or a folder on the way to it, must stand."""
    for folder in reversed(place.relative_to(root).parents[:-1]):
        if not (root / folder).is_dir() or (root / folder).is_symlink():
            remove(root / folder)
        (root / folder).mkdir(exist_ok=True)
    if place.is_dir() and not place.is_symlink():
        remove(place)


@contextmanager
def _naming(path: Path, work: Path) -> Iterator[None]:
    """Let an error name the place: a full disk names none, and a hidden name tells a person nothing."""
    try:
        yield
    except OSError as error:
        if error.filename is None or os.fspath(error.filename) == str(work):
            error.filename, error.filename2 = str(path), None
        raise


def _move_over(source: Path, place: Path) -> None:
    """Copy to beside the place, on its disk, and move the copy there."""
    work = place.with_name(hidden_name(place.name))
    try:
        if source.is_dir():
            shutil.copytree(source, work)
        else:
            shutil.copyfile(source, work)
        bring_to_disk(*work.rglob("*"), work)
        os.replace(work, place)
    finally:
        remove(work)
    remove(source)
