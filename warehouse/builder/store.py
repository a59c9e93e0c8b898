"""The step store: every table that was ever built here, kept under the digest of what it was built from.

A step is written to a folder of its own and moved into place when it is whole; a build killed at any moment leaves
steps that are whole or not there. A step whose files no longer match their record does not count.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from warehouse.problems import Problem, blocking
from warehouse.sources.files import sha256_of

TABLE = "table.parquet"
_RECORD = "record.json"
_DAY = 86_400


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

    @property
    def passed(self) -> bool:
        """True when no problem blocks."""
        return not blocking(self.problems)


@dataclass(frozen=True)
class Step:
    """A finished step: its folder and its record."""

    path: Path
    record: Record

    @property
    def table(self) -> Path:
        """The step's Parquet file."""
        return self.path / TABLE


class Store:
    """Steps on disk, by name and key.

    Args:
        root: Folder of the store; made when first written to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._verified: dict[Path, Step] = {}

    def find(self, name: str, key: str) -> Step | None:
        """Return the step with this key, or None when it is not there or not whole."""
        path = self.root / name / key
        if path not in self._verified:
            step = _read(path)
            if step is None or step.record.key != key:
                return None
            self._verified[path] = step
        return self._verified[path]

    @contextmanager
    def writing(self, name: str, key: str) -> Iterator[Path]:
        """Give a working folder for a step; call `keep` inside to put it in place, else it is thrown away."""
        parent = self.root / name
        parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".writing-", dir=parent))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def keep(self, work: Path, record: Record) -> Step:
        """Write the record, move the working folder into place and return the step."""
        files = {p.name: sha256_of(p) for p in sorted(work.iterdir()) if p.name != _RECORD}
        record = Record(**{**_fields(record), "files": files})
        text = json.dumps(asdict(record), ensure_ascii=False, indent=1, sort_keys=True)
        (work / _RECORD).write_text(text, encoding="utf-8")
        path = self.root / record.name / record.key
        if path.exists():
            shutil.rmtree(path, ignore_errors=True)
        try:
            os.rename(work, path)
        except OSError:
            if _read(path) is None:  # another build may have put the same step there first
                raise
        self._verified[path] = Step(path, record)
        return self._verified[path]

    def sweep(self, used: set[Path]) -> None:
        """Remove steps that no generation uses and that are older than a day, and left-over working folders."""
        now = time.time()
        for path in sorted(self.root.glob("*/*")):
            if path not in used and now - path.stat().st_mtime > _DAY:
                shutil.rmtree(path, ignore_errors=True)


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _read(path: Path) -> Step | None:
    try:
        given = json.loads((path / _RECORD).read_text(encoding="utf-8"))
        given["problems"] = tuple(Problem(**p) for p in given["problems"])
        given["columns"] = tuple((name, kind) for name, kind in given["columns"])
        record = Record(**given)
        whole = all(sha256_of(path / name) == digest for name, digest in record.files.items())
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return Step(path, record) if whole else None
