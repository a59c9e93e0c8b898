"""The record of a step: what it says of itself, which files it has, and whether all of it is as it was written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from warehouse.builder.digests import digest_of
from warehouse.problems import Problem, blocking
from warehouse.sources.files import sha256_of

TABLE = "table.parquet"
RECORD = "record.json"


@dataclass(frozen=True)
class Record:
    """What a step says of itself.

    Attributes:
        name: Table or check concerned.
        kind: `raw`, `comparison`, `check` or `model`.
        key: Digest of everything that the step was made from.
        content_sha256: Identity of the table; of the problems where there is no table.
        rows: Number of rows; 0 where there is no table.
        columns: Name and DuckDB type of each column.
        problems: Faults found while it was made.
        details: Accounting and origin, by kind of step.
        files: File name -> sha256 of the files beside the record.
    """

    name: str
    kind: str
    key: str
    content_sha256: str
    rows: int = 0
    columns: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def seal(self) -> str:
        """Digest of everything that the record says."""
        return digest_of(asdict(self))

    @property
    def passed(self) -> bool:
        """True when no problem blocks."""
        return not blocking(self.problems)


def write_record(folder: Path, record: Record, *, beside: str) -> Record:
    """Write the record of a folder, sealed, with the digest of every file; return it as it was written.

    Args:
        folder: The step's folder, all its files written.
        record: The record, but for its files.
        beside: Name of a file that is no part of the step.
    """
    files = {name: sha256_of(folder / name) for name in sorted(_names(folder, beside))}
    sealed = replace(record, files=files)
    content = {"sha256": sealed.seal, "record": asdict(sealed)}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / RECORD).write_text(text, encoding="utf-8")
    return sealed


def read_record(folder: Path, *, beside: str) -> Record | None:
    """Return the record of a folder, or None unless it, and every file that it names, are as they were written.

    One byte changed in the record or in a file, a file that is missing and one that is too many make it None.
    """
    try:
        content = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        given = content["record"]
        if content != {"sha256": digest_of(given), "record": given}:
            return None
        record = _record(given)
        is_whole = _names(folder, beside) == set(record.files) and all(
            sha256_of(folder / name) == digest for name, digest in record.files.items()
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return record if is_whole else None


def _record(given: dict[str, Any]) -> Record:
    problems = tuple(Problem(**problem) for problem in given["problems"])
    columns = tuple((name, kind) for name, kind in given["columns"])
    return Record(**{**given, "problems": problems, "columns": columns})


def _names(folder: Path, beside: str) -> set[str]:
    return {path.name for path in folder.iterdir()} - {RECORD, beside}
