"""The plan of a forward walk: which needs a cell can have of the rows of each model and stage on its way back.

Worked out from the manifests alone, without a row, by asking what a backward walk would ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from rowlineage.annotation import Annotation, demanded
from rowlineage.graph import Evidence, Models
from rowlineage.roles import Need

RESULT = ""
Key: TypeAlias = frozenset[tuple[str, frozenset[str]]]


def key_of(need: Need) -> Key:
    """Return a need as something that can be looked up."""
    return frozenset(need.items())


@dataclass(frozen=True)
class ForwardStep:
    """One pointer that a need calls for, and what it needs of the rows it leads to.

    Attributes:
        target: The stage, or the upstream table's name.
        is_weak: Whether it is called for only as long as nothing else leads to the target.
    """

    annotation: Annotation
    target: str
    need: Need
    key: Key
    is_weak: bool


@dataclass
class ModelPlan:
    """The steps in one model.

    Attributes:
        evidence: The model's stored evidence.
        steps: By place (a stage, or `RESULT`) and need.
    """

    evidence: Evidence
    steps: dict[tuple[str, Key], list[ForwardStep]] = field(default_factory=dict)

    def places(self) -> list[str]:
        """Return the places in the order in which their rows are known."""
        return [*self.evidence.manifest.stages, RESULT]

    def ask(self, place: str, need: Need) -> list[ForwardStep]:
        """Return the steps that a need of the rows of a place calls for."""
        key = key_of(need)
        if (place, key) not in self.steps:
            manifest = self.evidence.manifest
            tables = {o.id: o.table.lower() for o in manifest.occurrences}
            annotations = manifest.stages[place] if place else manifest.annotations
            self.steps[place, key] = [
                ForwardStep(
                    a, tables.get(a.pointer.target, a.pointer.target), wanted, key_of(wanted), weak
                )
                for a, wanted, weak in demanded(annotations, need)
            ]
        return self.steps[place, key]

    def is_weak(self, place: str, key: Key) -> bool:
        """Say whether a need of a stage is for the mere existence of rows."""
        return place != RESULT and all(step.is_weak for step in self.steps[place, key])


class ForwardPlan:
    """What is to be worked out of each model.

    Args:
        models: The models and their evidence.
        leaves: The raw tables with marked rows; models that cannot lead there are left out.
    """

    def __init__(self, models: Models, leaves: Iterable[str]) -> None:
        self.models = models
        self.plans: dict[str, ModelPlan] = {}
        self._split: dict[tuple[str, Key], bool] = {}
        self._leading = _leading(models, leaves)

    def ask(self, table: str, need: Need) -> bool:
        """Plan for a need of a model's rows.

        Returns:
            Whether some stage on the way is asked both weakly and otherwise. There a backward walk leaves out what
            other rows of the same walk prove already, so that its answer is no longer that of each row by itself.
        """
        key = key_of(need)
        if table not in self._leading:
            return False
        if (table, key) not in self._split:
            plan = self.plans.setdefault(table, ModelPlan(self._leading[table]))
            self._split[table, key] = self._inside(plan, need)
        return self._split[table, key]

    def _inside(self, plan: ModelPlan, need: Need) -> bool:
        is_split = False
        pending: dict[str, dict[Key, Need]] = {RESULT: {key_of(need): need}}
        for place in reversed(plan.places()):
            strengths = set()
            for key, wanted in pending.get(place, {}).items():
                for step in plan.ask(place, wanted):
                    if step.annotation.pointer.target == step.target:
                        pending.setdefault(step.target, {})[step.key] = step.need
                    else:
                        is_split |= self.ask(step.target, step.need)
                if plan.steps[place, key]:
                    strengths.add(plan.is_weak(place, key))
            is_split |= len(strengths) > 1
        return is_split


def _leading(models: Models, leaves: Iterable[str]) -> Mapping[str, Evidence]:
    """Return the models that rest on the given tables, at any depth."""
    known = set(leaves)
    found: dict[str, Evidence] = {}
    for table in models.order():
        evidence = models.evidence(table)
        if evidence and known & {o.table.lower() for o in evidence.manifest.occurrences}:
            known.add(table)
            found[table] = evidence
    return found


# Former names, until version 0.3.
Step = ForwardStep
Plan = ForwardPlan
