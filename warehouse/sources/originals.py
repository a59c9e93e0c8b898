"""What a converted file was before, as it came: it lies beside the file and is held to its digest like the file."""

from __future__ import annotations

from pathlib import Path

from warehouse.sources.files import check_file, locate
from warehouse.sources.register import RawFile


def check_original(folder: Path, file: RawFile, where: str) -> None:
    """Make sure that the original of a file, where it has one, is the registered one.

    Args:
        folder: Folder of the vintage.
        file: The file as registered.
        where: The file as named in errors.

    Raises:
        SourceFileError: The original is missing, lies elsewhere, or is not the registered one.
    """
    if file.original is None:
        return
    told = f"{where}, its original {file.original.path}"
    path = locate(folder, file.original.path, told)
    check_file(path, file.original.sha256, file.original.size, told)
