"""Why a verdict is what it is, in a sentence or two for the author of the text."""

from __future__ import annotations

from collections.abc import Sequence

from numbertext.statement import Statement
from report.reconcile.finding import (
    LOOSE,
    MISATTRIBUTED,
    STALE,
    STATED_ONLY,
    UNDECIDED,
    Candidate,
)
from report.reconcile.knowledge import Knowledge
from report.reconcile.match import Match
from report.reconcile.periods import when
from report.reconcile.rewording import as_published


def reason(
    statement: Statement,
    match: Match,
    verdict: str,
    also: Sequence[str],
    credited: tuple[str, frozenset[str]] | None,
    knowledge: Knowledge,
    sources: frozenset[str],
    candidates: Sequence[Candidate],
) -> str:
    """Return the reason of a verdict and of those that hold beside it."""
    every = (verdict, *also)
    parts = [_of_value(statement, match, verdict, knowledge, sources)]
    if STALE in every and verdict != STALE:
        parts.append(_superseded(knowledge, sources))
    if MISATTRIBUTED in every and credited is not None:
        rests = "; ".join(knowledge.titles[name] for name in sorted(sources))
        parts.append(f"The sentence credits {credited[0]}; the figure rests on {rests}.")
    if verdict == UNDECIDED and candidates:
        other = candidates[0]
        parts.append(f"Beside it: {other.value} {when(other.period)} ({other.figure}).")
    return " ".join(parts)


def _of_value(
    statement: Statement, match: Match, verdict: str, knowledge: Knowledge, sources: frozenset[str]
) -> str:
    figure = match.quantity.figure
    said = as_published(figure, match.reading)
    if verdict == STALE and match.holds_earlier:
        return f"True of {as_published(figure, match.holds_earlier)}; since then it is {said}."
    if verdict == STALE:
        return _superseded(knowledge, sources)
    if match.judgement.verdict == UNDECIDED:
        return f"The figure is {said}{_undecided(statement, match)}"
    return {
        LOOSE: f"True, but a careful writer would say more: the figure is {said}{_lies(match)}.",
        STATED_ONLY: f"{said} is what somebody stated; no rows stand behind it.",
    }.get(match.judgement.verdict, f"The figure is {said}.")


def _undecided(statement: Statement, match: Match) -> str:
    if match.reading.is_part:
        return " and covers only a part of what is said."
    if match.reading.rounded_to:
        return f", given to the nearest {match.reading.rounded_to:,f}: too coarse to tell."
    if match.judgement.lies:
        return f"{_lies(match)}: true of it, and misleading."
    return f"; {statement.text!r} has no truth condition in the table."


def _lies(match: Match) -> str:
    """Return on which side of the words the value lies; empty where it is on none."""
    lies = match.judgement.lies
    return f", which lies well {lies} what the words suggest" if lies else ""


def _superseded(knowledge: Knowledge, sources: frozenset[str]) -> str:
    newer = {
        name: knowledge.superseded[name] for name in sorted(sources) if name in knowledge.superseded
    }
    listed = ", ".join(
        f"{name} {vintage} (pinned: {knowledge.edition.pins[name].vintage})"
        for name, vintage in newer.items()
    )
    return f"A newer vintage was out at the as-of date: {listed}."
