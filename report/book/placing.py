"""Putting a book in its place: written beside it, moved there whole, and only over an earlier book or nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.builder.holding import working_folder
from warehouse.errors import ReportError
from warehouse.machine_faults import remedy_of
from warehouse.placing import exchange

MARKER = "book.json"
"""Every book holds it; a folder without it is never replaced."""
_TAKEN = (errno.ENOTEMPTY, errno.EEXIST)


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
    try:
        with working_folder(target.parent, f".{target.name}-new-") as work:
            made = work / target.name
            made.mkdir()
            yield made
            _put(made, target, work / "before")
    except OSError as error:
        raise ReportError(
            f"the book cannot be written: {error.strerror or error}",
            where=folder.name,
            remedy=f"{remedy_of(error)}; or name another folder. What was there has not changed",
        ) from error


def _put(made: Path, target: Path, before: Path) -> None:
    """Move a book to its place; what stood there until then is removed with the folder that it was made in."""
    while True:
        try:
            os.rename(made, target)
            return
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
        _check(target)  # another book may have been put there meanwhile
        if exchange(made, target):
            return
        os.rename(target, before)  # where two folders cannot change places in one step


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
