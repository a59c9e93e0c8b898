"""What the machine refuses (no room, no permission, a folder that went away) in words: no fault of program or data."""

from __future__ import annotations

import errno

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


def words_of(error: OSError) -> str:
    """Return place, fact and remedy of what the system refused, one a line, as errors of the project show theirs."""
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}\n  remedy: {remedy_of(error)}"
