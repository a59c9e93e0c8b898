"""The verdict on a number that fits a figure but for something: the closest figure, and what is missing."""

from __future__ import annotations

from report.reconcile.finding import NEAR, Candidate, Verdict
from report.reconcile.match import Match
from report.reconcile.rewording import as_published

_LISTED = 4


def near(match: Match, candidates: tuple[Candidate, ...]) -> Verdict:
    """Return the verdict on a number whose closest figure does not explain all that is said of it."""
    figure = match.quantity.figure
    said = as_published(figure, match.reading)
    why = f"The closest figure is {figure.label}: {said}. {_missing(match)}"
    name = match.reading.figure or figure.id
    return Verdict(NEAR, why, figure=name, figure_value=said, candidates=candidates)


def _missing(match: Match) -> str:
    words = [item for item in match.doubts if item.startswith("“")]
    conditions = [item for item in match.doubts if item not in words]
    parts = []
    if words:
        more = f" and {len(words) - _LISTED} more words" if len(words) > _LISTED else ""
        parts.append(f"It says nothing of {', '.join(words[:_LISTED])}{more}.")
    if conditions:
        parts.append(f"It wants {'; '.join(conditions)}.")
    return " ".join(parts)
