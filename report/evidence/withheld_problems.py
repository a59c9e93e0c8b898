"""Findings of checks without what withheld files say.

Whether a finding quotes a withheld file is decided by its rule's id: by the table or check that the rule is of, and by
what that read when the edition was built. What is not known to be open is closed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from report.evidence.withholding import WITHHELD
from report.publish.problems import ShownProblem
from warehouse.problems import FIGURES, Problem, owner, telling_words

if TYPE_CHECKING:
    from warehouse.builder.kept import Kept
    from warehouse.builder.plan import Plan


def read_by(kept: Kept) -> dict[str, Collection[str]]:
    """Return the tables that each model and each check of a generation read when it was built."""
    models = {name: kept.model(name).upstream for name in kept.order()}
    return {**models, **kept.checks}


def read_by_plan(plan: Plan) -> dict[str, Collection[str]]:
    """Return the same of an edition that is being built."""
    return {m.name: m.upstream for m in (*plan.models.values(), *plan.checks.values())}


def closed_problems(
    problems: Iterable[Problem],
    withheld: Collection[str],
    closed: Collection[str],
    reads: Mapping[str, Collection[str]],
) -> list[ShownProblem]:
    """Return what checks found, without what a withheld file says.

    The id of such a problem is that of its rule and place alone: one that held the value would let it be guessed.

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
        found.append(ShownProblem(_closed(problem) if is_withheld else problem, is_withheld))
    return found


def _closed(problem: Problem) -> Problem:
    """Return a problem without what its file says: words stay where an author wrote them."""
    told = telling_words(problem.rule_id)
    return replace(
        problem,
        value="",
        rule=WITHHELD if "rule" in told else problem.rule,
        remedy=WITHHELD if "remedy" in told else problem.remedy,
    )


def _is_closed(
    problem: Problem,
    withheld: Collection[str],
    closed: Collection[str],
    reads: Mapping[str, Collection[str]],
) -> bool:
    rule_of = owner(problem.rule_id)
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
