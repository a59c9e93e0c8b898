"""What lineage costs, on TPC-H and on the 2022 edition: keeping evidence, reading it, a graph of models, the commands.

Everything is measured in processes of its own, in turn, beside the plain query or the plain build. Run as
`python benchmarks/lineage_speed.py [--sf 1] [--only capture | read | graph | report]`; `capture` and `read`
come from the same run of the 22 queries. To measure versions of DuckDB on the same data, and those that TPC-H is not
there for, generate them once (`--generate --sf 1 FOLDER`) and name them to each (`--data FOLDER`). On a busy machine
`--rounds 9 --least` tells more than medians of three, and `--cpu`, with the CPU time of all threads in place of the
time that passed, more than either; the graph and the commands always tell both.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

import duckdb
import lineage_data
import lineage_graph
import lineage_queries
from lineage_queries import Measured, Rounds
from measure import COMMAND, Run, copy_project, print_columns, run, settle

PARTS = ("capture", "read", "report", "graph")
NUMBERS = range(1, 23)
EDITION, FIGURE, REPETITIONS = "2022", "displaced_total", 5
SCRIPT = Path(__file__).resolve()


def main(arguments: Sequence[str]) -> None:
    """Measure the parts that are asked for and print them."""
    asked = _parsed(arguments)
    if asked.generate:
        asked.folder.mkdir(parents=True, exist_ok=True)
        lineage_data.generate(asked.folder, asked.sf)
    elif asked.query:
        rounds = Rounds(asked.rounds, asked.least, asked.only == "capture", asked.cpu)
        lineage_queries.measure(asked.folder, asked.query, rounds)
    elif asked.build:
        lineage_graph.build(asked.folder, asked.build)
    elif asked.trace:
        lineage_graph.trace(asked.folder, asked.trace)
    else:
        options = ["--rounds", str(asked.rounds)]
        options += [f"--{name}" for name in ("least", "cpu") if getattr(asked, name)]
        options += ["--only", asked.only] if asked.only else []
        _measure([asked.only] if asked.only else PARTS, asked.sf, asked.data, options)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sf", type=float, default=1, help="scale factor of TPC-H")
    parser.add_argument("--only", choices=PARTS, help="measure this part only")
    parser.add_argument("--data", type=Path, help="a folder into which data were generated")
    parser.add_argument("--rounds", type=int, default=3, help="how often each query is measured")
    parser.add_argument("--least", action="store_true", help="tell the least, not the median")
    parser.add_argument("--cpu", action="store_true", help="tell CPU time, of capture and read")
    steps = parser.add_argument_group("steps that the benchmark runs as processes of their own")
    steps.add_argument("--generate", action="store_true")
    steps.add_argument("--query", type=int)
    steps.add_argument("--build", choices=("plain", "evidence"))
    steps.add_argument("--trace", choices=lineage_graph.CELLS)
    steps.add_argument("folder", nargs="?", type=Path, help="where the data are")
    return parser.parse_args(arguments)


def _measure(parts: Sequence[str], scale: float, data: Path | None, options: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="lineage-") as name:
        folder = Path(name)
        settle(folder / "bytecode")
        if data:
            lineage_data.take(data, folder)
            print(f"DuckDB {duckdb.__version__}, {data.name}, {lineage_data.THREADS} threads")
        elif set(parts) - {"report"}:
            run([sys.executable, SCRIPT, "--generate", "--sf", str(scale), folder], folder)
            print(f"TPC-H, scale factor {scale:g}, {lineage_data.THREADS} threads")
        if {"capture", "read"} & set(parts):
            _queries(parts, folder, options)
        if "report" in parts:
            _report(folder)
        if "graph" in parts:
            lineage_graph.compare(folder, SCRIPT)


def _queries(parts: Sequence[str], folder: Path, options: Sequence[str]) -> None:
    line = [sys.executable, SCRIPT, *options]
    runs = {n: run([*line, "--query", str(n), folder], folder) for n in NUMBERS}
    measured = [Measured(**json.loads(done.output)) for done in runs.values()]
    if "capture" in parts:
        print("\nKeeping the evidence of every row; goal: 1.5 in the median, none above 3")
        _print_capture(measured)
    if "read" in parts:
        print("\nAll evidence of the first row; goal: 3 ms from what was kept, 2.0 on demand")
        _print_reads(measured)


def _print_capture(measured: Sequence[Measured]) -> None:
    heads = ("ratio", "rewritten anew", "comparison", "two tables")
    lines = [_words("query", "plain ms", *heads, "MiB", "plain MiB")]
    columns: list[list[float | None]] = []
    for one in measured:
        seconds = one.seconds
        anew = _sum(seconds["capture"], seconds["rewrite"])
        parts = (seconds["capture"], anew, seconds["comparison"], seconds["two tables"])
        ratios = [_ratio(s, one) for s in parts]
        columns.append(ratios)
        peaks = (f"{one.peak_mib[name]:.0f}" for name in ("capture", "plain"))
        lines.append(_words(f"Q{one.number}", _ms(seconds["plain"]), *map(_number, ratios), *peaks))
    _finish(lines, columns, 1)


def _print_reads(measured: Sequence[Measured]) -> None:
    lines = [_words("query", "rows", "kept ms", "Parquet ms", "on demand", "rewritten before")]
    columns: list[list[float | None]] = []
    for one in measured:
        kept = [one.seconds["kept"], one.seconds["kept, Parquet"]]
        ratios = [_ratio(one.seconds[name], one) for name in ("lazy, new", "lazy")]
        columns.append([*(s and s * 1000 for s in kept), *ratios])
        lines.append(
            _words(f"Q{one.number}", f"{one.rows:,}", *map(_ms, kept), *map(_number, ratios))
        )
    _finish(lines, columns, 1)


def _finish(
    lines: list[Sequence[str]], columns: Sequence[Sequence[float | None]], before: int
) -> None:
    """Print lines with the median and the largest of their columns, of which some `before` have none."""
    for word, chosen in (("median", median), ("largest", max)):
        values = [
            chosen([v for v in column if v is not None]) for column in zip(*columns, strict=True)
        ]
        empty = [""] * (len(lines[0]) - 1 - before - len(values))
        lines.append((word, *[""] * before, *map(_number, values), *empty))
    print_columns(lines)


def _words(*words: str) -> Sequence[str]:
    return words


def _sum(seconds: float | None, more: float | None) -> float | None:
    return None if seconds is None or more is None else seconds + more


def _ratio(seconds: float | None, one: Measured) -> float | None:
    plain = one.seconds["plain"]
    return None if seconds is None or plain is None else seconds / plain


def _number(value: float | None) -> str:
    return "stopped" if value is None else f"{value:.2f}"


def _ms(seconds: float | None) -> str:
    return "stopped" if seconds is None else f"{seconds * 1000:.1f}"


def _report(folder: Path) -> None:
    """Measure the commands on a build of this project's edition."""
    project = copy_project(folder / "project")
    run([COMMAND, "build", EDITION], project)
    commands = {
        "trace": ("trace", FIGURE, "--json"),
        "audit": ("audit", EDITION),
    }
    print(f"\nCommands on the edition {EDITION}, {REPETITIONS} runs; goals: trace 0.7 s, audit 5 s")
    lines = [_words("command", "median s", "least", "largest", "CPU s", "peak MiB")]
    for name, words in commands.items():
        done = [run([COMMAND, *words], project) for _ in range(REPETITIONS + 1)][1:]
        lines.append(_words(name, *_summary(done)))
    print_columns(lines)


def _summary(done: Iterable[Run]) -> Sequence[str]:
    runs = list(done)
    seconds = [one.seconds for one in runs]
    cpu = median(one.cpu_seconds for one in runs)
    numbers = (median(seconds), min(seconds), max(seconds), cpu)
    return [*(f"{value:.2f}" for value in numbers), f"{max(one.peak_mib for one in runs):.0f}"]


if __name__ == "__main__":
    main(sys.argv[1:])
