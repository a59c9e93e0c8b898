"""From rows of a rewritten relation back to the rows that they rest on: follows pointers through the stages.

Set at a time. What is asked of each stage depends on the columns that are needed, so that the evidence of one cell is
not that of its neighbours. How rows are selected and pointers read is left to those who walk: by arrays, or in SQL.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rowlineage.annotation import Annotation, demanded
from rowlineage.roles import Need

Selected = TypeVar("Selected")
Pointed = TypeVar("Pointed")
Stages = Mapping[str, Sequence[Annotation]]


@dataclass(frozen=True)
class Reached(Generic[Pointed]):
    """Rows of one upstream table occurrence.

    Attributes:
        occurrence: `o1`, `o2`, ...
        need: What is needed of their columns.
        rows: Which rows.
    """

    occurrence: str
    need: Need
    rows: Pointed


def need_key(need: Need) -> str:
    """Return a text that equal needs share."""
    return repr(sorted((column, sorted(roles)) for column, roles in need.items()))


def demands(
    annotations: Iterable[Annotation], stages: Stages, need: Need
) -> dict[str, list[Annotation]]:
    """Return the annotations that a need can call for: of the result under "", of each stage under its id."""
    found: dict[str, list[Annotation]] = {}
    open_needs: dict[str, list[tuple[Iterable[Annotation], Need]]] = {"": [(annotations, need)]}
    for place in ("", *reversed(list(stages))):
        for there, wanted in open_needs.get(place, []):
            for annotation, inner, _ in demanded(there, wanted):
                if annotation not in found.setdefault(place, []):
                    found[place].append(annotation)
                target = annotation.pointer.target
                if target in stages:
                    open_needs.setdefault(target, []).append((stages[target], inner))
    return found


class Walk(ABC, Generic[Selected, Pointed]):
    """One walk: `Selected` stands for chosen rows of a place, `Pointed` for what pointers lead to.

    Args:
        stages: The lineage columns of the stages by id, in the order in which they were filled.
    """

    def __init__(self, stages: Stages) -> None:
        self.stages = stages

    @abstractmethod
    def _pointed(self, rows: Selected, annotations: Sequence[Annotation]) -> list[Pointed]:
        """Return what each of some lineage columns leads to from chosen rows."""

    @abstractmethod
    def _select(
        self, stage: str, pointed: Sequence[Pointed], proven: Sequence[Selected]
    ) -> Selected | None:
        """Choose the rows of a stage that are pointed to, apart from those proven already; None if surely none."""

    def reached(
        self, rows: Selected, annotations: Sequence[Annotation], need: Need
    ) -> list[Reached[Pointed]]:
        """Return the upstream rows that chosen rows rest on, as far as a need calls for them."""
        found: list[Reached[Pointed]] = []
        pending: dict[str, list[tuple[Need, Pointed]]] = {}
        self._follow(rows, annotations, need, found, pending)
        for stage in reversed(list(self.stages)):
            own = self.stages[stage]
            proven: list[Selected] = []
            for wanted, pointed in _strong_first(own, _same_needs(pending.get(stage, []))):
                weak = _is_weak(own, wanted)
                chosen = self._select(stage, pointed, proven if weak else [])
                if chosen is not None:
                    self._follow(chosen, own, wanted, found, pending)
                    proven += [] if weak else [chosen]
        return found

    def _follow(
        self,
        rows: Selected,
        annotations: Sequence[Annotation],
        need: Need,
        found: list[Reached[Pointed]],
        pending: dict[str, list[tuple[Need, Pointed]]],
    ) -> None:
        called = list(demanded(annotations, need))
        pointed = self._pointed(rows, [annotation for annotation, _, _ in called])
        for (annotation, wanted, _), there in zip(called, pointed, strict=True):
            target = annotation.pointer.target
            if target in self.stages:
                pending.setdefault(target, []).append((wanted, there))
            else:
                found.append(Reached(target, wanted, there))


def _is_weak(annotations: Sequence[Annotation], need: Need) -> bool:
    """Say whether a need is for the mere existence of rows, which any other need of them proves as well."""
    return all(weak for _, _, weak in demanded(annotations, need))


def _strong_first(
    annotations: Sequence[Annotation], selections: list[tuple[Need, list[Pointed]]]
) -> list[tuple[Need, list[Pointed]]]:
    return sorted(selections, key=lambda selection: _is_weak(annotations, selection[0]))


def _same_needs(pending: list[tuple[Need, Pointed]]) -> list[tuple[Need, list[Pointed]]]:
    """Return selections with the same need as one."""
    merged: dict[str, tuple[Need, list[Pointed]]] = {}
    for need, pointed in pending:
        merged.setdefault(need_key(need), (need, []))[1].append(pointed)
    return list(merged.values())
