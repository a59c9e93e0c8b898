"""The outcome of one step of an edition: its table if there is one, its problems, and what held it up."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.builder.store import Step
from warehouse.errors import UserError
from warehouse.problems import MADE, Problem, blocking, in_order


@dataclass(frozen=True)
class Outcome:
    """What became of a table or a check.

    Attributes:
        name: Table or check.
        step: The kept step, or None when nothing could be made.
        problems: Its own problems, not those of its inputs.
        blocked_by: Tables and checks that were not good enough to go on from.
    """

    name: str
    step: Step | None
    problems: tuple[Problem, ...] = ()
    blocked_by: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """True when the table is there and nothing blocks those that read it."""
        return self.step is not None and not self.blocked_by and not blocking(self.problems)


def of_step(step: Step, *more: Problem) -> Outcome:
    """Return the outcome of a finished step, with further problems found about it."""
    return Outcome(step.record.name, step, tuple(in_order([*step.record.problems, *more])))


def of_error(
    name: str, error: UserError, *, source: str = "", vintage: str = "", file: str = ""
) -> Outcome:
    """Return the outcome of a step that an error stopped: one problem about the whole file."""
    problem = Problem(
        source=source,
        table=name,
        vintage=vintage,
        file=file or error.where,
        sheet="",
        line=0,
        column="",
        value=error.fact,
        rule=error.expected or ("the file can be read" if source else "the SQL can be run"),
        remedy=error.remedy,
        rule_id=f"{name}.{MADE}",
    )
    return Outcome(name, None, (problem,))
