"""The verdict on a number that fits a figure but for something: the closest figure, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from report.reconcile.finding import NEAR, Candidate, Verdict
from report.reconcile.readings import Quantity, Reading
from report.reconcile.rewording import as_published

_LISTED = 4


def near(
    quantity: Quantity,
    reading: Reading,
    missing: Sequence[str],
    candidates: tuple[Candidate, ...] = (),
) -> Verdict:
    """Return the verdict on a number whose closest figure does not explain all that is said of it.

    Args:
        quantity: The closest.
        reading: Its value at the period meant.
        missing: What it does not explain: words in quotes, and conditions.
        candidates: Further figures.
    """
    figure = quantity.figure
    said = as_published(figure, reading)
    why = f"The closest figure is {figure.label}: {said}. {_missing(missing)}"
    name = reading.figure or figure.id
    return Verdict(NEAR, why, figure=name, figure_value=said, candidates=candidates)


def _missing(missing: Sequence[str]) -> str:
    words = [item for item in missing if item.startswith("“")]
    conditions = [item for item in missing if item not in words]
    parts = []
    if words:
        more = f" and {len(words) - _LISTED} more words" if len(words) > _LISTED else ""
        parts.append(f"It says nothing of {', '.join(words[:_LISTED])}{more}.")
    if conditions:
        parts.append(f"It wants {'; '.join(conditions)}.")
    return " ".join(parts)
