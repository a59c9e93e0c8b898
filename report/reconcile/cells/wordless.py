"""Claims that have no number: where a text says the most, a record, or more than another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from numbertext.statement import Statement
from report.reconcile.cells.comparisons import DOWN, UP
from report.reconcile.cells.orders import BOTTOM, TOP
from report.reconcile.cells.scene import Pool, scene_of
from report.reconcile.context import Context, contexts

COMPARISON = "comparison"
"""Kind of a claim without number; it is no number's, so that nobody takes it for a statement of one."""
_CUE = re.compile(
    rf"\brecord[\s-]+(?:high|low)\b|\b(?:{'|'.join(sorted(TOP | BOTTOM | UP | DOWN))})\b", re.I
)
_NO_CLAIM = re.compile(
    r"\b(?:at(?: the)?(?: very)?|one of the|among the|no|not|any|much|even|some|by far the)\s+$",
    re.I,
)
_RANK = "rank"


def comparisons_in(text: str, found: Sequence[Statement], pool: Pool) -> list[Context]:
    """Return the claims without number of a block of text, each in its surroundings.

    Args:
        text: The block.
        found: Its numbers.
        pool: All cells.
    """
    if not _CUE.search(text) and not pool.families:
        return []
    claims = [*_cues(text, found), *_ranked(text, found, pool)]
    kept: list[Statement] = []
    for claim in sorted(claims, key=lambda c: (c.start - c.end, c.start)):
        if not any(claim.start < other.end and other.start < claim.end for other in kept):
            kept.append(claim)
    return [
        context
        for claim in sorted(kept, key=lambda c: c.start)
        for context in contexts(text, [*found, claim])
        if context.statement is claim and not context.is_crowded
    ]


def _cues(text: str, found: Sequence[Statement]) -> Iterator[Statement]:
    for cue in _CUE.finditer(text):
        if not _is_of_number(cue.start(), cue.end(), text, found) and not _NO_CLAIM.search(
            text[: cue.start()][-16:]
        ):
            yield _claim(text, cue.start(), cue.end(), "claim.words")


def _ranked(text: str, found: Sequence[Statement], pool: Pool) -> Iterator[Statement]:
    """Yield the names of a column of ranks: `the busiest line`."""
    whole = Statement(0, 0, "", kind=COMPARISON)
    seen: set[tuple[int, int]] = set()
    for context in contexts(text, [*found, whole, *_starts(text)]):
        if context.sentence in seen:
            continue
        seen.add(context.sentence)
        for measure in scene_of(context, context.sentence, pool).measures:
            is_rank = any(q.figure.unit == _RANK for q in measure.quantities)
            if is_rank and not _is_of_number(measure.start, measure.end, text, found):
                yield _claim(text, measure.start, measure.end, "claim.rank")


def _starts(text: str) -> Iterator[Statement]:
    """Yield something of every line and sentence, so that each is looked at."""
    for start in re.finditer(r"(?:(?<=[.!?]\s)|(?<=\n))(?=\S)", text):
        yield Statement(start.start(), start.start(), "", kind=COMPARISON)


def _is_of_number(start: int, end: int, text: str, found: Sequence[Statement]) -> bool:
    """Return whether words of comparison belong to a number: within it, right after it, or before `than` and one."""
    for number in found:
        if not number.is_statement:
            continue
        between = text[number.end : start] if number.end <= start else "."
        is_close = len(between.split()) <= 3 and not re.search(r"[.,;:]|\b(?:and|or|of)\b", between)
        if number.start < end and start < number.end:
            return True
        if is_close and number.kind in (
            "ordinal",
            "change",
            "cardinal",
            "money",
            "points",
            "percent",
        ):
            return True
    return False


def _claim(text: str, start: int, end: int, rule: str) -> Statement:
    return Statement(start, end, text[start:end], kind=COMPARISON, rule=rule)
