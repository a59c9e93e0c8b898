"""Accepting: a named person's word on problems, written into `accepted.yaml` of the sources whose problems they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.found_problems import found_problems
from warehouse.builder.raw_change import change
from warehouse.builder.raw_tables import RawTable, checked_table
from warehouse.builder.store import Store
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_vintage
from warehouse.placing import move
from warehouse.problems import COMPARISON, HEADER, Problem, blocking, without_value
from warehouse.project import Project
from warehouse.sources.accepted import (
    ACCEPTED,
    Acceptance,
    acceptance_of,
    load_accepted,
    of_rule,
    with_acceptance,
)
from warehouse.sources.register import load_source


@dataclass(frozen=True)
class AcceptingWord:
    """What a person says of problems: who, in which role, why; and of which problems, by ids or by a rule."""

    by: str
    role: str
    why: str
    problem_ids: tuple[str, ...] = ()
    rule_id: str = ""


def problems_of_vintage(project: Project, source: str, date: str) -> list[Problem]:
    """Return the problems of a vintage: registered, or as `check` or `add-vintage` found them.

    Raises:
        DefinitionError: If the vintage is not registered and was not checked either.
    """
    found = load_source(project, source)
    check_vintage(date, f"raw/{source}")
    if date not in found.vintages:
        return found_problems(project, source, date)
    store = Store(project.steps)
    tables = [table for table in found.tables.values() if found.vintages[date].files_of(table.name)]
    outcomes = [checked_table(project, store, RawTable(found, table, date)) for table in tables]
    return [problem for outcome in outcomes for problem in outcome.problems]


def problems_of_edition(project: Project, edition: str) -> list[Problem]:
    """Return the problems of an edition as it is now, building what is missing."""
    return EditionBuild(project, edition).problems()


def accept(project: Project, problems: Sequence[Problem], word: AcceptingWord) -> list[Problem]:
    """Write a person's word on problems down, with each source that they are of; return the problems accepted.

    Args:
        project: The project.
        problems: What was found.
        word: What is said, of which of them. Ids may be those of problems whose values are withheld.

    Raises:
        DefinitionError: If a problem is not among them, cannot be accepted, or name, role or reason is blank.
    """
    chosen = _chosen(problems, word)
    for problem in chosen:
        _refuse_whole(problem)
    today = dt.datetime.now(dt.UTC).date()
    for source, vintage in dict.fromkeys((p.source, p.vintage) for p in chosen):
        own = [p for p in problems if (p.source, p.vintage) == (source, vintage)]
        ids = tuple(p.problem_id for p in chosen if p in own)
        acceptance = acceptance_of(
            own,
            by=word.by,
            role=word.role,
            why=word.why,
            date=today,
            problem_ids=() if word.rule_id else ids,
            rule_id=word.rule_id,
        )
        with change(project, source) as aside:
            _write(project, aside, source, acceptance)
    return chosen


def _write(project: Project, aside: Project, source: str, acceptance: Acceptance) -> None:
    """Write an acceptance at the end of those of a source; raises DefinitionError where it is among them already."""
    place = Path(source) / ACCEPTED
    path, staged = project.raw / place, aside.raw / place
    for known in load_accepted(path.parent, f"raw/{place}"):
        if known.is_of_same(acceptance):
            raise DefinitionError(
                f"it was accepted already, by {known.accepted_by} on {known.date}",
                where=f"raw/{place}",
                remedy="run the same command as before again",
            )
    before = path.read_bytes().decode("utf-8") if path.is_file() else ""
    staged.unlink(missing_ok=True)
    staged.write_bytes(with_acceptance(before, acceptance).encode("utf-8"))
    move(staged, path)


def _chosen(problems: Sequence[Problem], word: AcceptingWord) -> list[Problem]:
    """Return the problems that are meant, in the order in which they were found."""
    if word.rule_id:
        found = of_rule(problems, word.rule_id)
        unknown = [] if found else [word.rule_id]
    else:
        named = {p.problem_id: p for p in blocking(problems)}
        # An id that was shown of a withheld value holds its rule and place alone.
        shown = {without_value(p).problem_id: p for p in named.values()}
        known = {**shown, **named}
        unknown = [given for given in word.problem_ids if given not in known]
        found = [known[given] for given in dict.fromkeys(word.problem_ids) if given in known]
    if unknown or not found:
        there = "; ".join(f"{p.problem_id} ({p.rule_id})" for p in blocking(problems)[:10])
        raise DefinitionError(
            f"nothing that blocks is called {', '.join(unknown) or '(nothing)'}",
            expected=there or "a problem that blocks: there is none",
            remedy="name problems by their ids, or a rule with --all, as the last check or build shows them",
        )
    return found


def _refuse_whole(problem: Problem) -> None:
    """Refuse what is wrong with a whole file or table, and what no file of a source is at fault for."""
    of = problem.rule_id.split(".")[1:2]
    is_whole = of == [HEADER] or (problem.line == 0 and of != [COMPARISON])
    if not problem.source or is_whole:
        raise DefinitionError(
            f"{problem.rule_id}: {problem.value or problem.rule}",
            where=problem.file,
            expected="a problem of single rows, or a difference between vintages",
            remedy=problem.remedy or "mend it: it cannot be accepted",
        )
