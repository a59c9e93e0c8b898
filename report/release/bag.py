"""BagIt 1.0 (RFC 8493): the manifests of a release, written and checked.

What goes into a bag belongs to `payload`. Only the payload and the tag files that are the same on every machine are
listed; `run/` and `sign-off/` stand beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from report.release.revisions import BAG, MANIFEST, TAG_MANIFEST, Revision
from warehouse.errors import GateError
from warehouse.sources.files import sha256_of

DATA = "data"
INFO = "bag-info.txt"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def write_bag(folder: Path, info: Mapping[str, str], tag_files: Iterable[str]) -> None:
    """Write declaration, description and manifests of a bag whose payload and tag files are there.

    Args:
        folder: The bag.
        info: Label -> value for `bag-info.txt`; the size of the payload is added.
        tag_files: Further tag files to be listed, relative to the bag.
    """
    payload = [path for path in sorted((folder / DATA).rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in payload)
    described = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    _write(folder / BAG, _DECLARATION)
    _write(folder / INFO, "".join(f"{k}: {_one_line(v)}\n" for k, v in described.items()))
    _write_manifest(folder, MANIFEST, payload)
    _write_manifest(
        folder, TAG_MANIFEST, [folder / name for name in (BAG, INFO, MANIFEST, *tag_files)]
    )


def faults(folder: Path) -> list[str]:
    """Return what is wrong with a bag, none when it is whole: every file listed and as listed, none beside them."""
    found = [*_differences(folder, TAG_MANIFEST), *_differences(folder, MANIFEST)]
    listed = set(read_manifest(folder / MANIFEST)) if not found else set()
    present = {name_of(folder, p) for p in (folder / DATA).rglob("*") if p.is_file()}
    return found or [f"{name} is not listed" for name in sorted(present - listed)]


def refuse_altered(revision: Revision) -> None:
    """Refuse to go on from a release that is not as it was made.

    Raises:
        GateError: If a file of it was changed, removed or added.
    """
    found = faults(revision.folder)
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise GateError(
            f"the release is not as it was made: {found[0]}{more}",
            where=f"releases/{revision.folder.parent.name}/{revision.name}",
            remedy="restore it from a copy; what was altered is neither signed nor corrected",
        )


def read_manifest(path: Path) -> dict[str, str]:
    """Return path -> sha256 of a manifest; lines that are none are left out."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {_decoded(m[2]): m[1] for line in lines if (m := _LINE.fullmatch(line))}


def name_of(folder: Path, path: Path) -> str:
    """Return a file's path in a bag, with forward slashes."""
    return path.relative_to(folder).as_posix()


def _differences(folder: Path, manifest: str) -> Iterator[str]:
    listed = read_manifest(folder / manifest)
    if not listed:
        yield f"{manifest} is missing or empty"
    for name, digest in listed.items():
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing"
        elif sha256_of(path) != digest:
            yield f"{name} is not as it was listed"


def _write_manifest(folder: Path, name: str, files: Iterable[Path]) -> None:
    entries = sorted((name_of(folder, path), sha256_of(path)) for path in files)
    _write(folder / name, "".join(f"{digest}  {_encoded(path)}\n" for path, digest in entries))


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _encoded(name: str) -> str:
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _decoded(name: str) -> str:
    return name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def _one_line(text: str) -> str:
    return " ".join(text.split())
