"""Putting a book in its place: written beside it, moved there whole, and only over an earlier book or nothing."""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import ReportError

MARKER = "book.json"
"""Every book holds it; a folder without it is never replaced."""
_PARTS = ("new", "old")


@contextmanager
def in_place(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write a book into; it takes the place of `folder` when all went well.

    Args:
        folder: Where the book shall stand: nothing, an empty folder, or a book.

    Raises:
        ReportError: If something else stands there, or the place cannot be written to.
    """
    target = folder.absolute()
    _check(target)
    work, old = (target.with_name(f".{target.name}-{os.getpid()}-{part}") for part in _PARTS)
    try:
        _remove(work, old)
        work.mkdir(parents=True)
        yield work
        if target.exists():
            os.rename(target, old)
        os.rename(work, target)
        _remove(*_left_behind(target))
    except OSError as error:
        if old.exists() and not target.exists():
            os.rename(old, target)
        raise ReportError(
            f"the book cannot be written: {error.strerror or error}",
            where=folder.name,
            remedy="name a folder whose place you may write to; what was there has not changed",
        ) from error
    finally:
        _remove(work, old)


def _check(target: Path) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not (target / MARKER).is_file() or target.is_symlink():
        raise ReportError(
            f"{target.name} is there and is no book",
            where=target.name,
            expected="a folder that does not exist, is empty, or holds an earlier book",
            remedy="name another folder",
        )


def _left_behind(target: Path) -> list[Path]:
    """Return the folders of earlier attempts at the same place that were killed."""
    found = []
    for path in target.parent.glob(f".{glob.escape(target.name)}-*"):
        process, _, part = path.name.removeprefix(f".{target.name}-").partition("-")
        if part in _PARTS and process.isdecimal() and not _is_running(int(process)):
            found.append(path)
    return found


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
