"""The 22 queries of TPC-H: keeping the evidence of every row, and reading that of one row, beside the plain query.

Each query is measured in a process of its own. The steps take turns, once unmeasured and then three times or more, each
on tables of its own that are dropped again; told are medians, or the least of them on a busy machine. Evidence read
from what was kept and evidence worked out on demand must be the same, otherwise the benchmark stops.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import duckdb
import numpy as np
import pyarrow as pa
from lineage_data import Timed, connect, texts, timed

from rowlineage import Lineage
from rowlineage.capture import capture
from rowlineage.catalog import ConnectionCatalog
from rowlineage.evidence import collect
from rowlineage.evidence_files import read_evidence, write_evidence
from rowlineage.graph import Evidence, cell
from rowlineage.kept_rewrites import KeptRewrites
from rowlineage.rewrite import rewrite

READS = 5
_REWRITES = KeptRewrites()


@dataclass(frozen=True)
class Measured:
    """One query; seconds are medians, None for a step that was stopped.

    Attributes:
        number: The query.
        seconds: Step -> seconds, none of reading where only capture was asked for.
        peak_mib: Step -> MiB.
        rows: Rows in the evidence of the first row.
    """

    number: int
    seconds: dict[str, float | None]
    peak_mib: dict[str, float]
    rows: int


@dataclass(frozen=True)
class Rounds:
    """How a query is measured.

    Attributes:
        count: How many times.
        is_least: Whether the least is told, and not the median.
        is_capture_only: Whether evidence is not read.
        is_cpu: Whether the seconds are those that all threads of the process took, and not those that passed.
    """

    count: int = 3
    is_least: bool = False
    is_capture_only: bool = False
    is_cpu: bool = False


def measure(folder: Path, number: int, rounds: Rounds) -> None:
    """Measure one query and print the result as JSON."""
    sql = texts(folder)[number]
    with connect(folder) as con, ExitStack() as kept_open:
        described = con.execute(f"FROM ({sql}) LIMIT 1")
        names = [column[0] for column in described.description or []]
        key = dict(zip(names, described.fetchall()[0], strict=True))
        known = Lineage(con)
        compared = kept_open.enter_context(capture(con, sql, catalog=_closed(con), prefix="kept"))
        steps: dict[str, Callable[[], object]] = {
            "plain": lambda: _plain(con, sql),
            "rewrite": lambda: rewrite(_closed(con), sql, "_row", narrow=True, prefix="x"),
            "capture": lambda: _capture(con, sql),
            "comparison": lambda: compared.gives_the_same_as(sql),
            "two tables": lambda: _two_tables(con, sql),
        }
        if not rounds.is_capture_only:
            steps["lazy, new"] = lambda: Lineage(con).trace(sql, key).rows()
            steps["lazy"] = lambda: known.trace(sql, key).rows()
        times: dict[str, list[Timed]] = {name: [] for name in steps}
        for round_number in range(rounds.count + 1):
            for name, step in steps.items():
                done = timed(con, step)
                con.execute(
                    "DROP TABLE IF EXISTS benchmark; DROP TABLE IF EXISTS benchmark_evidence"
                )
                times[name] += [done] if round_number else []
        seconds = {name: _chosen(done, rounds) for name, done in times.items()}
        rows = 0
        if not rounds.is_capture_only:
            kept, evidence = _reads(con, sql, rounds)
            lazy, rows = known.trace(sql, key).rows(), evidence.num_rows
            if not evidence.equals(lazy):
                sys.exit(f"query {number}: kept {rows} rows, on demand {lazy.num_rows}")
            seconds |= kept
    peaks = {name: max(one.peak_mib for one in done) for name, done in times.items()}
    print(json.dumps(asdict(Measured(number, seconds, peaks, rows))))


def _chosen(done: Sequence[Timed], rounds: Rounds) -> float | None:
    told = [one.cpu_seconds if rounds.is_cpu else one.seconds for one in done]
    seconds = [one for one in told if one is not None]
    choose = min if rounds.is_least else median
    return choose(seconds) if len(seconds) == len(done) else None


def _plain(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    con.execute(f"CREATE OR REPLACE TEMP TABLE benchmark AS {sql}")


def _capture(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Run with evidence: one temporary table with the result and its lineage columns, and one for each stage."""
    with capture(con, sql, catalog=_closed(con), rewrites=_REWRITES):
        pass


def _closed(con: duckdb.DuckDBPyConnection) -> ConnectionCatalog:
    """Return a new catalogue as a build uses it: on its connection nobody can have made a macro."""
    return ConnectionCatalog(con, is_closed=True)


def _two_tables(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Run with evidence, and write result and evidence once more as tables of their own."""
    with capture(con, sql, catalog=_closed(con), rewrites=_REWRITES) as captured:
        con.execute(f"CREATE TEMP TABLE benchmark AS {captured.table}")
        con.execute(f"CREATE TEMP TABLE benchmark_evidence AS {captured.evidence}")


def _reads(
    con: duckdb.DuckDBPyConnection, sql: str, rounds: Rounds
) -> tuple[dict[str, float | None], pa.Table]:
    """Read the first row's evidence, kept as tables and as Parquet, several times; return medians and evidence."""
    with tempfile.TemporaryDirectory(prefix="lineage-kept-") as name, capture(con, sql) as captured:
        con.execute(f"CREATE TEMP TABLE benchmark_evidence AS {captured.evidence}")
        stages = {}
        for stage, select in captured.stages.items():
            con.execute(f'CREATE TEMP TABLE "benchmark_{stage}" AS {select}')
            stages[stage] = f'"benchmark_{stage}"'
        write_evidence(con, captured, Path(name))
        stored = read_evidence(Path(name))
        if stored is None:
            sys.exit("no evidence was written")
        tables = Evidence("benchmark_evidence", stages, captured.manifest)
        seconds: dict[str, float | None] = {}
        for label, kept in {"kept": tables, "kept, Parquet": stored}.items():
            seconds[label], evidence = _read(con, kept, rounds)
    return seconds, evidence


def _read(con: duckdb.DuckDBPyConnection, kept: Evidence, rounds: Rounds) -> tuple[float, pa.Table]:
    clock = time.process_time if rounds.is_cpu else time.perf_counter
    times = []
    for _ in range(READS + 1):
        started = clock()
        evidence = first_row(con, kept)
        times.append(clock() - started)
    return median(times[1:]), evidence


def first_row(con: duckdb.DuckDBPyConnection, kept: Evidence) -> pa.Table:
    """Return all evidence of the first row of a result, from what was kept."""
    manifest = kept.manifest
    reached = kept.reached(con, np.array([1]), cell(None, manifest.columns))
    return collect(reached, {o.id: o for o in manifest.occurrences})
