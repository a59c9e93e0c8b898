"""Which dates of a sentence are a number's own: those that are another number's are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from numbertext.statement import Statement

_PARTS = re.compile(r"[,;:()]|\b(?:and|or|but|to|while)\b", re.I)
_LABELS = re.compile(r"\s*[:=]\s*[£€$]?\s*")
_FROM_YEAR = re.compile(
    r"(?:19|20)\d\d\s*(?:to|and)\s*(?:(?:the\s+)?(?:end|start|middle)\s+of\s+|mid-)?$", re.I
)
"""What a span of years begins with, of which the date is the end."""
_ACROSS = 100


def own_dates(
    text: str, me: Statement, others: Sequence[Statement], dates: Sequence[Statement]
) -> list[Statement]:
    """Return the dates that may be a number's, the nearest first.

    Its own, where it has one (`from 46 in 2022 to 51 in 2023`); else all but those that are of a change or stand as the
    label of a number (`27 (2022: 25)`): what a change is measured from says nothing of the number beside it.

    Args:
        text: The block of text.
        me: The number.
        others: Every number of the sentence.
        dates: The dates asked for.
    """
    owners = [(date, *_owner(text, date, others)) for date in dates]
    own = [date for date, owner, _ in owners if owner is me]
    if not own:
        own = [
            date
            for date, owner, is_label in owners
            if owner is None or not (is_label or owner.kind == "change")
        ]
    return sorted(own, key=lambda date: (_far(text, me, date), -date.start))


def _owner(
    text: str, date: Statement, others: Sequence[Statement]
) -> tuple[Statement | None, bool]:
    """Return the number that a date belongs to, and whether the date is its label; None for no certain one."""
    numbers = [other for other in others if other.is_statement]
    for number in numbers:
        if number.start >= date.end and _LABELS.fullmatch(text, date.end, number.start):
            return number, True
    before = [number for number in numbers if number.end <= date.start]
    last = max(before, key=lambda number: number.end, default=None)
    if last is not None:
        between = _FROM_YEAR.sub("", text[last.end : date.start])
        return (last, False) if _PARTS.search(between) is None else (None, False)
    return None, False


def _far(text: str, me: Statement, date: Statement) -> int:
    first, last = sorted((me, date), key=lambda found: found.start)
    is_parted = _PARTS.search(text, first.end, last.start) is not None
    return max(0, last.start - first.end) + _ACROSS * is_parted
