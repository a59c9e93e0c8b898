"""An auditor's conclusion on a figure: one line more in a file that stands beside the release and only ever grows.

Each line is bound to the release, the figure's value and its evidence by their digests, and to the line before it by
that line's. Whether all of it still holds is checked by `verify.py`.
"""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Mapping
from io import FileIO
from pathlib import Path
from typing import Any

from report.figures.published import FIGURES_FILE, ReleasedFigure, released
from report.release.revisions import MANIFEST
from report.release.verify.verify import NO_RELEASE, TAMPERED, is_named, verify
from warehouse.errors import DefinitionError, GateError
from warehouse.records import read_record
from warehouse.sources.files import sha256_of

SCHEMA = "annual-report/conclusion/1"
FILE = Path("conclusions") / "conclusions.jsonl"
GRADES = ("sufficient", "not", "undetermined")


def conclude(release: Path, figure: str, grade: str, by: str, why: str) -> dict[str, Any]:
    """Append a conclusion on a figure and return it.

    Args:
        release: Folder of the release.
        figure: The figure's id.
        grade: Whether the evidence is `sufficient`, `not`, or this is `undetermined`.
        by: The auditor's name.
        why: The grounds.

    Raises:
        DefinitionError: If the release has no such figure, or an argument is wrong.
        GateError: If the folder holds no intact release, its earlier conclusions included.
    """
    if grade not in GRADES:
        raise DefinitionError(f"--as {grade!r}", expected=" | ".join(GRADES))
    for option, text in (("--by", by), ("--why", why)):
        if not text.strip():
            raise DefinitionError(f"{option} is empty", expected="a text")
    if not is_named(" ".join(by.split())):
        raise DefinitionError(
            f"--by {by!r}", expected="the name of the auditor, in signs that show"
        )
    found = _figure(release, figure)
    entry = {
        "schema": SCHEMA,
        "figure": figure,
        "as": grade,
        "by": " ".join(by.split()),
        "why": " ".join(why.split()),
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "release": sha256_of(release / MANIFEST),
        "value": found.published.value,
        "evidence_sha256": sha256_of(release / "data" / found.evidence),
    }
    return _append(release / FILE, entry)


def head_of(entry: Mapping[str, Any]) -> str:
    """Return the sha256 of a conclusion's line, by which an auditor finds whether it and all before it are there."""
    return hashlib.sha256(_line(entry)).hexdigest()


def _line(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode("utf-8")


def _figure(release: Path, figure: str) -> ReleasedFigure:
    # A release that is not intact is not concluded on, and nothing in it is opened that it may have put there.
    code, outcome = verify(release)
    if code in (TAMPERED, NO_RELEASE):
        first = outcome["problems"][0]
        raise GateError(
            f"the release is {outcome['state']}: {first['path']}: {first['kind']}",
            where=str(release),
            expected="an intact release",
            remedy=f"annual-report verify {release}",
        )
    remedy = f"annual-report verify {release}"
    listed = read_record(
        release / "data" / FIGURES_FILE, released, where=str(release), remedy=remedy
    )
    figures = {found.published.id: found for found in listed}
    if figure not in figures:
        raise DefinitionError(f"figure {figure!r}", expected=", ".join(sorted(figures)))
    return figures[figure]


def _append(path: Path, entry: dict[str, Any]) -> dict[str, Any]:
    """Append under a lock: two auditors at once must not both follow the same line."""
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("ab+", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            whole = {**entry, "previous": _digest_of_last(file, path)}
            _write(file, _line(whole) + b"\n")
    except OSError as error:
        raise GateError(
            f"the conclusion cannot be written: {error.strerror or error}",
            where=str(path),
            remedy="make room, or copy the release to where you may write, and conclude there; nothing has changed",
        ) from error
    return whole


def _write(file: FileIO, line: bytes) -> None:
    """Append a line whole or not at all: a part of one would break the chain."""
    end = file.seek(0, os.SEEK_END)
    try:
        if file.write(line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file.fileno())
    except OSError:
        file.truncate(end)
        raise


def _digest_of_last(file: FileIO, path: Path) -> str:
    file.seek(0)
    *lines, rest = file.read().split(b"\n")
    if rest:
        raise GateError(
            "the last conclusion breaks off",
            where=str(path),
            remedy="keep the file, and put the part of a line aside with a note of who did it",
        )
    return hashlib.sha256(lines[-1]).hexdigest() if lines else ""
