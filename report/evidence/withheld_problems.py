"""Findings of checks without what withheld files say.

Whether a finding quotes a withheld file is decided by its rule's id: by the table or check that the rule is of, and by
what that read when the edition was built. What is not known to be open is closed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from report.evidence.withholding import closed_tables_of, withheld_among, withheld_sources
from warehouse.problems import (
    DIFFERENCE,
    FIGURES,
    LONE_ROW,
    Problem,
    ShownProblem,
    owner,
    without_value,
)
from warehouse.sources.register import load_source

if TYPE_CHECKING:
    from warehouse.builder.kept import Kept
    from warehouse.builder.plan import Plan
    from warehouse.project import Project


def read_by(kept: Kept) -> dict[str, Collection[str]]:
    """Return the tables that each model and each check of a generation read when it was built."""
    models = {name: kept.model(name).upstream for name in kept.order()}
    return {**models, **kept.checks}


def read_by_plan(plan: Plan) -> dict[str, Collection[str]]:
    """Return the same of an edition that is being built."""
    return {m.name: m.upstream for m in (*plan.models.values(), *plan.checks.values())}


def closed_of_plan(plan: Plan, problems: Iterable[Problem]) -> list[ShownProblem]:
    """Return what checks of an edition that is being built found, without what a withheld file says."""
    return closed_problems(
        problems, withheld_sources(plan), closed_tables_of(plan), read_by_plan(plan)
    )


def closed_of_source(
    project: Project, name: str, problems: Iterable[Problem], *, show_withheld: bool = False
) -> list[ShownProblem]:
    """Return the problems of one source's files, without what these say where its licence withholds them."""
    source = load_source(project, name)
    is_withheld = not show_withheld and name in withheld_among({name: source})
    return [ShownProblem(without_value(p) if is_withheld else p, is_withheld) for p in problems]


def passed_on(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that pages, books and releases list: without warnings of values that tell one row.

    Those say which published value is somebody's row. The office decides by them, and nobody else has a use for them.
    """
    return [p for p in problems if not _is_of_one_row(p)]


def _is_of_one_row(problem: Problem) -> bool:
    return problem.rule_id.split(".")[1:2] in ([LONE_ROW], [DIFFERENCE])


def closed_problems(
    problems: Iterable[Problem],
    withheld: Collection[str],
    closed: Collection[str],
    reads: Mapping[str, Collection[str]],
) -> list[ShownProblem]:
    """Return what checks found, without what a withheld file says.

    Args:
        problems: The problems.
        withheld: Sources whose licence withholds what their files say.
        closed: Tables whose rows are not shown.
        reads: The tables that each model and check reads: a rule may name a row of an open file and
            quote a withheld one.
    """
    found = []
    for problem in problems:
        is_withheld = bool(withheld) and _is_closed(problem, withheld, closed, reads)
        found.append(ShownProblem(without_value(problem) if is_withheld else problem, is_withheld))
    return found


def _is_closed(
    problem: Problem,
    withheld: Collection[str],
    closed: Collection[str],
    reads: Mapping[str, Collection[str]],
) -> bool:
    rule_of = owner(problem.rule_id)
    if _is_of_one_row(problem):
        return False  # they tell of published keys, and of no row
    if problem.source in withheld or problem.table in closed:
        return True
    if rule_of in reads:
        return not _behind(rule_of, reads).isdisjoint(closed)
    is_of_its_file = bool(problem.source) and rule_of == problem.table
    return not is_of_its_file and rule_of != FIGURES


def _behind(name: str, reads: Mapping[str, Collection[str]]) -> set[str]:
    """Return every table that a model or check rests on, at any depth."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = set(reads.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found
