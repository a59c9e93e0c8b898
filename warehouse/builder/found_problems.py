"""What was found wrong with a vintage that is not registered: kept beside the builds, for who accepts it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from warehouse.errors import DefinitionError
from warehouse.problems import Problem
from warehouse.project import Project
from warehouse.records import RecordError

INTAKE, FOUND = "intake", "found.json"


def intake_folder(project: Project, source: str, date: str) -> Path:
    """Return the folder in which all is kept that was found of a vintage as it came in."""
    return project.build / INTAKE / source / date


def keep_found(project: Project, source: str, date: str, problems: Sequence[Problem]) -> None:
    """Keep what was found of a vintage, with what withheld files say: it is read by the office alone."""
    folder = intake_folder(project, source, date)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps([problem.as_dict() for problem in problems], ensure_ascii=True, indent=1)
    (folder / FOUND).write_text(text + "\n", encoding="ascii")


def found_problems(project: Project, source: str, date: str) -> list[Problem]:
    """Return what was found of a vintage; raises DefinitionError where it was not checked."""
    path = intake_folder(project, source, date) / FOUND
    try:
        given = json.loads(path.read_text(encoding="ascii"))
        return [Problem.from_json(item) for item in given]
    except (OSError, ValueError, TypeError, RecordError) as error:
        raise DefinitionError(
            f"vintage {date} of {source} is not registered, and what was found of it is not there",
            where=project.shown(path),
            remedy=f"annual-report check {source} {date} FILE",
        ) from error
