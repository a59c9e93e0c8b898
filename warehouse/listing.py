"""What a folder holds, none passed over: `Path.glob` takes a folder that cannot be read for an empty one."""

from __future__ import annotations

from pathlib import Path


def listed(folder: Path, suffix: str = "") -> list[Path]:
    """Return what a folder holds, sorted by name; nothing where there is no such folder.

    Args:
        folder: The folder.
        suffix: Only names that end so, e.g. `.yaml`.

    Raises:
        OSError: If the folder is there and cannot be read: it is not taken for empty.
    """
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(suffix))
    except (FileNotFoundError, NotADirectoryError):
        return []
