"""The outcome of a re-performance: what each engine says of every figure and table, and of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SCHEMA = "annual-report/reperformance/1"
SAME, DIFFERS, NOT_EXPRESSED, NOT_PERFORMED = (
    "same",
    "differs",
    "not expressed",
    "not re-performed",
)
_STATES = (SAME, DIFFERS, NOT_EXPRESSED, NOT_PERFORMED)
INCOMPLETE = "incomplete"
EXIT = {SAME: 0, DIFFERS: 1, INCOMPLETE: 3}


@dataclass(frozen=True)
class Answer:
    """What one engine says of one figure or table.

    Attributes:
        state: `same`, `differs`, `not expressed` or `not re-performed`.
        why: The reason of any state but `same`.
        more: What else is told: the rule of comparison, the value, the rules of rewriting, the cells compared.
    """

    state: str
    why: str = ""
    more: Mapping[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as the machine-readable output gives it."""
        return {"state": self.state, **({"why": self.why} if self.why else {}), **(self.more or {})}


@dataclass(frozen=True)
class Item:
    """A figure or table with the answers of both engines; `shown` is what was published."""

    id: str
    table: str
    shown: str
    first: Answer
    second: Answer

    def as_dict(self, kind: str) -> dict[str, Any]:
        """Return the entry of a `figure` or `table` as the machine-readable output gives it."""
        head: dict[str, Any] = {"id": self.id}
        if kind == "figure":
            head |= {"table": self.table, "display": self.shown}
        return {**head, "first": self.first.as_dict(), "second": self.second.as_dict()}


@dataclass(frozen=True)
class Reperformance:
    """Everything that a re-performance found.

    Attributes:
        edition: The edition.
        revision: The revision of the release.
        content: Whether the content hash of the whole is the same, with both hashes.
        engines: The two engines, `first` and `second`, with name and version.
        figures: Every published figure.
        tables: Every published table.
        not_expressed: Constructs that the second engine cannot express, with the figures that depend on them.
        missing: Raw files that are not there, with what depends on them.
        altered: Raw files that are not the registered ones.
        problems: What the checks of the rebuild found, where they hold something up.
        not_taken: Supplied files that are none of those that the release withholds.
    """

    edition: str
    revision: Any
    content: Mapping[str, Any]
    engines: Mapping[str, Mapping[str, str]]
    figures: Sequence[Item]
    tables: Sequence[Item]
    not_expressed: Sequence[Mapping[str, Any]]
    missing: Sequence[Mapping[str, Any]]
    altered: Sequence[Mapping[str, Any]]
    problems: Sequence[Mapping[str, Any]]
    not_taken: Sequence[Mapping[str, str]] = ()

    @property
    def state(self) -> str:
        """`same`, `differs` or `incomplete`; what differs outweighs what could not be done."""
        states = {a.state for i in (*self.figures, *self.tables) for a in (i.first, i.second)}
        states.add(str(self.content["state"]))
        if DIFFERS in states or self.altered:
            return DIFFERS
        is_nothing = not self.figures and not self.tables
        is_open = is_nothing or self.missing or self.not_expressed
        return INCOMPLETE if states != {SAME} or is_open else SAME

    def counted(self, engine: str) -> dict[str, int]:
        """Return how many figures have each state in an engine; what is not expressed agrees with nothing."""
        states = [getattr(item, engine).state for item in self.figures]
        return {state: states.count(state) for state in _STATES}

    def agreeing(self, engine: str) -> int:
        """Return how many figures are the same in the `first` or the `second` engine."""
        return sum(getattr(item, engine).state == SAME for item in self.figures)

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as the machine-readable output gives it."""
        engines = {
            name: {
                **engine,
                "figures_same": self.agreeing(name),
                "figures": len(self.figures),
                "states": self.counted(name),
            }
            for name, engine in self.engines.items()
        }
        return {
            "schema": SCHEMA,
            "state": self.state,
            "edition": self.edition,
            "revision": self.revision,
            "content": dict(self.content),
            "engines": engines,
            "figures": [item.as_dict("figure") for item in self.figures],
            "tables": [item.as_dict("table") for item in self.tables],
            "not_expressed": [dict(entry) for entry in self.not_expressed],
            "missing": [dict(entry) for entry in self.missing],
            "altered": [dict(entry) for entry in self.altered],
            "problems": [dict(entry) for entry in self.problems],
            "not_taken": [dict(entry) for entry in self.not_taken],
        }
