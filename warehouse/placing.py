"""Writing beside and replacing: what takes its place is whole, and what stood there stays until then.

The one way to write a file that others may be reading. Only the standard library is used, since commands that must
answer at once write so too.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from warehouse.errors import UnconfirmedError
from warehouse.leftovers import clear_left, hidden_name, in_use, remove

_OF_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
"""What the system refuses to writers alone."""
_NOT_ASKED = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
"""What a file system answers that brings folders, or all it has, to the disk by itself."""


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
        OSError: If it cannot be written; it names the place, where what stood there still stands.
        UnconfirmedError: If it took its place and the disk does not confirm that.
    """
    place = path.absolute()
    work = (folder or place.parent).absolute() / hidden_name(place.name)
    with _naming(path, work), in_use(work, place.name):
        yield work
        if durable:
            bring_to_disk(work)
        os.replace(work, place)
        if durable:
            confirm(place)


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
        source: The file or folder, a working copy: when the move fails it may be gone, and the place is as it was.
        place: Where nothing stands, or a file that the other takes the place of.

    Raises:
        OSError: If it cannot be moved.
        UnconfirmedError: If it was moved and the disk does not confirm that.
    """
    bring_to_disk(*source.rglob("*"), source)
    try:
        os.replace(source, place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _move_over(source, place)
    confirm(place)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False, and nothing done, where the system cannot do that."""
    import ctypes  # noqa: PLC0415 - slow to load, and few folders are exchanged

    call = getattr(ctypes.CDLL(None), "renameat2", None)
    here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return call is not None and call(here, os.fsencode(one), here, os.fsencode(other), swap) == 0


def bring_to_disk(*paths: Path) -> None:
    """Wait until files or folders are on the disk, whole also after a power cut, where that can be asked for."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _NOT_ASKED:
                raise
        finally:
            os.close(handle)


def confirm(place: Path) -> None:
    """Wait until the disk knows what took its place; that it did is not undone, nor denied, whatever the disk says.

    Raises:
        UnconfirmedError: If the disk does not confirm it.
    """
    try:
        bring_to_disk(place.parent)
    except OSError as error:
        raise UnconfirmedError(place, error) from error


@contextmanager
def not_yet_counting() -> Iterator[None]:
    """Let what takes its place inside be one step of a change that counts from a later one: unconfirmed, it failed.

    Raises:
        OSError: What the disk refused.
    """
    try:
        yield
    except UnconfirmedError as error:
        raise error.refusal from error


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
    """Let an error name the place: a hidden name tells a person nothing, and a full disk names none.

    Other errors without a name stay so: who writes also reads, and they may be of what was read.
    """
    try:
        yield
    except OSError as error:
        is_unnamed = error.filename is None and error.errno in _OF_WRITING
        if is_unnamed or error.filename in (work, str(work)):
            error.filename, error.filename2 = str(path), None
        raise


def _move_over(source: Path, place: Path) -> None:
    """Copy to beside the place, on its disk, and move the copy there; the source goes first, so none is at both."""
    work, given_up = (path.with_name(hidden_name(path.name)) for path in (place, source))
    try:
        if source.is_dir():
            shutil.copytree(source, work)
        else:
            shutil.copyfile(source, work)
        bring_to_disk(*work.rglob("*"), work)
        os.replace(source, given_up)
        os.replace(work, place)
    finally:
        with suppress(OSError):  # what stays is left to the next writer
            remove(work)
            remove(given_up)
