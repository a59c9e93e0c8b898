"""A release as it is read: what it says of itself, its figures, and the files that a licence withholds.

Whether its bytes are those that were signed is not asked here: `verify` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from report.figures.published import FIGURES_FILE, PublishedFigure, released
from report.publish.release_statement import RELEASE
from warehouse.errors import DamagedFileError, ReportError
from warehouse.identifiers import is_edition
from warehouse.listing import listed
from warehouse.records import Fields, as_object, read_record

T = TypeVar("T")
PROJECT = "project"
_SCHEMA = "annual-report/release/"


class NotARelease(ReportError):
    """The folder is no release that could be re-performed."""


@dataclass(frozen=True)
class Withheld:
    """A raw file that a licence keeps out of the release.

    Attributes:
        path: Where it belongs, relative to the project.
        sha256: Digest of the whole file.
        given: Everything that the release says of it.
    """

    path: str
    sha256: str
    given: Mapping[str, object]


@dataclass(frozen=True)
class OpenedRelease:
    """A release.

    Attributes:
        data: Its payload.
        edition: The edition, as release.json says it.
        revision: The revision, likewise.
        content_sha256: The identity of what was published, likewise.
        figures: The figures as figures.json gives them.
        withheld: Raw files that are not in it.
        may_hash_sums_apart: Whether its content hash may be of an earlier version, in which a sum of whole numbers
            was a HUGEINT; now it is the double that the Parquet file holds. Format 1 does not tell its types.
    """

    data: Path
    edition: str
    revision: int
    content_sha256: str
    figures: tuple[PublishedFigure, ...]
    withheld: tuple[Withheld, ...]
    may_hash_sums_apart: bool = False


def open_release(path: Path) -> OpenedRelease:
    """Return the release in a folder.

    Args:
        path: The bag, or its `data` folder.

    Raises:
        NotARelease: If it is none, holds links or pipes, or lacks what a re-performance starts from.
    """
    data = path / "data" if (path / "data").is_dir() else path
    if (data / RELEASE).exists():
        _refuse_links_and_pipes(data)
    schema, edition, revision, content = _record(data / RELEASE, path, _statement)
    if not schema.startswith(_SCHEMA):
        raise _not(path, f"{RELEASE} has schema {schema!r}", f"{_SCHEMA}...")
    if not is_edition(edition):
        raise _not(path, f"{RELEASE} has edition {edition!r}", "an edition")
    if not (data / PROJECT / "raw" / "editions" / f"{edition}.yaml").is_file():
        raise _not(path, f"data/{PROJECT} does not define edition {edition}", "its raw/editions")
    figures = _record(data / FIGURES_FILE, path, released)
    is_withheld = (data / "withheld.json").is_file()
    has_sums = '"HUGEINT"' in (data / RELEASE).read_text(encoding="utf-8")
    return OpenedRelease(
        data=data,
        edition=edition,
        revision=revision,
        content_sha256=content,
        figures=tuple(figure.published for figure in figures),
        withheld=_record(data / "withheld.json", path, _all_withheld) if is_withheld else (),
        may_hash_sums_apart=schema == f"{_SCHEMA}1" or has_sums,
    )


def _refuse_links_and_pipes(data: Path) -> None:
    """Refuse a payload with what leads out of it, or would keep whoever opens it waiting for ever."""
    odd = next(_links_and_pipes(data), None)
    if odd is not None:
        raise NotARelease(
            "not a release: it holds a link, or what is neither file nor folder",
            where=f"data/{odd.relative_to(data).as_posix()}",
            expected="files and folders only",
            remedy="take the release from where it was handed over",
        )


def _links_and_pipes(folder: Path) -> Iterator[Path]:
    for path in listed(folder):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            yield path
        elif path.is_dir():
            yield from _links_and_pipes(path)


def _statement(given: object) -> tuple[str, str, int, str]:
    read = Fields(given)
    schema, edition = read.text("schema"), read.text("edition")
    return schema, edition, read.integer("revision"), read.text("content_sha256")


def _all_withheld(given: object) -> tuple[Withheld, ...]:
    return Fields(given).each("files", _withheld)


def _withheld(given: object) -> Withheld:
    read = Fields(given)
    return Withheld(read.text("path"), read.text("sha256").lower(), as_object(given))


def _record(file: Path, path: Path, read: Callable[[object], T]) -> T:
    """Return the record in a file of the payload, where it is one."""
    try:
        return read_record(file, read, where=path.name, remedy="")
    except DamagedFileError as error:
        raise _not(path, error.fact, error.expected) from error


def _not(path: Path, fact: str, expected: str) -> NotARelease:
    return NotARelease(
        f"not a release: {fact}",
        where=path.name,
        expected=expected,
        remedy="give the folder of a release, releases/<edition>/r<N>, as it was handed over",
    )
