"""A build with nothing changed, beside the bare start of Python, in turn, as a ratio of medians.

Run as `python benchmarks/rebuild.py [REPETITIONS]`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measure import COMMAND, alternate, copy_project, run, settle, show

EDITION = "2022"
GOAL = 0.15


def main(repetitions: int) -> None:
    """Build once, then measure builds that have nothing to do."""
    with tempfile.TemporaryDirectory(prefix="rebuild-") as name:
        work = Path(name)
        settle(work / "bytecode")
        project = copy_project(work / "project")
        run([COMMAND, "build", EDITION], project)
        jobs = {
            "python -c pass": lambda: run([sys.executable, "-c", "pass"], project),
            "rebuild, JSON": lambda: run([COMMAND, "build", EDITION, "--json"], project),
            "rebuild": lambda: run([COMMAND, "build", EDITION], project),
        }
        runs = alternate(jobs, repetitions)
    if "unchanged" not in runs["rebuild"][-1].output:
        sys.exit("the edition was built again: these are no rebuilds with nothing changed")
    print(f"Rebuild of {EDITION} with nothing changed, {repetitions} runs each; goal: {GOAL} s")
    show(runs, "python -c pass")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25)
