"""The resource through which assets reach the engine: one build of an edition for each run."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import dagster as dg

from report.evidence.withheld_problems import closed_of_plan
from report.evidence.withholding import closed_tables_of
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.outcome import Outcome
from warehouse.builder.store import Step
from warehouse.problems import WITHHELD, Problem
from warehouse.project import Project

EDITIONS = dg.DynamicPartitionsDefinition(name="editions")
"""One partition an edition, kept in step with raw/editions/."""


class Builds:
    """Gives each run its own build of the edition, so that nothing is remembered from one run to the next.

    Args:
        project: The project.
        listener: Called with the name of each table or check as its work begins.
    """

    def __init__(self, project: Project, listener: Callable[[str], None] | None = None) -> None:
        self.project = project
        self._listener = listener
        self._run: tuple[str, EditionBuild] | None = None

    def of(self, context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> EditionBuild:
        """Return the build of the run's edition."""
        edition = context.partition_key if context.has_partition_key else ""
        key = f"{context.run.run_id} {edition}"
        if self._run is None or self._run[0] != key:
            self._run = (key, EditionBuild(self.project, edition, self._listener))
        return self._run[1]

    def outcome(
        self, context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext, name: str
    ) -> Outcome:
        """Return the outcome of one table or check, from inputs that are already built.

        Raises:
            Failure: If an input is missing or did not pass, with what to do about it.
        """
        outcome = self.of(context).outcome(name, make_inputs=False)
        if outcome.blocked_by:
            held_up = ", ".join(outcome.blocked_by)
            raise dg.Failure(
                f"{name} is not built: {held_up} did not pass",
                metadata={"blocked_by": held_up},
                allow_retries=False,
            )
        return outcome

    def inputs(self, context: dg.AssetExecutionContext, tables: Iterable[str]) -> dict[str, Step]:
        """Return the steps of some tables that are built already."""
        outcomes = {name: self.of(context).outcome(name, make_inputs=False) for name in tables}
        return {
            name: outcome.step for name, outcome in outcomes.items() if outcome.step is not None
        }

    def shown(
        self,
        context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext,
        problems: Iterable[Problem],
    ) -> list[Problem]:
        """Return problems as the UI may show them, which keeps what it is given: without what withheld files say."""
        return told(self.of(context), problems)

    def is_withheld(self, context: dg.AssetExecutionContext, table: str) -> bool:
        """Return whether the rows of a table are not shown, as it holds withheld files or is worked out of them."""
        return table in closed_tables_of(self.of(context).plan)


def told(build: EditionBuild, problems: Iterable[Problem]) -> list[Problem]:
    """Return problems of an edition without what withheld files say; a value that is left out is said to be."""
    return [
        replace(shown.problem, value=WITHHELD) if shown.is_withheld else shown.problem
        for shown in closed_of_plan(build.plan, problems)
    ]
