"""Ten million generated rows read, checked and aggregated, beside bare DuckDB reading and aggregating them.

Each is a process of its own, with two threads; wall time and peak memory are those of the process. Two lines are bare
DuckDB: straight from the file, where it reads only the columns that the aggregation needs and keeps nothing, and by
way of a table of its own with every column. The engine hashes the file, types every cell, checks every rule, keeps a
checked Parquet file with the line of each row, and aggregates that; its aggregation is measured without evidence of
each row (`lineage: lazy`), and with it (`eager`). All aggregates are compared at the end. Run as
`python benchmarks/ten_million.py [REPETITIONS]`; it needs 3 GB of disk for a while.
"""

from __future__ import annotations

import functools
import importlib
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import Run, alternate, print_columns, run, settle, show

ROWS = 10_000_000
SEED = 2022
THREADS = "2"
GOAL_TIMES, GOAL_MIB = 2, 2048
PHASES = {
    "hash of the raw file": ("warehouse.builder.raw_tables", "check_file"),
    "rows: read, type, check, write": ("warehouse.sources.load", "_rows"),
    "  parse, on all threads": ("warehouse.sources.readers.csv_file", "CsvReader._parse"),
    "  type, on all threads": ("warehouse.sources.load", "conform"),
    "  check, on all threads": ("warehouse.sources.load", "validate"),
    "  encode and write": ("warehouse.sources.table", "TableWriter.write"),
    "keys that come twice": ("warehouse.sources.load", "check_keys"),
    "natures and columns": ("warehouse.builder.raw_tables", "_describe"),
    "hashes of the finished files": ("warehouse.builder.store", "Store.keep"),
    "aggregation": ("warehouse.builder.run_model", "run_model"),
}
"""Where the engine's time goes: words -> module and function that is timed."""


def main(repetitions: int) -> None:
    """Generate, measure and print; exits with an error when the aggregates differ."""
    with tempfile.TemporaryDirectory(prefix="ten-million-") as name:
        work = Path(name)
        settle(work / "bytecode")
        project = work / "project"
        size = _do("generate", project).output.strip()
        jobs = {
            "DuckDB from the file": lambda: _do("scan", project),
            "DuckDB by way of a table": lambda: _do("table", project),
            "engine, traced on demand": lambda: _do("engine", project),
            "engine, evidence kept": lambda: _do("evidence", project),
        }
        runs = alternate(jobs, repetitions)
        if len({done[-1].output for done in runs.values()}) != 1:
            sys.exit(f"the aggregates differ: {[done[-1].output for done in runs.values()]}")
        print(f"{ROWS:,} rows, {size} MB, {repetitions} runs each, {THREADS} threads")
        print(f"Goal: the engine within {GOAL_TIMES} times of DuckDB, in at most {GOAL_MIB} MiB")
        show(runs, "DuckDB from the file")
        show(runs, "DuckDB by way of a table")
        print_columns(
            [("phase of the engine", "wall s", "CPU s"), *json.loads(_do("phases", project).output)]
        )


def _do(part: str, project: Path) -> Run:
    if part in ("engine", "evidence", "phases"):
        shutil.rmtree(project / "warehouse" / "build", ignore_errors=True)
    command: list[str | Path] = [sys.executable, __file__, part, project]
    return run(command, project.parent, {"ANNUAL_REPORT_THREADS": THREADS})


def generate(project: Path) -> None:
    """Write the project and print the size of its raw file in MB."""
    from population import write_project

    print(write_project(project, ROWS, SEED).stat().st_size // 1_000_000)


def bare(project: Path, *, keeps_table: bool) -> None:
    """Aggregate the file with DuckDB alone and print a digest of the result."""
    import duckdb
    from population import AGGREGATION

    path = project / "raw" / "population" / "2023-06-14" / "population.csv"
    with duckdb.connect(config={"threads": int(THREADS)}) as connection:
        kind = "TABLE" if keeps_table else "VIEW"
        connection.execute(f"CREATE {kind} raw_population__people AS FROM read_csv('{path}')")
        connection.execute(f"CREATE TABLE result AS {AGGREGATION}")
        print(_digest(connection.execute("FROM result").fetchall()))


def engine(project: Path, *, lineage: str = "lazy") -> None:
    """Build the edition's one table with the engine and print a digest of the result."""
    import pyarrow.parquet

    outcome = _build(project, lineage)
    table = pyarrow.parquet.read_table(outcome.step.table).drop_columns(["_row"])
    print(_digest([tuple(row.values()) for row in table.to_pylist()]))


def phases(project: Path) -> None:
    """Build with a clock around each phase and print, as JSON, the wall and CPU seconds of the threads that did it."""
    clocks = {words: _timed(module, name) for words, (module, name) in PHASES.items()}
    whole = _timed(__name__, "_build")
    _build(project, "lazy")
    lines = [
        (words, *(f"{sum(values):.2f}" for values in zip(*clock, strict=True)))
        for words, clock in {**clocks, "whole, imports apart": whole}.items()
    ]
    print(json.dumps(lines))


def _build(project: Path, lineage: str) -> object:
    from population import write_model

    from warehouse.builder.edition_build import EditionBuild
    from warehouse.project import Project

    write_model(project, lineage)
    build = EditionBuild(Project(project), "2022")
    outcome = build.outcome("table_01_people")
    if not outcome.passed or build.problems():
        sys.exit(f"the generated rows have problems: {build.problems()[:3]}")
    return outcome


def _timed(module: str, name: str) -> list[tuple[float, float]]:
    """Put clocks around a function and return the list that its wall and CPU times are added to."""
    owner: Any = importlib.import_module(module)
    *parents, last = name.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    function: Callable[..., Any] = getattr(owner, last)
    seconds: list[tuple[float, float]] = []

    @functools.wraps(function)
    def clocked(*given: object, **named: object) -> object:
        began, busy = time.perf_counter(), time.thread_time()
        try:
            return function(*given, **named)
        finally:
            seconds.append((time.perf_counter() - began, time.thread_time() - busy))

    setattr(owner, last, clocked)
    return seconds


def _digest(rows: list[tuple[Any, ...]]) -> str:
    import hashlib

    return hashlib.sha256(repr(rows).encode()).hexdigest()


PARTS: dict[str, Callable[[Path], None]] = {
    "generate": generate,
    "scan": functools.partial(bare, keeps_table=False),
    "table": functools.partial(bare, keeps_table=True),
    "engine": engine,
    "evidence": functools.partial(engine, lineage="eager"),
    "phases": phases,
}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in PARTS:
        PARTS[sys.argv[1]](Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
