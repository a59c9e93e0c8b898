"""The files of a generation: listed with their digests when it is written, hashed against the list when it is opened.

The folder's name is the digest of the list, so that a list that was made anew does not fit its folder. Only the
standard library is used: a build with nothing changed asks for it too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.builder.digests import digest_of
from warehouse.folders import DATABASE, FILES
from warehouse.sources.files import sha256_of

_NO_PART = {DATABASE, FILES}
"""The database for people who query differs from build to build; the list cannot hold itself."""
_NAME = 32


@dataclass(frozen=True)
class AlteredFile:
    """A file of a generation that is not as it was built.

    Attributes:
        file: Its path in the generation.
        fact: What is found in its place.
        expected: What was built.
    """

    file: str
    fact: str
    expected: str


def identity(folder: Path) -> str:
    """Return the name of a generation: the digest of its files, without the one for people who query."""
    return name_of(listed(folder))


def name_of(files: Mapping[str, str]) -> str:
    """Return the name of a generation with these files, path -> sha256; what is no part of it is passed over."""
    return digest_of({name: files[name] for name in files if name not in _NO_PART})[:_NAME]


def write_list(folder: Path) -> str:
    """Write the list of a folder whose files are all written, and return the name that it is to have."""
    files = listed(folder)
    text = json.dumps(files, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / FILES).write_text(text + "\n", encoding="utf-8")
    return name_of(files)


def differences(generation: Path) -> list[AlteredFile]:
    """Return what is not as it was built, by path; every file is hashed.

    A generation of an earlier version has no list: there it can only be told that something differs.
    """
    found = listed(generation)
    if not os.path.lexists(generation / FILES):
        named = name_of(found)
        return [] if named == generation.name else [_of_whole(named, generation.name)]
    written = _written(generation)
    if written is None or name_of(written) != generation.name:
        of_list = AlteredFile(FILES, "the list is not as it was built", "the list that names it")
        return [of_list]
    return list(_differing(found, written))


def is_listed(generation: Path) -> bool:
    """Say whether a generation has its list; those of earlier versions have none."""
    return (generation / FILES).is_file()


def _differing(found: Mapping[str, str], written: Mapping[str, str]) -> Iterator[AlteredFile]:
    for name in sorted({*found, *written}):
        expected = f"sha256 {written[name]}" if name in written else "no such file"
        if name not in found:
            yield AlteredFile(name, "the file is lost", expected)
        elif found[name] != written.get(name):
            fact = f"the file has sha256 {found[name]}" if found[name] else "it is no plain file"
            yield AlteredFile(name, fact, expected)


def _of_whole(named: str, expected: str) -> AlteredFile:
    return AlteredFile("", f"its files have the digest {named}", expected)


def listed(folder: Path) -> dict[str, str]:
    """Return path -> sha256 of every file that is part of a generation; a link, or what is no file, has none."""
    return {name: _digest(path) for name, path in files_of(folder) if name not in _NO_PART}


def _digest(path: Path) -> str:
    try:
        return "" if path.is_symlink() or not path.is_file() else sha256_of(path)
    except FileNotFoundError:  # mended just now
        return ""


def files_of(folder: Path, before: str = "") -> Iterator[tuple[str, Path]]:
    """Yield name and path of everything in a generation that is no folder; links are not followed."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        name = f"{before}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from files_of(Path(entry.path), f"{name}/")
        else:
            yield name, Path(entry.path)


def _written(generation: Path) -> dict[str, str] | None:
    try:
        given = json.loads((generation / FILES).read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in given.items()}
    except (OSError, ValueError, AttributeError, RecursionError):
        return None
