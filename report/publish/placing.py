"""A file that a person asked for, put in its place when it is whole: never half of one, never nothing in its stead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from warehouse.errors import ReportError
from warehouse.machine_faults import fact_of, remedy_of
from warehouse.placing import beside


def place(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file beside its place and move it there.

    Args:
        path: Its place; a file that stands there is replaced.
        write: Writes the content.

    Raises:
        ReportError: If its folder does not exist or cannot be written to.
    """
    try:
        with beside(path) as work, work.open("wb") as file:
            write(file)
    except OSError as error:
        raise ReportError(
            f"{path.name} cannot be written: {fact_of(error, path.parent)}",
            remedy=f"{remedy_of(error)}; or name another file",
        ) from error
