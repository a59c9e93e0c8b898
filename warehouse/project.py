"""Where a project keeps its things; the names of its folders stand in `warehouse.folders`.

A project is any folder with `raw/editions/`; the engine holds no data set's name and works on every one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from warehouse import folders
from warehouse.errors import DefinitionError
from warehouse.listing import listed

ENVIRONMENT_VARIABLE = "ANNUAL_REPORT_PROJECT"


@dataclass(frozen=True)
class Project:
    """The folders of one project.

    Attributes:
        root: The project's top folder, absolute.
    """

    root: Path

    @property
    def raw(self) -> Path:
        """The evidence: one folder a source, never written by a build."""
        return self.root / folders.RAW

    @property
    def editions(self) -> Path:
        """One YAML file an edition."""
        return self.raw / folders.EDITIONS

    @property
    def models(self) -> Path:
        """The SQL models, in core, stat, report and checks."""
        return self.root / folders.MODELS

    @property
    def schemas(self) -> Path:
        """The Pandera schemas of raw tables."""
        return self.root / folders.SCHEMAS

    @property
    def figures(self) -> Path:
        """The figure catalogue."""
        return self.root / folders.CATALOGUE

    @property
    def conditions(self) -> Path:
        """The organisation's own widths of truth conditions; there need be none."""
        return self.root / folders.CONDITIONS

    @property
    def build(self) -> Path:
        """Everything that a build writes."""
        return self.root / folders.BUILD

    @property
    def steps(self) -> Path:
        """The step store, which the builds of all editions share."""
        return self.build / folders.STEPS

    @property
    def releases(self) -> Path:
        """Frozen editions."""
        return self.root / folders.RELEASES

    def frozen(self, edition: str) -> list[str]:
        """Return the names of the releases that froze an edition, e.g. `r1`; none while it is open.

        Raises:
            OSError: If its folder cannot be read: it may be frozen.
        """
        there = listed(self.releases / edition)
        return [f.name for f in there if f.name.startswith("r") and (f / "bagit.txt").exists()]

    def shown(self, path: Path) -> str:
        """Return the path as errors and records show it: relative to the root, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.name

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Return the project of a folder: the folder itself or the nearest one above it.

        Args:
            start: Where to look; by default the environment's project, else the working folder.

        Raises:
            DefinitionError: If neither the folder nor one above it is a project.
        """
        given = os.environ.get(ENVIRONMENT_VARIABLE)
        first = Path(os.path.realpath(start or given or _working_folder()))
        for folder in (first, *first.parents):
            if cls(folder).editions.is_dir():
                _refuse_unnameable(folder)
                return cls(folder)
        raise DefinitionError(
            "no project here",
            where=str(first.name or first),
            expected="a folder with raw/editions/ in it",
            remedy="run the command inside the project, or give --project FOLDER",
        )


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise DefinitionError(
            "the working folder was removed",
            remedy="go into the project's folder again, or give --project FOLDER",
        ) from error


def _refuse_unnameable(folder: Path) -> None:
    """Refuse a folder in which DuckDB can write no database: it takes what follows a `?` for no part of a name.

    Nor does it take a name that is no text: Linux holds any bytes, and Python stands surrogates in for them.
    """
    if any("\ud800" <= sign <= "\udfff" for sign in str(folder)):
        raise DefinitionError(
            "the path of the project is no text: it holds bytes that are not UTF-8",
            where=str(folder),
            expected="a path in UTF-8",
            remedy="rename that folder, or move the project",
        )
    if "?" in str(folder):
        raise DefinitionError(
            "the path of the project holds a question mark",
            where=str(folder),
            expected="a path without ?",
            remedy="rename that folder, or move the project",
        )
