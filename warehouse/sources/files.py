"""Raw files on disk: where one may lie, and that it is the registered one, byte for byte.

Reading what is in a file belongs to the readers; which files exist belongs to the register.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath, PureWindowsPath

from warehouse.errors import SourceFileError

UNREGISTERED = "restore the registered file; a file that the provider has changed is a new vintage with its own entry"


def locate(folder: Path, relative: str, where: str) -> Path:
    """Return the path of a file that lies inside a folder, whatever the name tries.

    Args:
        folder: Folder that the file may not leave.
        relative: Name as registered, with forward slashes.
        where: Register file named in errors.

    Raises:
        SourceFileError: The name is empty or absolute, climbs with `..`, uses backslashes or a drive, or a symbolic
            link on the way leads out of the folder.
    """
    parts = PurePosixPath(relative).parts
    is_plain = (
        bool(parts)
        and "\\" not in relative
        and "\0" not in relative
        and ".." not in parts
        and not PurePosixPath(relative).is_absolute()
        and not PureWindowsPath(relative).drive
    )
    if not is_plain:
        raise _outside(relative, where)
    path = folder.joinpath(*parts)
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise _outside(relative, where)
    return path


def _outside(relative: str, where: str) -> SourceFileError:
    return SourceFileError(
        f"the path {relative!r} does not stay inside its folder",
        where=where,
        expected="a path relative to the folder of the vintage, with forward slashes, without '..' or links out of it",
        remedy="put the file into the folder of its vintage and register its plain name",
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a whole file, as 64 hexadecimal digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def check_file(path: Path, sha256: str, size: int, where: str) -> None:
    """Make sure that a file is the registered one; the whole file is hashed every time.

    Args:
        path: The file.
        sha256: Registered hash, hexadecimal.
        size: Registered size in bytes.
        where: The file as named in errors.

    Raises:
        SourceFileError: The file is missing, or its content is not the registered one; both hashes are named.
    """
    if not path.is_file():
        raise SourceFileError(
            "the registered file is missing",
            where=where,
            expected=f"sha256 {sha256}",
            remedy=UNREGISTERED,
        )
    found, found_size = sha256_of(path), path.stat().st_size
    if found != sha256.lower() or found_size != size:
        raise SourceFileError(
            f"the file is not the registered one: it has sha256 {found} and {found_size:,} bytes",
            where=where,
            expected=f"sha256 {sha256} and {size:,} bytes",
            remedy=UNREGISTERED,
        )
