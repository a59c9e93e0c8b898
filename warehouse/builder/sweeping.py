"""Sweeping the step store: what no kept generation was made from and nobody has used for a day goes.

A step that somebody holds stays, however old; what a killed build left behind is held by nobody.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from warehouse.builder.holding import unheld
from warehouse.builder.seals import forget_seals
from warehouse.connection import SPILL
from warehouse.folders import USED_STEPS
from warehouse.placing import write_text

_DAY = 86_400
_SWEPT = ".swept"


def note_used(folder: Path, generation: str, steps: Iterable[str], kept: Collection[str]) -> None:
    """Note which steps a generation was made from, and forget those of generations that are no longer kept.

    Args:
        folder: The edition's folder of builds, locked by the caller.
        generation: Name of the generation.
        steps: Its steps, as `name/key`.
        kept: Names of all generations that are kept.
    """
    noted = {name: found for name, found in _noted(folder / USED_STEPS).items() if name in kept}
    noted[generation] = sorted(steps)
    write_text(folder / USED_STEPS, json.dumps(noted, indent=1, sort_keys=True) + "\n")


def sweep(root: Path, *, now: float | None = None) -> None:
    """Remove what the store no longer needs; a step that a build reads, or that a kept generation was made from, stays.

    Args:
        root: Folder of the store. The editions whose generations count stand beside it, also where the folder is
            reached by a link.
        now: Time that ages are counted from, in seconds; by default the present.
    """
    place = root.resolve()
    used = {
        place / step
        for notes in place.parent.glob(f"*/{USED_STEPS}")
        for steps in _noted(notes).values()
        for step in steps
    }
    before = (time.time() if now is None else now) - _DAY
    (place / _SWEPT).mkdir(parents=True, exist_ok=True)
    for path in _steps(place):
        if path not in used and _is_older(path, before):
            _take_away(path, before, place / _SWEPT)
    shutil.rmtree(place / _SWEPT, ignore_errors=True)
    forget_seals(place)
    for spilled in (*place.glob(f"{SPILL}*"), *place.parent.glob(f"*/{SPILL}*")):
        if _is_older(spilled, before):
            shutil.rmtree(spilled, ignore_errors=True)


def _steps(root: Path) -> Iterator[Path]:
    """Yield steps and working folders; what begins with a dot at the top is the store's own."""
    for folder in sorted(root.iterdir()):
        if not folder.name.startswith(".") and folder.is_dir():
            yield from sorted(folder.iterdir())


def _take_away(path: Path, before: float, swept: Path) -> None:
    """Remove a folder that nobody holds; renamed first, so that it is whole or not there at every moment."""
    target = swept / os.urandom(8).hex()
    try:
        with unheld(path) as is_free:
            # Looked at once more: it may have been used, and let go again, meanwhile.
            if not is_free or not _is_older(path, before):
                return
            os.rename(path, target)
    except OSError:
        return  # somebody else has swept it, or the folder it goes to
    shutil.rmtree(target, ignore_errors=True)


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.lstat().st_mtime < before
    except OSError:
        return False


def _noted(path: Path) -> dict[str, list[str]]:
    """Return what an edition's notes say; unreadable ones cost time, since their steps are made again, and no more."""
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): [str(step) for step in steps] for name, steps in noted.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
