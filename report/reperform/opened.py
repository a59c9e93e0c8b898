"""A release as it is read: what it says of itself, its figures, and the files that a licence withholds.

Whether its bytes are those that were signed is not asked here: `verify` does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report.figures.published import FIGURES_FILE, PublishedFigure, released
from warehouse.errors import ReportError
from warehouse.identifiers import is_edition
from warehouse.records import RecordError

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
        statement: What release.json says.
        figures: The figures as figures.json gives them.
        withheld: Raw files that are not in it.
    """

    data: Path
    statement: Mapping[str, object]
    figures: tuple[PublishedFigure, ...]
    withheld: tuple[Withheld, ...]

    @property
    def edition(self) -> str:
        """The edition."""
        return str(self.statement["edition"])


def open_release(path: Path) -> OpenedRelease:
    """Return the release in a folder.

    Args:
        path: The bag, or its `data` folder.

    Raises:
        NotARelease: If it is none, or lacks what a re-performance starts from.
    """
    data = path / "data" if (path / "data").is_dir() else path
    statement = _json(data / "release.json", path)
    schema = statement.get("schema") if isinstance(statement, dict) else None
    if not str(schema).startswith(_SCHEMA):
        raise _not(path, f"release.json has schema {schema!r}", f"{_SCHEMA}...")
    edition, content = statement.get("edition"), statement.get("content_sha256")
    if not isinstance(edition, str) or not is_edition(edition) or not content:
        raise _not(path, f"release.json has edition {edition!r}", "an edition and content_sha256")
    if not (data / PROJECT / "raw" / "editions" / f"{edition}.yaml").is_file():
        raise _not(path, f"data/{PROJECT} does not define edition {edition}", "its raw/editions")
    return OpenedRelease(data, statement, _figures(data, path), _withheld(data, path))


def _figures(data: Path, path: Path) -> tuple[PublishedFigure, ...]:
    try:
        return tuple(figure.published for figure in released(_json(data / FIGURES_FILE, path)))
    except RecordError as error:
        raise _not(path, f"{FIGURES_FILE} is damaged: {error}", error.expected) from error


def _withheld(data: Path, path: Path) -> tuple[Withheld, ...]:
    if not (data / "withheld.json").is_file():
        return ()
    given = _json(data / "withheld.json", path)
    files = given.get("files", ()) if isinstance(given, dict) else given
    try:
        return tuple(Withheld(str(f["path"]), str(f["sha256"]).lower(), f) for f in files)
    except (TypeError, KeyError) as error:
        raise _not(path, "withheld.json holds an entry without path or sha256", "both") from error


def _json(file: Path, path: Path) -> Any:  # noqa: ANN401 - its parts are asked for by type
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _not(path, f"{file.name} cannot be read", f"data/{file.name}, in JSON") from error


def _not(path: Path, fact: str, expected: str) -> NotARelease:
    return NotARelease(
        f"not a release: {fact}",
        where=path.name,
        expected=expected,
        remedy="give the folder of a release, releases/<edition>/r<N>, as it was handed over",
    )
