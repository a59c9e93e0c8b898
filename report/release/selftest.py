"""The self-test of verification: errors are seeded into copies of a release, one of each kind, and each must be found.

A check that cannot fail proves nothing; this is the proof that each can.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from report.release.selftest_copy import NotApplicable, SeededCopy, copy_plainly
from report.release.selftest_seeds import SEEDS
from report.release.verify.verify import NO_RELEASE, TAMPERED, verify
from warehouse.errors import GateError


@dataclass(frozen=True)
class SeedOutcome:
    """What became of one seeded error.

    Attributes:
        seeded: The error in words.
        state: `found`, `not found`, or `not tried` where the release has nothing to seed it into.
        found_by: Path and kind of the problems that verify named.
        why: Why it was not tried.
    """

    seeded: str
    state: Literal["found", "not found", "not tried"]
    found_by: tuple[str, ...] = ()
    why: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return the outcome for JSON."""
        return asdict(self)


def selftest(release: Path) -> list[SeedOutcome]:
    """Seed one error of each kind into a copy of a release and return whether verify finds it.

    Args:
        release: Folder of a release, which is only read.

    Raises:
        GateError: If it is not intact before anything is seeded, or the folder for temporary files is in it.
    """
    _refuse_to_write_into(release)
    code, before = verify(release)
    if code in (TAMPERED, NO_RELEASE):
        raise GateError(
            f"the release is {before['state']} before anything is seeded",
            where=str(release),
            remedy=f"annual-report verify {release}",
        )
    with tempfile.TemporaryDirectory(prefix="selftest-") as folder:
        pristine = Path(folder) / "pristine"
        copy_plainly(release, pristine)
        return [
            _outcome(seeded, kind, seed, pristine, Path(folder) / "seeded")
            for seeded, (kind, seed) in SEEDS.items()
        ]


def _refuse_to_write_into(release: Path) -> None:
    place = Path(tempfile.gettempdir()).resolve()
    if place.is_relative_to(os.path.realpath(release)):
        raise GateError(
            "the folder for temporary files is in the release",
            where=str(place),
            expected="a folder elsewhere, as a release is only read",
            remedy="set TMPDIR to another folder",
        )


def _outcome(
    seeded: str, kind: str, seed: Callable[[SeededCopy], None], pristine: Path, folder: Path
) -> SeedOutcome:
    """Return what verify makes of an error; it is found where it is named by the kind that it should be."""
    try:
        seed(SeededCopy(pristine, folder))
        found = verify(folder)[1]["problems"]
    except NotApplicable as error:
        return SeedOutcome(seeded, "not tried", why=str(error))
    finally:
        shutil.rmtree(folder)
    is_found = any(problem["kind"] == kind for problem in found)
    named = tuple(dict.fromkeys(f"{problem['path']}: {problem['kind']}" for problem in found))
    return SeedOutcome(seeded, "found" if is_found else "not found", named[:3])
