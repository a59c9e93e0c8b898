"""Where a project keeps its things: the one place that knows the folder names.

A project is any folder with `raw/editions/`; the engine holds no data set's name and works on every one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import DefinitionError

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
        return self.root / "raw"

    @property
    def editions(self) -> Path:
        """One YAML file an edition."""
        return self.raw / "editions"

    @property
    def models(self) -> Path:
        """The SQL models, in core, stat, report and checks."""
        return self.root / "warehouse" / "models"

    @property
    def figures(self) -> Path:
        """The figure catalogue."""
        return self.root / "report" / "figures.yaml"

    @property
    def conditions(self) -> Path:
        """The organisation's own widths of truth conditions; there need be none."""
        return self.root / "report" / "conditions.yaml"

    @property
    def build(self) -> Path:
        """Everything that a build writes."""
        return self.root / "warehouse" / "build"

    @property
    def releases(self) -> Path:
        """Frozen editions."""
        return self.root / "releases"

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
        first = (start or (Path(given) if given else Path.cwd())).resolve()
        for folder in (first, *first.parents):
            if (folder / "raw" / "editions").is_dir():
                return cls(folder)
        raise DefinitionError(
            "no project here",
            where=str(first.name or first),
            expected="a folder with raw/editions/ in it",
            remedy="run the command inside the project, or give --project FOLDER",
        )
