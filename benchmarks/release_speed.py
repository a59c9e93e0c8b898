"""A release of the 2022 edition beside a cold build of it, in turn, as ratios of medians.

Each is a process of its own, from the start of Python to its exit, in a copy of the project that is in a git repository
of its own. The build folder and the releases are removed before each build. Run as
`python benchmarks/release_speed.py [REPETITIONS]`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import COMMAND, Run, alternate, copy_project, run, settle, show

EDITION = "2022"
GOAL = 3.0
IDENTITIES: set[bytes] = set()
"""Manifests of the releases that were made: the same edition has one."""


def main(repetitions: int) -> None:
    """Measure and print; exits with an error when two releases differ in anything but their record of the run."""
    with tempfile.TemporaryDirectory(prefix="release-speed-") as name:
        work = Path(name)
        settle(work / "bytecode")
        project = copy_project(work / "project")
        _commit(project)
        runs = alternate(
            {"cold build": lambda: _build(project), "release": lambda: _release(project)},
            repetitions,
        )
        verify = [sys.executable, str(_place(project) / "verify.py"), "--json"]
        found = subprocess.run(verify, capture_output=True, text=True, check=False)
    print(f"Release of {EDITION}, {repetitions} runs each; goal: at most {GOAL} times a cold build")
    show(runs, "cold build")
    print(f"verify.py on the last one ended with {found.returncode}")


def _build(project: Path) -> Run:
    shutil.rmtree(project / "warehouse" / "build", ignore_errors=True)
    # A released edition is frozen; it is the releases that are in the way here, and a cold build is what is measured.
    shutil.rmtree(project / "releases", ignore_errors=True)
    return run([COMMAND, "build", EDITION], project)


def _release(project: Path) -> Run:
    done = run([COMMAND, "release", EDITION], project)
    IDENTITIES.add((_place(project) / "manifest-sha256.txt").read_bytes())
    if len(IDENTITIES) > 1:
        sys.exit("two releases of the same edition differ")
    return done


def _place(project: Path) -> Path:
    return project / "releases" / EDITION / "r1"


def _commit(project: Path) -> None:
    (project / ".gitignore").write_text("warehouse/build/\nreleases/\n")
    who = ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org"]
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "state"]):
        subprocess.run(["git", *who, *words], cwd=project, check=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
