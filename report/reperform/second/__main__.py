"""The process of the second engine: `python -m report.reperform.second PROJECT EDITION OUT`.

It cannot import DuckDB: the name is barred before anything else is imported. It writes the computed report tables as
Arrow files, and `states.json` with what became of every table.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path

BARRED = "duckdb"


class _Bar:
    """Refuses the import of the first engine, whoever asks."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Raise ImportError for the barred package, and leave every other to the usual finders."""
        if name.partition(".")[0] in (BARRED, f"_{BARRED}"):
            raise ImportError(f"{name} is not imported in the process of the second engine")
        return None


def main(arguments: Sequence[str]) -> int:
    """Compute the edition of a project folder and write what was computed; return the exit code."""
    sys.meta_path.insert(0, _Bar())
    # Imported here and not above, so that nothing is imported before the bar is there.
    from report.reperform.second.written import write  # noqa: PLC0415
    from warehouse.errors import ReportError  # noqa: PLC0415

    project, edition, out = arguments
    try:
        write(Path(project), edition, Path(out))
    except ReportError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
