"""TPC-H data in a DuckDB file and the 22 texts for the lineage benchmarks, and how one step of them is timed.

What is measured belongs to the modules beside it. The data come from DuckDB's own generator, so they are the same on
every run.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
from measure import ROOT

LIMIT_SECONDS = 60.0
THREADS = 2
DATA, TEXTS = "tpch.duckdb", "queries.json"


@dataclass(frozen=True)
class Timed:
    """One timed step; seconds is None when it was stopped after `LIMIT_SECONDS`.

    Attributes:
        seconds: Wall time.
        cpu_seconds: User and system time of all threads of the process; None likewise.
        peak_mib: Largest resident memory of the process during the step, in MiB, with the data that it holds.
    """

    seconds: float | None
    cpu_seconds: float | None
    peak_mib: float


def generate(folder: Path, scale: float) -> None:
    """Write the tables, each with a `_row` column, and the texts of the queries into a folder."""
    sys.path.append(str(ROOT / "packages" / "rowlineage" / "tests"))
    from lineage import tpch

    with tpch.connect(scale) as con:
        con.execute(f"ATTACH '{folder / DATA}' AS kept")
        for table in tpch.TABLES:
            con.execute(f"CREATE TABLE kept.{table} AS FROM {table}")
        (folder / TEXTS).write_text(json.dumps(tpch.queries(con)), encoding="utf-8")


def take(data: Path, folder: Path) -> None:
    """Let a folder have the data that were generated into another."""
    for name in (DATA, TEXTS):
        (folder / name).symlink_to((data / name).resolve())


def texts(folder: Path) -> dict[int, str]:
    """Return the 22 queries by number."""
    kept = json.loads((folder / TEXTS).read_text(encoding="utf-8"))
    return {int(number): text for number, text in kept.items()}


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection that reads the tables; all that is made on it is temporary and spills into the folder."""
    con = duckdb.connect(str(folder / DATA), read_only=True, config={"threads": THREADS})
    con.execute(f"SET temp_directory = '{folder / 'spill'}'")
    con.execute("SET memory_limit = '8GB'")
    return con


def timed(con: duckdb.DuckDBPyConnection, step: Callable[[], object]) -> Timed:
    """Run a step, stop it when it exceeds the limit, and return its time and peak memory."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    stop = threading.Timer(LIMIT_SECONDS, con.interrupt)
    stop.start()
    started, cpu_before = time.perf_counter(), time.process_time()
    try:
        step()
        seconds: float | None = time.perf_counter() - started
    except duckdb.InterruptException:
        seconds = None
    finally:
        stop.cancel()
    cpu_seconds = None if seconds is None else time.process_time() - cpu_before
    return Timed(seconds, cpu_seconds, _peak_mib())


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
