"""Measuring commands as processes of their own: wall time, CPU time and peak memory, and how results are printed.

What is measured, and on which project, belongs to the benchmark that asks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).with_name("annual-report")
CONTENT = (
    "raw",
    "warehouse/models",
    "warehouse/sources/schemas",
    "report/figures",
    "report/figures.yaml",
)
"""What a project consists of besides the engine; what does not exist is left out."""


@dataclass(frozen=True)
class Run:
    """One run of a command.

    Attributes:
        seconds: Wall time from start to exit.
        cpu_seconds: User and system time over all threads.
        peak_mib: Largest resident memory, in MiB.
        output: What it printed.
    """

    seconds: float
    cpu_seconds: float
    peak_mib: float
    output: str


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> Run:
    """Run a command to its end; its errors are shown and stop the benchmark.

    Args:
        command: Program and arguments.
        folder: Working folder.
        environment: Variables to set besides the present ones.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    printed = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{printed}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed)


def settle(folder: Path) -> None:
    """Let Python keep its bytecode in a folder, as it does after an installation, whatever the environment says."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def copy_project(target: Path) -> Path:
    """Copy this project's content to an empty folder and return it, so that its own build stays untouched."""
    for name in CONTENT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.py[co]")
            )
        elif source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    return target


def alternate(jobs: Mapping[str, Callable[[], Run]], repetitions: int) -> dict[str, list[Run]]:
    """Run jobs in turn, once unmeasured and then `repetitions` times, so that a busy moment meets all of them."""
    runs: dict[str, list[Run]] = {name: [] for name in jobs}
    for round_number in range(repetitions + 1):
        for name, job in jobs.items():
            done = job()
            if round_number:
                runs[name].append(done)
    return runs


def show(runs: Mapping[str, Sequence[Run]], base: str) -> None:
    """Print a line a job: wall time, CPU time, memory, and the median wall and CPU time as ratios to a base."""
    whole = median(done.seconds for done in runs[base])
    whole_cpu = median(done.cpu_seconds for done in runs[base])
    heads = ("median s", "least", "largest", "CPU s", "peak MiB", "ratio", "CPU ratio")
    lines: list[Sequence[str]] = [(f"ratios to {base}", *heads)]
    for name, done in runs.items():
        seconds = [one.seconds for one in done]
        middle, cpu = median(seconds), median(one.cpu_seconds for one in done)
        peak = max(one.peak_mib for one in done)
        numbers = [f"{value:.2f}" for value in (middle, min(seconds), max(seconds), cpu)]
        ratios = f"{middle / whole:.2f}", f"{cpu / whole_cpu:.2f}"
        lines.append((name, *numbers, f"{peak:.0f}", *ratios))
    print_columns(lines)


def print_columns(lines: Iterable[Sequence[str]]) -> None:
    """Print lines of words in columns, the first to the left and the others to the right."""
    rows = [list(line) for line in lines]
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    for row in rows:
        first, *others = (
            word.rjust(width) if index else word.ljust(width)
            for index, (word, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]))
