"""Starting the process of the second engine, and reading what it made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from report.reperform.second.written import SecondResult, read
from warehouse.errors import ReportError

_MODULE = "report.reperform.second"
_FIRST_ENGINE = "duckdb"


def compute(project: Path, edition: str, out: Path) -> SecondResult:
    """Compute an edition in a process that holds no DuckDB.

    Args:
        project: Folder of the copy of the release's project.
        edition: The edition.
        out: Folder for the process's files; made here.

    Raises:
        ReportError: If the process fails, or DuckDB was loaded in it after all.
    """
    out.mkdir()
    # -P: nothing is imported from the working folder, which may be the release itself.
    command = [sys.executable, "-P", "-m", _MODULE, str(project), edition, str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["no word of why"]
        raise ReportError(
            f"the second engine stopped: {lines[0] if done.returncode == 2 else lines[-1]}",
            remedy="the first engine's answer stands alone; report this with the release",
        )
    result = read(out)
    if _FIRST_ENGINE in result.modules:
        raise ReportError(
            "DuckDB was loaded in the process of the second engine",
            expected="two engines that share no code",
            remedy="report this: the second engine's answer does not count",
        )
    return result
