"""BagIt 1.0 (RFC 8493): the manifests of a release, written, and checked as every reader does: by its `verify.py`.

What goes into a bag belongs to `payload`. Only the payload and the tag files that are the same on every machine are
listed; `run/` and `sign-off/` stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from report.release.revisions import BAG, BAG_MANIFEST, TAG_MANIFEST, Revision
from report.release.verify.verify import CHANGES, Bag
from warehouse.errors import GateError
from warehouse.sources.files import sha256_of

DATA = "data"
INFO = "bag-info.txt"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write_bag(folder: Path, info: Mapping[str, str], tag_files: Iterable[str]) -> None:
    """Write declaration, description and manifests of a bag whose payload and tag files are there.

    Args:
        folder: The bag.
        info: Label -> value for `bag-info.txt`; the size of the payload is added.
        tag_files: Further tag files to be listed, relative to the bag.
    """
    payload = payload_of(folder)
    size = sum(path.stat().st_size for path in payload)
    described = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    _write(folder / BAG, _DECLARATION)
    _write(folder / INFO, "".join(f"{k}: {_one_line(v)}\n" for k, v in described.items()))
    _write_manifest(folder, BAG_MANIFEST, payload)
    _write_manifest(
        folder, TAG_MANIFEST, [folder / name for name in (BAG, INFO, BAG_MANIFEST, *tag_files)]
    )


def payload_of(folder: Path) -> list[Path]:
    """Return the files of a bag's payload, in the order of their paths."""
    return [path for path in sorted((folder / DATA).rglob("*")) if path.is_file()]


@dataclass(frozen=True)
class BagFault:
    """What is wrong with a file or folder of a bag.

    Attributes:
        path: Where, relative to the bag.
        kind: What, in the words of `verify.py`.
        detail: Particulars, if any.
    """

    path: str
    kind: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.kind}"

    @property
    def is_change(self) -> bool:
        """Whether a listed file is another one or gone; a file that was added, or cannot be read, proves neither."""
        return self.kind in CHANGES


def faults(folder: Path) -> list[BagFault]:
    """Return what is wrong with a bag, as `verify.py` finds it, none when it is whole; changed files first."""
    bag = Bag(folder)
    bag.check()
    return _ordered(bag.problems)


def first_problem(problems: Iterable[Mapping[str, str]]) -> str:
    """Return the first of the problems that `verify` names, files that were changed before all else, in one line."""
    first = _ordered(problems)[0]
    return f"{first}: {first.detail}" if first.detail else f"{first}"


def _ordered(problems: Iterable[Mapping[str, str]]) -> list[BagFault]:
    found = [BagFault(**problem) for problem in problems]
    return sorted(found, key=lambda fault: (not fault.is_change, fault.path == INFO))


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


def listed(folder: Path, manifest: str) -> dict[str, str]:
    """Return path -> sha256 of a manifest of a bag; lines that are none are left out."""
    bag = Bag(folder)
    bag.walk()
    return bag.manifest(manifest)


def name_of(folder: Path, path: Path) -> str:
    """Return a file's path in a bag, with forward slashes."""
    return path.relative_to(folder).as_posix()


def _write_manifest(folder: Path, name: str, files: Iterable[Path]) -> None:
    entries = sorted((name_of(folder, path), sha256_of(path)) for path in files)
    _write(folder / name, "".join(f"{digest}  {_encoded(path)}\n" for path, digest in entries))


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _encoded(name: str) -> str:
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _one_line(text: str) -> str:
    return " ".join(text.split())
