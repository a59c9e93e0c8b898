"""Building an edition step by step, with the gates in the engine.

Whoever asks for a table, a scheduler or a person materialising one asset alone, comes through here: a table is
built only from inputs that exist for the present definitions and whose checks passed for that very content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from warehouse.builder.accepted_problems import with_acceptances
from warehouse.builder.edition_table import NAME as EDITION_TABLE
from warehouse.builder.edition_table import edition_table
from warehouse.builder.later_readings import with_readings
from warehouse.builder.loaded_files import loaded_files
from warehouse.builder.outcome import Outcome, of_error, of_step
from warehouse.builder.plan import Plan, make_plan
from warehouse.builder.raw_tables import RawTable, checked_table
from warehouse.builder.run_check import run_check
from warehouse.builder.run_model import model_key, run_model
from warehouse.builder.store import Step, Store
from warehouse.edition import refuse_if_frozen
from warehouse.errors import GateError, user_errors
from warehouse.problems import Problem, in_order
from warehouse.project import Project


class EditionBuild:
    """The build of one edition in one process: outcomes are worked out once and remembered.

    Args:
        project: The project.
        edition_name: The edition, e.g. `2022`.
        listener: Called with the name of each table or check as its work begins.
        for_correction: Whether the build is for a correction of a frozen edition, which is a release beside the others.
        store: Where steps are kept; by default the project's own store.

    Raises:
        DefinitionError: If a definition of the edition is wrong.
        GateError: If the edition is frozen, unless the build is for a correction.
    """

    def __init__(
        self,
        project: Project,
        edition_name: str,
        listener: Callable[[str], None] | None = None,
        *,
        for_correction: bool = False,
        store: Store | None = None,
    ) -> None:
        self._edition = edition_name
        self._is_for_correction = for_correction
        self.project = project
        self.refuse_if_frozen()
        self.plan: Plan = make_plan(project, edition_name)
        self.store = store or Store(project.steps)
        self._listener = listener
        self._outcomes: dict[str, Outcome] = {}

    def refuse_if_frozen(self) -> None:
        """Raise GateError when the edition is frozen and this is no build for its correction."""
        if not self._is_for_correction:
            refuse_if_frozen(self.project, self._edition)

    def names(self) -> Iterator[str]:
        """Yield every table and check in an order in which they can be built."""
        yield EDITION_TABLE
        yield from self.plan.raw
        waiting = dict.fromkeys(self.plan.checks)
        done: set[str] = {EDITION_TABLE, *self.plan.raw}
        for model in (None, *self.plan.models):
            if model is not None:
                yield model
                done.add(model)
            for check in [c for c in waiting if set(self.plan.checks[c].upstream) <= done]:
                del waiting[check]
                yield check

    def outcome(self, name: str, *, make_inputs: bool = True) -> Outcome:
        """Return the outcome of a table or check, building what is missing.

        Args:
            name: Raw table, model or check.
            make_inputs: Build missing inputs too. False asks for this one alone, as a person does who materialises a
                single asset: a missing input is then an error.

        Raises:
            GateError: If `make_inputs` is false and an input has not been built for the present definitions.
        """
        if name not in self._outcomes:
            self._outcomes[name] = self._work_out(name, make_inputs=make_inputs)
        return self._outcomes[name]

    def problems(self) -> list[Problem]:
        """Return the problems of the whole edition, building whatever can be built."""
        return in_order(p for name in self.names() for p in self.outcome(name).problems)

    def _work_out(self, name: str, *, make_inputs: bool) -> Outcome:
        if self._listener is not None:
            self._listener(name)
        if name == EDITION_TABLE:
            return edition_table(self.store, self.plan.edition)
        if name in self.plan.raw:
            return self._raw(self.plan.raw[name])
        upstream = (self.plan.models.get(name) or self.plan.checks[name]).upstream
        inputs = {table: self._input(name, table, make_inputs=make_inputs) for table in upstream}
        gates = [
            self._input(name, check, make_inputs=make_inputs) for check in self.plan.gates(name)
        ]
        held_up = tuple(o.name for o in (*inputs.values(), *gates) if not o.passed)
        if held_up:
            return Outcome(name, None, blocked_by=held_up)
        steps = {table: o.step for table, o in inputs.items() if o.step is not None}
        try:
            outcome = of_step(self._run(name, steps))
            return (
                with_acceptances(outcome, self.plan.sources)
                if name in self.plan.checks
                else outcome
            )
        except user_errors() as error:
            return of_error(name, error)

    def _raw(self, raw: RawTable) -> Outcome:
        outcome = checked_table(self.project, self.store, raw)
        return with_readings(outcome, self.store, raw, self.plan.edition)

    def _run(self, name: str, steps: dict[str, Step]) -> Step:
        if name in self.plan.models:
            return run_model(self.store, self.plan.models[name], steps)
        return run_check(self.store, self.plan.checks[name], steps, self.places())

    def places(self) -> dict[int, dict[str, str]]:
        """Return the place of every raw file of the edition by its file number."""
        outcomes = (self.outcome(name) for name in (EDITION_TABLE, *self.plan.raw))
        records = [o.step.record for o in outcomes if o.step is not None]
        return {f.number: dict(f.place) for record in records for f in loaded_files(record)}

    def _input(self, name: str, table: str, *, make_inputs: bool) -> Outcome:
        if not make_inputs and table in self.plan.models and not self._is_built(table):
            raise GateError(
                f"{table} has not been built from the present definitions and files",
                where=name,
                remedy=f"materialise {table} and what is upstream of it first",
            )
        return self.outcome(table, make_inputs=make_inputs)

    def _is_built(self, table: str) -> bool:
        if table in self._outcomes:
            return True
        model = self.plan.models[table]
        inputs = {}
        for upstream in model.upstream:
            if upstream in self.plan.models and not self._is_built(upstream):
                return False
            step = self.outcome(upstream, make_inputs=False).step
            if step is None:
                return True  # a failed input: asking on will say what it is blocked by
            inputs[upstream] = step
        return self.store.find(table, model_key(model, inputs)) is not None
