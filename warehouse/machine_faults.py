"""What the machine refuses (no room, no permission, a folder that went away) in words: no fault of program or data."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from warehouse.errors import ReportError

_OUT_OF_MEMORY = "OutOfMemoryException"
_ROOM = "make room on that disk, and run this again"
_RIGHTS = "see who may read and write there: this account may not"
_REMEDIES = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: "raise the limit on the size of files (ulimit -f), and run this again",
    errno.EROFS: "write elsewhere, or make that disk writable",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.ENOENT: "check that it exists, and that nothing removes files while this runs",
    errno.ENOTDIR: "see that it is a folder",
    errno.EEXIST: "take away what stands there, and run this again",
    errno.EISDIR: "take away the folder that stands there, or name another file",
    errno.ELOOP: "take away the link that leads to itself",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.EMFILE: "raise the limit on open files (ulimit -n), and run this again",
    errno.ENOMEM: "free memory, and run this again",
    errno.EIO: "see whether that disk is sound",
}


def remedy_of(error: OSError) -> str:
    """Return what to do about what the system refused."""
    return _REMEDIES.get(error.errno or 0, "see whether that place can be read and written")


def fact_of(error: OSError, place: Path) -> str:
    """Return what the system refused while a place was written, with the name of a file elsewhere that it is about."""
    said = error.strerror or str(error)
    of = error.filename
    if not isinstance(of, str | os.PathLike) or Path(of).absolute().is_relative_to(
        place.absolute()
    ):
        return said
    return f"{of}: {said}"


def is_of_machine(error: BaseException) -> bool:
    """Return whether an error is what the system refused: a file or memory, to the program or to the engine under it.

    The engine is asked by the name of its errors, so that it is not loaded for that.
    """
    kind = type(error)
    names = ("IOException", "PermissionException", _OUT_OF_MEMORY)
    is_refused = kind.__name__ in names or _number_in(str(error)) != 0
    return isinstance(error, OSError | MemoryError) or (
        kind.__module__.endswith("duckdb") and is_refused
    )


def in_words(error: Exception) -> ReportError:
    """Return what the system refused as an error of the project: place, fact and remedy."""
    if isinstance(error, OSError):
        where = str(error.filename or "")
        return ReportError(str(error.strerror or error), where=where, remedy=remedy_of(error))
    if isinstance(error, MemoryError) or type(error).__name__ == _OUT_OF_MEMORY:
        said = str(error).strip().partition("\n")[0]
        fact = f"there is not enough memory: {said}" if said else "there is not enough memory"
        return ReportError(fact, remedy=_REMEDIES[errno.ENOMEM])
    return ReportError(str(error), remedy=remedy_of(OSError(_number_in(str(error)), "")))


def _number_in(text: str) -> int:
    """Return the number of the system's refusal that a text quotes, or 0."""
    return next((number for number in _REMEDIES if os.strerror(number) in text), 0)
