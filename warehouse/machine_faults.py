"""What the machine refuses (no room, no permission, a folder that went away) in words: no fault of program or data."""

from __future__ import annotations

import errno
import os

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
    errno.EMFILE: "raise the limit on open files (ulimit -n), and run this again",
    errno.ENOMEM: "free memory, and run this again",
    errno.EIO: "see whether that disk is sound",
}


def remedy_of(error: OSError) -> str:
    """Return what to do about what the system refused."""
    return _REMEDIES.get(error.errno or 0, "see whether that place can be read and written")


def is_of_disk(error: BaseException) -> bool:
    """Return whether the engine says that it cannot read or write a file; asked by name, so that none is loaded."""
    kind = type(error)
    is_of_files = kind.__name__ == "IOException" or _number_in(str(error)) != 0
    return kind.__module__.endswith("duckdb") and is_of_files


def words_of(error: Exception) -> str:
    """Return place, fact and remedy of what the system refused, one a line, as errors of the project show theirs."""
    if not isinstance(error, OSError):
        return f"{error}\n  remedy: {remedy_of(OSError(_number_in(str(error)), ''))}"
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}\n  remedy: {remedy_of(error)}"


def _number_in(text: str) -> int:
    """Return the number of the system's refusal that a text quotes, or 0."""
    return next((number for number in _REMEDIES if os.strerror(number) in text), 0)
