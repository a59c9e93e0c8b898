"""The seals of steps: the digest of each step's record, kept apart from the step.

A record names the digests of its files, and its own; whoever changes a file can make both anew. What it was when
the step was made stands here, and a step that does not fit its seal is made again.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from warehouse.folders import SEALS
from warehouse.leftovers import clear_left, is_hidden
from warehouse.listing import listed
from warehouse.placing import write_text


def write_seal(root: Path, step: Path, seal: str) -> None:
    """Keep the seal of a step of the store at `root`, in the place of any that it had."""
    place = _place(root, step)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_text(place, seal)


def read_seal(root: Path, step: Path) -> str:
    """Return the seal of a step; empty where there is none that can be read."""
    try:
        return _place(root, step).read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


def forget_seals(root: Path) -> None:
    """Remove the seals of steps that are no longer there; one that is being written is none yet."""
    for folder in listed(root / SEALS):
        clear_left(folder, "")
        for seal in listed(folder):
            if not is_hidden(seal.name) and not (root / folder.name / seal.name).exists():
                with suppress(OSError):
                    seal.unlink()


def _place(root: Path, step: Path) -> Path:
    return root / SEALS / step.relative_to(root)
