"""What is written beside a place, under a hidden name: told apart from what somebody left behind who is no more.

A file is locked for as long as it is being written, and the system takes the lock back however the process ends.
Only the standard library is used, as in `placing`.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_HIDDEN = re.compile(r"\.(.+)-\d+-[0-9a-f]{8}")


def hidden_name(name: str) -> str:
    """Return a name beside a place that nobody else has: two writers in one process must not share it either."""
    return f".{name}-{os.getpid()}-{os.urandom(4).hex()}"


def is_hidden(name: str) -> bool:
    """Return whether a name is of `hidden_name`: that of something which is being written, or was left behind."""
    return _HIDDEN.fullmatch(name) is not None


def clear_left(folder: Path, name: str, *, are_dead: bool = False) -> None:
    """Remove what those who are no more left behind beside a place.

    Args:
        folder: The folder that they wrote in.
        name: Name of the place; empty for every place.
        are_dead: Whether the caller knows that nobody writes there; else what is locked is in use.
    """
    with suppress(OSError):  # who may not look there leaves it to others
        for entry in list(os.scandir(folder)):
            made = _HIDDEN.fullmatch(entry.name)
            if made is None or name not in ("", made[1]):
                continue
            if are_dead:
                remove(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                _remove_unlocked(Path(entry.path))


@contextmanager
def in_use(work: Path, name: str) -> Iterator[None]:
    """Make an empty file and lock it; remove it afterwards, unless it was moved.

    A failure to do so is passed over, as the next one removes it: it says nothing of what was moved.

    Args:
        work: The file, under a name of `hidden_name`.
        name: Name of the place that it is for; what others left behind there is removed first.
    """
    clear_left(work.parent, name)
    handle = _made(work)
    while not _leads_to(work, handle):  # removed by somebody who saw it before it was locked
        os.close(handle)
        handle = _made(work)
    try:
        yield
    finally:
        with suppress(OSError):
            work.unlink(missing_ok=True)
        with suppress(OSError):
            os.close(handle)


def _made(work: Path) -> int:
    handle = os.open(work, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def _remove_unlocked(path: Path) -> None:
    """Remove a file unless somebody has locked it, or it cannot be told."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDWR)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(handle)


def _leads_to(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(handle))
    except OSError:
        return False


def remove(path: Path) -> None:
    """Remove a file, a link or a whole folder, which need not be there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
