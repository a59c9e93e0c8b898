"""Problems of one cause told once: how often, with which values, and where the first are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from warehouse.problems import WITHHELD, Problem, ShownProblem

_PLACES = _VALUES = 3


@dataclass(frozen=True)
class ProblemGroup:
    """Problems that break one rule in one file, for the same reason and with the same remedy.

    Attributes:
        problems: The problems.
        is_withheld: Whether their values are.
        file: What the file is called: under `raw/`, or where the officer has it.
    """

    problems: tuple[Problem, ...]
    is_withheld: bool
    file: str

    @property
    def first(self) -> Problem:
        """The first of them."""
        return self.problems[0]

    @property
    def place(self) -> str:
        """Where they are, in words."""
        first = self.first
        parts = [self.file, f"sheet {first.sheet}" if first.sheet else "", _lines(self.problems)]
        parts.append(f"column {first.column}" if first.column else "")
        return ", ".join(part for part in parts if part)

    @property
    def count(self) -> str:
        """How many there are, where there are several."""
        return f"{_times(len(self.problems))}: " if len(self.problems) > 1 else ""

    @property
    def values(self) -> str:
        """Their values, the most frequent first."""
        if self.is_withheld:
            return WITHHELD
        counted = Counter(problem.value or "(blank)" for problem in self.problems)
        if len(self.problems) == 1:
            return next(iter(counted))
        shown = [f"{value} ({_times(n)})" for value, n in counted.most_common(_VALUES)]
        more = len(counted) - len(shown)
        return ", ".join(shown) + (f" and {more:,} other values" if more else "")


def grouped(
    problems: Iterable[ShownProblem], own_files: Mapping[str, str] | None = None
) -> list[ProblemGroup]:
    """Return problems by cause, in the order in which each cause comes first.

    Args:
        problems: The problems.
        own_files: The officer's own files, by their names: those under `raw/` are not there yet.
    """
    own = own_files or {}
    groups: dict[tuple[object, ...], list[ShownProblem]] = {}
    for shown in problems:
        p = shown.problem
        cause = (p.rule_id, p.file, p.sheet, p.column, p.rule, p.remedy, shown.is_withheld)
        groups.setdefault(cause, []).append(shown)
    return [
        ProblemGroup(
            tuple(shown.problem for shown in group),
            group[0].is_withheld,
            own.get(group[0].problem.file.rpartition("/")[2], group[0].problem.file),
        )
        for group in groups.values()
    ]


def told(group: ProblemGroup) -> Iterator[str]:
    """Yield the lines that tell an error: where and what, the rule, the remedy."""
    yield f"error: {group.place}: {group.count}{group.values}"
    yield f"  rule: {group.first.rule}"
    yield f"  remedy: {group.first.remedy}"
    single = len(group.problems) == 1
    yield f"  id: {group.first.problem_id}" if single else f"  rule id: {group.first.rule_id}"


def _lines(problems: Sequence[Problem]) -> str:
    lines = [problem.line for problem in problems if problem.line]
    if not lines:
        return ""
    shown = ", ".join(str(line) for line in lines[:_PLACES])
    more = len(lines) - _PLACES
    word = "line" if len(lines) == 1 else "lines"
    return f"{word} {shown}" + (f" and {more:,} more" if more > 0 else "")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
