"""Putting a book in its place: written beside it, moved there whole, and only over an earlier book or nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from warehouse.builder.holding import working_folder
from warehouse.errors import ReportError
from warehouse.leftovers import hidden_name, remove
from warehouse.listing import listed
from warehouse.machine_faults import fact_of, remedy_of
from warehouse.placing import exchange

MARKER = "book.json"
"""Every book holds it; a folder without it is never replaced."""
_BEFORE = "-before"
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
    with _in_words(target), working_folder(target.parent, f".{target.name}-new-") as work:
        _put_back(target)
        made = work / target.name
        made.mkdir()
        yield made
        try:
            _put(made, target)
        finally:
            _put_back(target)


@contextmanager
def _in_words(target: Path) -> Iterator[None]:
    """Say what the system refused, and where the book is that stood there."""
    try:
        yield
    except OSError as error:
        left = [] if target.exists() else _moved_away(target)
        stands = (
            f"the earlier book is {left[0].name} now" if left else "what was there is as it was"
        )
        raise ReportError(
            f"the book cannot be written: {fact_of(error, target.parent)}",
            where=target.name,
            remedy=f"{remedy_of(error)}, or name another folder; {stands}",
        ) from error


def _put(made: Path, target: Path) -> None:
    """Move a book to its place; what stood there goes with the folder that it was made in, or can be put back."""
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
        # Where two folders cannot change places in one step.
        os.rename(target, target.with_name(hidden_name(f"{target.name}{_BEFORE}")))


def _put_back(target: Path) -> None:
    """Let the book stand again that was moved away for one which did not come, whoever moved it; else remove it."""
    for before in _moved_away(target):
        if not target.exists():
            os.rename(before, target)
        else:
            with suppress(OSError):  # the next one removes it
                remove(before)


def _moved_away(target: Path) -> list[Path]:
    begins = f".{target.name}{_BEFORE}-"
    return [path for path in listed(target.parent) if path.name.startswith(begins)]


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
