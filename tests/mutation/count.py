"""Mutation testing of the modules that decide: what share of mutants the tests kill, module by module.

    make mutants                                  all modules that the three `[tool.mutmut]` tables name
    make mutants ONLY=warehouse/calendar.py       one of them
    make mutants ONLY=... SAMPLE=100              as many of its mutants, drawn at random

A mutant is a change of one expression; it is killed when a test fails with it. What survives is printed as it stands
in the code. A survivor that no test can tell from the original, since it means the same, stands in `equivalent.toml`
with the reason. Ends with 1 when fewer than 85 per cent of the others are killed in any module.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSES = (ROOT, ROOT / "packages" / "numbertext", ROOT / "packages" / "rowlineage")
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
GOAL = 85
KILLED = ("killed", "timeout", "caught by type check")
"""A mutant that never ends is noticed as surely as one that fails."""


@dataclass
class Module:
    """What became of the mutants of one module; survivors as lines of a diff."""

    states: Counter[str] = field(default_factory=Counter)
    survivors: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Per cent killed of those that are not equivalent."""
        killed = sum(self.states[state] for state in KILLED)
        counted = self.states.total() - self.states["equivalent"]
        return 100 * killed / counted if counted else 0.0


def main(only: str, sample: int = 0) -> int:
    """Run the mutants and print a line a module.

    Args:
        only: A path that the tables name, wildcards and all; empty for all.
        sample: How many mutants of a house are tried; 0 for all.
    """
    same = equivalents()
    found: dict[str, Module] = {}
    for house in HOUSES:
        settings = tomllib.loads((house / "pyproject.toml").read_text(encoding="utf-8"))
        modules = settings["tool"].get("mutmut", {}).get("only_mutate", [])
        shown = [(house / path).relative_to(ROOT).as_posix() for path in modules]
        if modules and (not only or any(fnmatch(only, path) for path in shown)):
            run(house, dotted(only), sample)
            found |= judged(house, same)
    if not found:
        sys.exit(f"no module {only}: those are named in the [tool.mutmut] tables")
    return report({name: it for name, it in found.items() if fnmatch(name, dotted(only) or "*")})


def dotted(path: str) -> str:
    """Return a path as the name that mutants of that module begin with."""
    return path.removesuffix(".py").split("/src/")[-1].replace("/", ".")


def equivalents() -> dict[tuple[str, str], str]:
    """Return the reason for each change, by module and changed lines, that means the same as the original."""
    given = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return {
        (entry["module"], change): entry["why"]
        for entry in given["equivalent"]
        for change in entry["changes"]
    }


def mutmut(house: Path, *arguments: str) -> str:
    """Run the tool in the folder of a house and return what it prints."""
    settings = {**os.environ, "PYTHONHASHSEED": "0", "CI": "true"}
    line = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(
        line, cwd=house, env=settings, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"mutmut {arguments[0]} failed in {house}:\n{done.stdout[-3000:]}{done.stderr}")
    return done.stdout


def run(house: Path, module: str, sample: int) -> None:
    """Make the mutants of a house and try them; from nothing, since what was tried before new tests came would stay."""
    shutil.rmtree(house / "mutants", ignore_errors=True)
    names = [f"{module}.*"] if module else []
    if sample:
        names = drawn(house, module or "*", sample)
    mutmut(house, "run", "--max-children", str(os.cpu_count() or 1), *names)


def drawn(house: Path, module: str, sample: int) -> list[str]:
    """Return mutants drawn at random, the same ones every time: all are made before a name is looked for."""
    line = [sys.executable, "-m", "mutmut", "run", "no mutant has this name"]
    subprocess.run(line, cwd=house, capture_output=True, check=False)
    lines = mutmut(house, "results", "--all", "true").splitlines()
    names = [line.strip().partition(": ")[0] for line in lines if ": " in line]
    own = [name for name in sorted(names) if fnmatch(name.rpartition(".")[0], module)]
    return random.Random(1).sample(own, min(sample, len(own)))


def judged(house: Path, same: dict[tuple[str, str], str]) -> dict[str, Module]:
    """Return what became of the mutants, by module."""
    found: dict[str, Module] = {}
    for line in mutmut(house, "results", "--all", "true").splitlines():
        name, _, state = line.strip().partition(": ")
        if not state or state == "not checked":
            continue
        key = name.rpartition(".")[0]
        module = found.setdefault(key, Module())
        if state in KILLED:
            module.states[state] += 1
            continue
        change = changed_lines(mutmut(house, "show", name))
        state = "equivalent" if (key, change) in same else state
        module.states[state] += 1
        if state != "equivalent":
            module.survivors.append(f"{state}: {change}")
    return found


def changed_lines(diff: str) -> str:
    """Return what a diff takes out and puts in, on one line: `before -> after`."""
    parts = {"-": [], "+": []}
    for line in diff.splitlines():
        if line[:1] in parts and not line.startswith(("---", "+++")):
            parts[line[0]].append(line[1:].strip())
    return " ".join(parts["-"]) + " -> " + " ".join(parts["+"])


def report(found: dict[str, Module]) -> int:
    """Print a line a module, and the survivors; return the exit code."""
    print(f"{'module':44} {'mutants':>7} {'killed':>7} {'equivalent':>10} {'share':>7}")
    for name, module in sorted(found.items()):
        killed = sum(module.states[state] for state in KILLED)
        counts = f"{module.states.total():7} {killed:7} {module.states['equivalent']:10}"
        print(f"{name:44} {counts} {module.share:6.1f} %")
        for survivor in module.survivors:
            print(f"    {survivor}")
    return int(any(module.share < GOAL for module in found.values()))


if __name__ == "__main__":
    sys.exit(main(os.environ.get("ONLY", ""), int(os.environ.get("SAMPLE") or 0)))
