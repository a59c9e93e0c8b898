"""Office files as archives of parts: written so that the same parts give the same bytes on every machine.

Entries carry no time, system or user, and are stored, not compressed: versions of the compression library differ in
their bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

_TIME = (1980, 1, 1, 0, 0, 0)


def settled(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """Return an office file with the same parts in the same order, and nothing in it that differs between runs.

    Args:
        data: The file as a library made it.
        changes: What becomes of some parts, by their name.
    """
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as target,
    ):
        for name in given.namelist():
            content = given.read(name)
            change = (changes or {}).get(name)
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system = 0
            target.writestr(entry, change(content) if change else content)
    return made.getvalue()
