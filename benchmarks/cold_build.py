"""A cold build of the 2022 edition beside a plain script for the same tables, in turn, as ratios of medians.

Each is a process of its own, from the start of Python to its exit, in a copy of the project whose build folder is
removed each time. The tables of both are compared at the end: times of different results say nothing. Run as
`python benchmarks/cold_build.py [REPETITIONS]`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from measure import COMMAND, Run, alternate, copy_project, run, settle, show

EDITION = "2022"
SCRIPT = Path(__file__).with_name("plain_script.py")
GOAL = 1.5


def main(repetitions: int) -> None:
    """Measure and print; exits with an error when the tables differ."""
    with tempfile.TemporaryDirectory(prefix="cold-build-") as name:
        work = Path(name)
        settle(work / "bytecode")
        project, output = copy_project(work / "project"), work / "tables"
        jobs = {
            "plain script": _script(project, output),
            "build": _build(project, {}),
            "build, recorded in Dagster": _build(project, {"DAGSTER_HOME": str(work / "dagster")}),
        }
        runs = alternate(jobs, repetitions)
        _compare(output, project / "warehouse" / "build" / EDITION / "current" / "tables")
    print(
        f"Cold build of {EDITION}, {repetitions} runs each; goal: a build takes at most {GOAL} times the script"
    )
    show(runs, "plain script")


def _script(project: Path, output: Path) -> Callable[[], Run]:
    def job() -> Run:
        shutil.rmtree(output, ignore_errors=True)
        return run([sys.executable, SCRIPT, project, output], project)

    return job


def _build(project: Path, environment: dict[str, str]) -> Callable[[], Run]:
    def job() -> Run:
        shutil.rmtree(project / "warehouse" / "build", ignore_errors=True)
        return run([COMMAND, "build", EDITION], project, environment)

    return job


def _compare(by_script: Path, by_build: Path) -> None:
    """Make sure that both made the same rows of every report table."""
    import duckdb

    names = sorted(path.name for path in by_build.glob("table_*.parquet"))
    for name in names:
        ours = f"SELECT * EXCLUDE (_row) FROM read_parquet('{by_build / name}')"
        theirs = f"SELECT * FROM read_parquet('{by_script / name}')"
        sql = f"SELECT count(*) FROM (({ours} EXCEPT ALL {theirs}) UNION ALL ({theirs} EXCEPT ALL {ours}))"
        different = duckdb.sql(sql).fetchall()[0][0]
        if different:
            sys.exit(f"{name}: {different} rows differ between the script and the build")
    print(f"The {len(names)} tables are the same, row for row.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
