"""What a named person accepted of the problems of a check or a file: they no longer block, and are still said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from warehouse.builder.outcome import Outcome
from warehouse.problems import Problem, blocking
from warehouse.sources.accepted import ACCEPTED, Acceptance, covering, load_accepted
from warehouse.sources.register import Source


def with_acceptances(outcome: Outcome, sources: Mapping[str, Source]) -> Outcome:
    """Return the outcome of a check in which problems that somebody accepted are warnings that name him.

    Args:
        outcome: The outcome of a check.
        sources: The sources of the edition; each keeps what was accepted of it.

    Raises:
        DefinitionError: If the acceptances of a source cannot be read.
    """
    found = blocking(outcome.problems)
    given = {
        name: load_accepted(sources[name].folder, f"raw/{name}/{ACCEPTED}")
        for name in sorted({problem.source for problem in found} & set(sources))
    }
    problems = tuple(
        _accepted(problem, covering(given.get(problem.source, ()), problem, found))
        for problem in outcome.problems
    )
    return replace(outcome, problems=problems)


def with_rows_accepted(outcome: Outcome, source: Source) -> Outcome:
    """Return the outcome of a raw table in which problems of single rows that somebody accepted are warnings.

    A row that could not be read stays left out, and one that breaks a rule stays in. What is wrong with the whole file,
    and what is more than is listed, cannot be accepted; nor can a file with persons, whose rows are all left out then.

    Args:
        outcome: The outcome of a raw table.
        source: Its source, which keeps what was accepted.
    """
    is_there = outcome.step is not None and outcome.step.record.rows > 0
    if not is_there or any(problem.line == 0 for problem in blocking(outcome.problems)):
        return outcome
    return with_acceptances(outcome, {source.name: source})


def _accepted(problem: Problem, acceptance: Acceptance | None) -> Problem:
    if acceptance is None or problem.severity != "error":
        return problem
    # The reason may quote what was seen, and stays where the licence of the source holds.
    who = f"{acceptance.accepted_by}, {acceptance.role}, {acceptance.date}"
    return replace(problem, severity="warning", rule=f"{problem.rule} (accepted by {who})")
