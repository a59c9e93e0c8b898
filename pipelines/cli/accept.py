"""`annual-report accept SOURCE DATE | EDITION`: a named person's word on problems, with role and reason."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import ProjectOption, project_of
from pipelines.cli.output import progress, say
from warehouse.errors import DefinitionError
from warehouse.identifiers import is_edition


def command(
    target: Annotated[
        str, typer.Argument(metavar="SOURCE DATE | EDITION", help="A vintage, or an edition.")
    ],
    more: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PROBLEM_ID]...", help="The ids of the problems, as they are shown."
        ),
    ] = None,
    by: Annotated[str, typer.Option(help="Who accepts them.")] = "",
    role: Annotated[str, typer.Option(help="In which role.")] = "",
    why: Annotated[str, typer.Option(help="The reason; all is kept in accepted.yaml.")] = "",
    rule: Annotated[str, typer.Option(help="A rule, all of whose problems are accepted.")] = "",
    project: ProjectOption = None,
    *,
    every: Annotated[
        bool, typer.Option("--all", help="All problems of the rule, as they are now.")
    ] = False,
) -> int:
    """Accept problems: they no longer block, are still said, and block again when they change."""
    from warehouse.builder.accepting import (
        AcceptingWord,
        accept,
        problems_of_edition,
        problems_of_vintage,
    )

    here, words = project_of(project), list(more or [])
    for name, given in (("--by", by), ("--role", role), ("--why", why)):
        if not given.strip():
            raise DefinitionError(f"{name} is blank", expected="a person, a role and a reason")
    _refuse_unclear(target, words, rule, every=every)
    with progress("looking at what is there"):
        if is_edition(target):
            problems = problems_of_edition(here, target)
        else:
            problems = problems_of_vintage(here, target, words.pop(0))
        found = accept(here, problems, AcceptingWord(by, role, why, tuple(words), rule))
    count = len(found)
    say(f"Accepted by {by}, {role}: {count} problem{'s' if count > 1 else ''}.")
    for path in dict.fromkeys(f"raw/{problem.source}/accepted.yaml" for problem in found):
        say(f"It stands in {path}. Run the same command as before again.")
    return 0


def _refuse_unclear(target: str, words: list[str], rule: str, *, every: bool) -> None:
    if not is_edition(target) and not words:
        raise DefinitionError(
            f"no vintage of {target} is named", expected="SOURCE DATE, or an edition"
        )
    ids = words if is_edition(target) else words[1:]
    if bool(rule) != every or bool(ids) == bool(rule):
        raise DefinitionError(
            "it is not clear what is accepted", expected="ids of problems, or --rule RULE_ID --all"
        )
