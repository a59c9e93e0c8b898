"""An auditor's conclusion on a figure: one line more in a file that stands beside the release and only ever grows.

Each line is bound to the release, the figure's value and its evidence by their digests, and to the line before it by
that line's. Whether all of it still holds is checked by `verify.py`.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from report.figures.published import FIGURES_FILE, ReleasedFigure, released
from report.release.bag import first_problem
from report.release.revisions import BAG_MANIFEST
from report.release.verify.verify import NO_RELEASE, TAMPERED, is_named, verify
from warehouse.errors import DefinitionError, GateError
from warehouse.machine_faults import remedy_of
from warehouse.placing import beside
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
        UnconfirmedError: If it was appended and the disk does not confirm that.
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
        "release": sha256_of(release / BAG_MANIFEST),
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
        raise GateError(
            f"the release is {outcome['state']}: {first_problem(outcome['problems'])}",
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
    """Append under a lock: two auditors at once must not both follow the same line.

    The file with the line is written beside and takes the place of the one without: a part of a line would break the
    chain, and a reader would take the release for a tampered one.
    """
    try:
        path.parent.mkdir(exist_ok=True)
        with _locked(path) as before:
            whole = {**entry, "previous": _digest_of_last(before, path)}
            with beside(path, durable=True) as work:
                work.write_bytes(before + _line(whole) + b"\n")
    except OSError as error:
        raise GateError(
            f"the conclusion cannot be written: {error.strerror or error}",
            where=str(path),
            remedy=f"{remedy_of(error)}, or copy the release to another disk and conclude there; nothing has changed",
        ) from error
    return whole


@contextmanager
def _locked(path: Path) -> Iterator[bytes]:
    """Give what the file holds while nobody else adds to it."""
    while True:
        with path.open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            # Whoever waited for the lock may have got that of a file which was replaced meanwhile.
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                file.seek(0)
                yield file.read()
                return


def _digest_of_last(before: bytes, path: Path) -> str:
    *lines, rest = before.split(b"\n")
    if rest:
        raise GateError(
            "the last conclusion breaks off",
            where=str(path),
            remedy="keep the file, and put the part of a line aside with a note of who did it",
        )
    return hashlib.sha256(lines[-1]).hexdigest() if lines else ""
