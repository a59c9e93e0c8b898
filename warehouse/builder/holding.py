"""Marks of use on folders that many processes share: a folder that somebody reads is not taken away.

Each folder has an empty file, `in-use`. Who reads the folder has a shared lock on it, which the system takes back when
the process ends, however it ends; who would remove the folder needs an exclusive one.
"""

from __future__ import annotations

import fcntl
import glob
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARK = "in-use"


class Hold:
    """A shared lock on the mark of a folder, for as long as the object lives."""

    def __init__(self, handle: int) -> None:
        self._close = weakref.finalize(self, os.close, handle)

    def release(self) -> None:
        """Give the lock back; doing so again changes nothing."""
        self._close()


def hold(folder: Path, *, make_mark: bool = False, mark: str = MARK) -> Hold | None:
    """Take hold of a folder; None when it is not there, has no mark, or is being taken away.

    Args:
        folder: The folder.
        make_mark: Make the mark where the folder has none.
        mark: Name of the mark, where it is another file of the folder.
    """
    try:
        handle = os.open(folder / mark, os.O_RDWR | os.O_CREAT if make_mark else os.O_RDONLY, 0o666)
    except (FileNotFoundError, NotADirectoryError):
        return None
    fcntl.flock(handle, fcntl.LOCK_SH)  # waits for no longer than it takes to rename a folder
    held = Hold(handle)
    if not _leads_to(folder / mark, handle):
        held.release()
        return None
    return held


@contextmanager
def unheld(folder: Path, *, make_mark: bool = False, mark: str = MARK) -> Iterator[bool]:
    """Tell whether nobody holds a folder; if so, nobody can take hold of it inside.

    A folder without a mark is held by none: it is what was left of one that was being made.

    Args:
        folder: The folder.
        make_mark: Make the mark where the folder has none, since somebody may be about to make it.
        mark: Name of the mark, where it is another file of the folder.
    """
    try:
        handle = os.open(folder / mark, os.O_RDWR | os.O_CREAT if make_mark else os.O_RDWR, 0o666)
    except (FileNotFoundError, NotADirectoryError):
        yield True
        return
    try:
        yield _lock_alone(handle) and _leads_to(folder / mark, handle)
    finally:
        os.close(handle)


@contextmanager
def working_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a folder of one's own, held while it is used and then removed; what others left who are no more goes first.

    Args:
        parent: Where it is made.
        prefix: How its name begins, and those of all that are made for the same purpose.
    """
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f"{glob.escape(prefix)}*"):
        with unheld(left, make_mark=True) as is_free:
            if is_free:
                shutil.rmtree(left, ignore_errors=True)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        held = hold(folder, make_mark=True)
        if held is not None:  # else somebody took it for one that was left, before it was held
            break
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        held.release()


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Let one process after another do what is inside; the file is only there to be locked."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _lock_alone(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _leads_to(path: Path, handle: int) -> bool:
    """Return whether the path still is the file that was opened."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except (FileNotFoundError, NotADirectoryError):
        return False
